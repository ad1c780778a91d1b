using System.IO;
using System.Text.Json.Nodes;
using VirtNest.Tests;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`check` of the published binary: exit status, documents, files.</summary>
public sealed class CheckTests
{
    private static readonly Dictionary<string, string> Chinese = new() { ["LC_ALL"] = "zh_CN.UTF-8" };

    public static TheoryData<string> Hosts => Fixture.All;

    public static TheoryData<string> Documents => Fixture.Documents;

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_native_binary_says_of_a_host_what_its_file_expects(string host)
    {
        string evidence = Fixture.Evidence(host);
        Run json = PublishedBinary.Start("check", "--evidence", evidence, "--json");
        Run english = PublishedBinary.Start("check", "--evidence", evidence);
        Run chinese = PublishedBinary.Start(Chinese, "check", "--evidence", evidence);
        JsonNode document = JsonNode.Parse(json.Text)!;
        Assert.Equal("", json.Error);
        Assert.Equal(HostFile.Read(host).Expected, HostExpectation.Of(document, english.Text));
        int status = (string)document["answers"]![(string)document["decides"]!]! switch { "yes" => 0, "no" => 1, _ => 3 };
        Assert.Equal((status, status, status), (json.Status, english.Status, chinese.Status));
        JsonArray findings = document["findings"]!.AsArray();
        foreach (JsonNode? finding in findings)
        {
            // Several notes on one subject share a line.
            if ((string)finding!["severity"]! == "note" && findings.Count(f => (string)f!["code"]! == (string)finding["code"]!) > 1)
            {
                continue;
            }

            // The text has the first sentence of a note alone.
            string title = (string)finding!["title"]!;
            Assert.Contains(Unwrapped(title.Split(". ")[0]), Unwrapped(english.Text), StringComparison.Ordinal);
            Assert.Contains(Unwrapped(Fixture.ChineseTitles[title].Split('。')[0]), Unwrapped(chinese.Text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_native_binary_prints_the_documents_of_a_host(string host)
    {
        foreach ((string command, string text) in Fixture.Document(host))
        {
            Run run = PublishedBinary.Start([.. command.Split(' ').Skip(1), "--evidence", Fixture.Evidence(host)]);
            Assert.Equal(text, Fixture.WithoutVersion(run.Text));
        }
    }

    [Theory]
    [InlineData("intel-nested-on", "host", 0)]
    [InlineData("intel-nested-on", "instance", 0)]
    [InlineData("intel-nested-off", "host", 1)]
    [InlineData("intel-nested-off", "instance", 0)]
    [InlineData("intel-nested-2", "host", 3)]
    [InlineData("kvm-libvirt-hides-vmx", "instance", 1)]
    [InlineData("unknown-empty-dump", "host", 3)]
    [InlineData("unknown-empty-dump", "instance", 3)]
    public void The_role_chooses_the_question_that_decides(string host, string role, int status)
    {
        Run run = PublishedBinary.Start("check", "--evidence", Fixture.Evidence(host), "--role", role, "--json");
        Assert.Equal(status, run.Status);
        Assert.Equal(role == "host" ? "guests_can_nest" : "runs_guests", JsonNode.Parse(run.Text)!["decides"]!.GetValue<string>());
    }

    [Fact]
    public void This_machine_is_one_document_as_the_schema_says()
    {
        Run run = PublishedBinary.Start("check", "--no-vm", "--json");
        Assert.Contains(run.Status, (int[])[0, 1, 3]);
        Assert.Equal("", run.Error);
        Assert.Empty(SchemaFile.Read("check").Problems(run.Text));
        Assert.Equal("live", JsonNode.Parse(run.Text)!["host"]!["origin"]!.GetValue<string>());
    }

    [Fact]
    public void Saved_evidence_is_private_and_gives_the_same_verdict()
    {
        using TemporaryFolder folder = new();
        string file = folder.Of("evidence.json");
        Run live = PublishedBinary.Start("check", "--no-vm", "--json", "--save-evidence", file);
        Assert.Contains(file, live.Error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Empty(SchemaFile.Read("evidence").Problems(File.ReadAllText(file)));
        Run saved = PublishedBinary.Start("check", "--evidence", file, "--json");
        Assert.Equal(live.Text, saved.Text);
        Assert.Equal(live.Status, saved.Status);
    }

    [Fact]
    public void An_existing_file_is_not_overwritten()
    {
        using TemporaryFolder folder = new();
        string file = folder.Of("evidence.json");
        File.WriteAllText(file, "mine");
        foreach (string option in (string[])["--save-evidence", "--report"])
        {
            Run run = PublishedBinary.Start("check", "--no-vm", option, file);
            Assert.Equal(2, run.Status);
            Assert.Contains(file, run.Error, StringComparison.Ordinal);
            Assert.Equal("mine", File.ReadAllText(file));
        }

        File.CreateSymbolicLink(folder.Of("link"), folder.Of("nowhere"));
        Assert.Equal(2, PublishedBinary.Start("check", "--no-vm", "--save-evidence", folder.Of("link")).Status);
        Assert.False(File.Exists(folder.Of("nowhere")));
        Assert.Equal(2, PublishedBinary.Start("check", "--no-vm", "--save-evidence", "/dev/full").Status);
    }

    [Fact]
    public void Evidence_that_does_not_fit_the_disk_is_an_error_and_leaves_no_file()
    {
        using TemporaryFolder folder = new();
        const string script = "mount -t tmpfs -o size=4k none \"$1\" 2>/dev/null || { echo no-mount; exit; }; \"$BINARY\" check --no-vm "
            + "--save-evidence \"$1/evidence.json\" > /dev/null; echo $? $(ls \"$1\" | wc -l)";
        Run run = PublishedBinary.Shell($"exec unshare -rm bash -c '{script}' bash \"$1\"", null, folder.Root);
        Assert.SkipWhen(run.Text.Trim() is "no-mount" or "", "no file system can be mounted here: " + run.Error);
        Assert.Equal("2 0", run.Text.Trim());
        Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_private_and_its_evidence_can_be_judged()
    {
        using TemporaryFolder folder = new();
        string report = folder.Of("report.md");
        Run run = PublishedBinary.Start("check", "--evidence", Fixture.Evidence("intel-nested-off"), "--report", report);
        Assert.Equal(1, run.Status);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(report));
        string block = File.ReadAllText(report).Split("```json\n")[1].Split("```")[0];
        File.WriteAllText(folder.Of("evidence.json"), block);
        Run again = PublishedBinary.Start("check", "--evidence", folder.Of("evidence.json"), "--json");
        Assert.Equal(1, again.Status);
        Assert.Empty(SchemaFile.Read("evidence").Problems(block));
    }

    [Fact]
    public void A_dumped_tree_is_judged_and_left_as_it_is()
    {
        using TemporaryFolder folder = new();
        Write(folder, "proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: lm vmx\n\n");
        Write(folder, "sys/module/kvm_intel/initstate", "live\n");
        Write(folder, "sys/module/kvm_intel/parameters/nested", "N\n");
        Write(folder, "proc/modules", "kvm_intel 1 0 - Live 0x0\n");
        string[] before = Listing(folder.Root);
        Run run = PublishedBinary.Start("check", "--root", folder.Root, "--json");
        Assert.Equal(1, run.Status);
        Assert.Equal("N", JsonNode.Parse(run.Text)!["nested"]!["parameter"]!.GetValue<string>());
        Assert.Equal(before, Listing(folder.Root));
    }

    [Fact]
    public void Reading_this_machine_loads_no_module()
    {
        string Modules() =>
            string.Join('\n', File.ReadLines("/proc/modules").Select(static l => l.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.SkipUnless(File.Exists("/proc/modules"), "this kernel has no loadable modules");
        string before = Modules();
        PublishedBinary.Start("check", "--no-vm");
        Assert.Equal(before, Modules());
    }

    [Fact]
    public void No_line_of_this_machine_is_wider_than_80_columns()
    {
        foreach (string language in (string[])["en", "zh-CN"])
        {
            Run run = PublishedBinary.Start("check", "--no-vm", "--verbose", "--lang", language);
            Assert.DoesNotContain(run.Text.Split('\n'),
                static l => TerminalColumns.Of(l) > 80 && l.Trim().Contains(' ', StringComparison.Ordinal));
        }
    }

    private static string Unwrapped(string text) => string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));

    private static void Write(TemporaryFolder folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Of(path))!);
        File.WriteAllText(folder.Of(path), text);
    }

    private static string[] Listing(string root) =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static f => $"{f} {File.GetLastWriteTimeUtc(f):O} {(File.Exists(f) ? File.ReadAllText(f) : "")}")];
}
