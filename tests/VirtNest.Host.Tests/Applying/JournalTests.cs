using System.IO;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;

    [Theory]
    [InlineData("und")]
    [InlineData("committed")]
    [InlineData("step 99")]
    public void Half_a_line_of_a_power_cut_counts_as_not_written_and_spoils_no_later_one(string half)
    {
        using (Journal journal = Open())
        {
            Begin(journal).Mark("step 0");
        }

        File.AppendAllText(Path.Combine(_folder, "changes/000001/progress"), half);
        using (Journal journal = Open())
        {
            Assert.Equal((ChangeState.Unfinished, 1), (journal.Unfinished!.State, journal.Unfinished.BegunSteps));
            journal.Unfinished.Mark("rolled-back");
        }

        using (Journal journal = Open())
        {
            Assert.Null(journal.Unfinished);
            Assert.Null(journal.LastCommitted);
        }
    }

    [Fact]
    public void A_journal_that_others_can_write_is_not_trusted_by_root()
    {
        Assert.SkipUnless(CurrentUser.IsRoot, "needs root");
        Open().Dispose();
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Path.Combine(_folder, "changes"), (UnixFileMode)0b111_111_111);
        }

        ChangeRecordException refused = Assert.Throws<ChangeRecordException>(() => Open());
        Assert.Equal(Path.Combine(_folder, "changes"), refused.Path);
        Assert.Contains("other than root", refused.Why.In(Text.Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_whose_removal_was_cut_off_is_no_entry_and_goes_with_the_next_change()
    {
        using (Journal journal = Open())
        {
            Begin(journal).Mark("committed");
            Begin(journal).Mark("committed");
        }

        string gone = Path.Combine(_folder, "changes/000001");
        Directory.Move(gone, gone + ".old");
        File.Delete(gone + ".old/plan.json");
        using (Journal journal = Open())
        {
            Assert.Equal(2, journal.LastCommitted!.Number);
            Begin(journal).Mark("committed");
        }

        Assert.Equal(["000002", "000003"], Entries());
    }

    [Fact]
    public void Subjects_have_locks_of_their_own_and_numbers_in_common()
    {
        ChangeSubject web = ChangeSubject.Instance(Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"));
        using Journal host = Open();
        using Journal instance = Journal.Open(_folder, web, TimeSpan.Zero, out _)!;
        Assert.Null(Journal.Open(_folder, web, TimeSpan.Zero, out _));
        Begin(host).Mark("committed");
        JournalEntry entry = instance.Begin(PlanOf() with { Subject = web, Goal = new DefinitionGoal("enable", null, null, false, false,
            false, 1, false) }, "instance enable");
        entry.MarkLeft(0, "<domain/>"u8);
        Begin(host).Mark("committed");
        Assert.Equal(["000001", "000002-" + web.Name, "000003"], Entries());
        using Journal all = Journal.Look(_folder, null);
        Assert.Equal([1, 2, 3], all.Entries.Select(static e => e.Number));
        Assert.Equal(("instance enable", "<domain/>"), (all.Entries[1].Command, Encoding.UTF8.GetString(all.Entries[1].Left(0)!)));
        Assert.Equal(2, all.Unfinished!.Number);
        using Journal looked = Journal.Look(_folder, ChangeSubject.Host);
        Assert.Null(looked.Unfinished);
    }

    [Fact]
    public void Of_the_finished_entries_the_newest_twenty_stay()
    {
        for (int i = 0; i < 25; i++)
        {
            using Journal journal = Open();
            Begin(journal).Mark("committed");
        }

        Assert.Equal(Enumerable.Range(6, 20).Select(n => $"{n:D6}"), Entries());
    }

    [Fact]
    public void What_can_be_undone_stays_longest_and_what_is_being_undone_in_any_case()
    {
        using Journal journal = Open();
        JournalEntry first = Begin(journal);
        first.Mark("committed");
        for (int i = 0; i < 25; i++)
        {
            Begin(journal).Mark("rolled-back");
        }

        Assert.Equal(first, journal.LastCommitted);
        for (int i = 0; i < 25; i++)
        {
            Begin(journal).Mark("committed");
        }

        Assert.DoesNotContain("000001", Entries());
        JournalEntry oldest = journal.Entries[0];
        journal.Begin(PlanOf(), "undo", oldest);
        oldest.Mark("undone");
        Assert.Equal(ChangeState.Undone, oldest.State);
    }

    [Fact]
    public void An_entry_that_cannot_be_read_keeps_none_of_the_others_from_being_shown()
    {
        using (Journal journal = Open())
        {
            Begin(journal).Mark("committed");
            Begin(journal).Mark("committed");
        }

        File.WriteAllText(Path.Combine(_folder, "changes/000001/plan.json"), "{}");
        using Journal all = Journal.Look(_folder, null);
        Assert.Equal(2, Assert.Single(all.Entries).Number);
        Assert.Contains("000001", Assert.Single(all.Unread).Path, StringComparison.Ordinal);
        Assert.Throws<ChangeRecordException>(() => Journal.Look(_folder, ChangeSubject.Host));
        Assert.Throws<ChangeRecordException>(() => Open());
    }

    [Fact]
    public void A_look_makes_nothing_and_needs_no_lock()
    {
        string nowhere = Path.Combine(_folder, "nowhere");
        using Journal empty = Journal.Look(nowhere, null);
        Assert.Null(empty.LastCommitted);
        Assert.False(Directory.Exists(nowhere));

        using Journal held = Open();
        Begin(held).Mark("committed");
        using Journal seen = Journal.Look(_folder, ChangeSubject.Host);
        Assert.Equal(1, seen.LastCommitted!.Number);
    }

    [Fact]
    public void What_check_reads_of_the_journal_is_how_far_the_newest_change_came()
    {
        string folder = Path.Combine(_folder, "tree/var/lib/virt-nest");
        Directory.CreateDirectory(Path.Combine(_folder, "tree/var/lib"));
        using Journal journal = Journal.Open(folder, ChangeSubject.Host, TimeSpan.Zero, out _)!;
        Begin(journal).Mark("committed");
        JournalEntry newest = Begin(journal);
        newest.Mark("step 0");
        Assert.Equal((ChangeState.Unfinished, "step 0"), Seen());
        File.AppendAllText(Path.Combine(newest.Folder, "progress"), "committed");
        Assert.Equal((ChangeState.Unfinished, "step 0"), Seen());
        newest.Mark("committed");
        Assert.Equal((ChangeState.Committed, "committed"), Seen());

        (ChangeState, string) Seen()
        {
            HostEvidence evidence = EvidenceGatherer.Dump(Path.Combine(_folder, "tree"), out _)!;
            string source = ChangeProgress.Newest(evidence)!;
            Assert.Equal("/var/lib/virt-nest/changes/000002/progress", source);
            Assert.DoesNotContain(newest.BootId, evidence[source].Text, StringComparison.Ordinal);
            ChangeProgress change = ChangeProgress.Parse(evidence[source].Text)!;
            return (change.State, change.LastLine);
        }
    }

    [Theory]
    [InlineData("old", false)]
    [InlineData("new", true)]
    public void A_change_that_was_cut_off_is_kept_where_it_is_whole_and_taken_back_where_it_is_not(string content, bool isWhole)
    {
        string path = Path.Combine(_folder, "kvm.conf"), other = Path.Combine(_folder, "other.conf");
        File.WriteAllText(path, content);
        File.WriteAllText(other, "new");
        ChangePlan plan = PlanOf(FileOf(other), FileOf(path));
        using (Journal journal = Open())
        {
            JournalEntry entry = journal.Begin(plan, "enable");
            entry.Mark("step 0");
            entry.Mark("step 1");
        }

        using (Journal journal = Open())
        {
            JournalEntry cutOff = journal.Unfinished!;
            using HostSteps steps = new(journal) { ReturnsModule = true };
            Applier applier = new(journal, steps, static _ => { });
            Assert.Equal(isWhole, applier.IsWhole(cutOff));
            Assert.Null(applier.Recover(cutOff, out bool isKept));
            Assert.Equal((isWhole, isWhole ? ChangeState.Committed : ChangeState.RolledBack), (isKept, cutOff.State));
        }

        Assert.Equal((isWhole ? "new" : "old", isWhole ? "new" : "old"), (File.ReadAllText(path), File.ReadAllText(other)));

        static FileStep FileOf(string path) => new(path, [.. "old"u8], [.. "new"u8]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Entries() =>
        [.. Directory.GetDirectories(Path.Combine(_folder, "changes")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private Journal Open() => Journal.Open(_folder, ChangeSubject.Host, TimeSpan.Zero, out _)!;

    private static JournalEntry Begin(Journal journal) =>
        journal.Begin(PlanOf(new FileStep("/etc/modprobe.d/kvm.conf", null, [.. "options kvm_amd nested=1\n"u8])), "enable");

    private static ChangePlan PlanOf(params ChangeStep[] steps) =>
        new(ChangeSubject.Host, new ChangeGoal(true, ChangeReach.Boot, false), steps, [], []) { Module = "kvm_amd", IsOnNow = false };
}
