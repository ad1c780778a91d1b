using System.IO;
using VirtNest.Checking;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Hosts;

/// <summary>Every host of tests/hosts, judged: the verdict, its words in both languages, and that each finding has a host where it fires
/// and one where it does not.</summary>
public sealed class HostFixtureTests
{
    /// <summary>Findings that no evidence makes.</summary>
    private static readonly Dictionary<FindingCode, string> NotFromEvidence = new()
    {
        [FindingCode.Proof] = "made by a proof that ran, and given to Verdict.Of beside the evidence",
    };

    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(DocumentFolder, "*.txt")
        .Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string DocumentFolder => Path.Combine(HostFile.Folder, "documents");

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_host_is_judged_as_its_file_expects(string name)
    {
        HostFixture host = HostFixture.Read(name);
        HostFile file = HostFile.Read(name);
        string said = HostExpectation.Of(host.Document(), host.Text(Language.English));
        if (HostFixture.UpdatesGolden)
        {
            file.Update(said);
            return;
        }

        Assert.Equal(file.Expected, said);
    }

    [Fact]
    public void The_sentences_of_all_findings_are_listed_in_both_languages()
    {
        string path = Path.Combine(HostFile.Folder, FindingList.File);
        string said = FindingList.Of(HostFixture.Names.Select(HostFixture.Read));
        if (HostFixture.UpdatesGolden)
        {
            File.WriteAllText(path, said);
            return;
        }

        Assert.Equal(File.ReadAllText(path), said);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_what_check_prints(string name)
    {
        string path = Path.Combine(DocumentFolder, name + ".txt");
        HostFixture host = HostFixture.Read(name);
        (string Command, string Text)[] said = [.. Transcript.Read(path).Select(t => (t.Command, host.Printed(t.Command)))];
        if (HostFixture.UpdatesGolden)
        {
            Transcript.Write(path, said);
            return;
        }

        Assert.All(Transcript.Read(path).Zip(said), static p => Assert.Equal(p.First.Text, p.Second.Text));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void No_line_is_wider_than_80_columns(string name)
    {
        HostFixture host = HostFixture.Read(name);
        List<string> wide = [];
        foreach (Language language in Enum.GetValues<Language>())
        {
            foreach (bool isVerbose in (bool[])[false, true])
            {
                // A word without a blank, such as an address, cannot be broken and stands alone on its line.
                wide.AddRange(host.Text(language, isVerbose).Split('\n')
                    .Where(static l => TerminalColumns.Of(l) > 80 && l.Trim().Contains(' ', StringComparison.Ordinal)));
            }
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Evidence_that_was_written_and_read_gives_the_same_verdict(string name)
    {
        HostFixture host = HostFixture.Read(name);
        HostFixture again = host.RoundTrip();
        Assert.Equal(host.Json(), again.Json());
        Assert.Equal(host.Text(Language.English, isVerbose: true), again.Text(Language.English, isVerbose: true));
        Assert.Equal(host.Text(Language.Chinese, isVerbose: true), again.Text(Language.Chinese, isVerbose: true));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_no_has_a_failed_finding_that_decides_it_and_a_yes_has_none(string name)
    {
        Verdict verdict = HostFixture.Read(name).Verdict;
        foreach ((Questions question, Answer answer) in ((Questions, Answer)[])[(Questions.RunsGuests, verdict.RunsGuests),
            (Questions.GuestsCanNest, verdict.GuestsCanNest)])
        {
            Outcome? decisive = verdict.Decisive(question)?.Outcome;
            Assert.Equal(answer switch { Answer.Yes => null, Answer.No => Outcome.Fail, Answer.Unknown => Outcome.Unknown }, decisive);
        }

        // In a container the host's instances may nest though nothing in here may open the device.
        Assert.False(verdict.GuestsCanNest == Answer.Yes && verdict.RunsGuests == Answer.No
            && verdict.Decisive(Questions.RunsGuests)!.Code != FindingCode.DevicePermission, "instances nest where none runs");
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_file_begins_with_one_to_four_lines_that_say_what_host_it_is(string name) =>
        Assert.InRange(HostFile.Read(name).Comment.Count, 1, 4);

    [Fact]
    public void There_are_no_stray_files_among_the_hosts()
    {
        string[] known = ["README.md", FindingList.File, .. HostFile.Names.Select(static n => n + HostFile.Extension),
            .. HostFile.Names.Select(static n => HostFile.Read(n).Document).OfType<string>()];
        Assert.Empty(Directory.EnumerateFiles(HostFile.Folder).Select(static f => Path.GetFileName(f)!).Except(known));
        Assert.Empty(Directory.EnumerateFiles(DocumentFolder).Select(static f => Path.GetFileNameWithoutExtension(f)!)
            .Except(HostFile.Names));
    }

    [Fact]
    public void Every_finding_has_a_host_where_it_fires_and_one_where_it_does_not()
    {
        HostFixture[] hosts = [.. HostFixture.Names.Select(HostFixture.Read)];
        List<string> missing = [];
        foreach (FindingCode code in Enum.GetValues<FindingCode>().Where(static c => (int)c < 2000 && !NotFromEvidence.ContainsKey(c)))
        {
            if (!hosts.Any(h => Fires(h, code)))
            {
                missing.Add(code.Text() + " fires nowhere");
            }

            if (hosts.All(h => Fires(h, code)))
            {
                missing.Add(code.Text() + " fires everywhere");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>A link fires where it does not pass; what stands beside the chain where it is there at all, as kvm_pvm's name
    /// does.</summary>
    private static bool Fires(HostFixture host, FindingCode code) =>
        host.Verdict.Findings.Any(f => f.Code == code && (f.Outcome != Outcome.Pass || f.Severity != Severity.Fail));
}
