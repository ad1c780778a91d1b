using System;
using System.IO;
using System.Linq;
using VirtNest.Changes;
using VirtNest.Host.Applying;
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
            Assert.Equal((EntryState.Unfinished, 1), (journal.Unfinished!.State, journal.Unfinished.BegunSteps));
            journal.Unfinished.Mark("rolled-back");
        }

        using (Journal journal = Open())
        {
            Assert.Null(journal.Unfinished);
            Assert.Null(journal.LastCommitted);
        }
    }

    [Fact]
    public void An_entry_whose_removal_was_cut_off_is_no_entry_and_goes_with_the_next_run()
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
        }

        Assert.Equal(["000002"], Entries());
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
    public void A_look_makes_nothing_and_needs_no_lock()
    {
        string nowhere = Path.Combine(_folder, "nowhere");
        using Journal empty = Journal.Look(nowhere);
        Assert.Null(empty.LastCommitted);
        Assert.False(Directory.Exists(nowhere));

        using Journal held = Open();
        Begin(held).Mark("committed");
        using Journal seen = Journal.Look(_folder);
        Assert.Equal(1, seen.LastCommitted!.Number);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Entries() => [.. Directory.GetDirectories(Path.Combine(_folder, "changes")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private Journal Open() => Journal.Open(_folder, TimeSpan.Zero, out _)!;

    private static JournalEntry Begin(Journal journal) => journal.Begin(
        new ChangePlan(new ChangeGoal(true, ChangeReach.Boot, false), "kvm_amd", false, [new FileStep("/etc/modprobe.d/kvm.conf", null, [.. "options kvm_amd nested=1\n"u8])], [], null, [], []), "test", "enable");
}
