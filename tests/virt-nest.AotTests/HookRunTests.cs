using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`guard hook run` as libvirt's hook calls it: four words, the XML on standard input, an exit status and one sentence.</summary>
public sealed class HookRunTests
{
    private const string Passthrough =
        "<domain type='kvm'><name>web</name><os><type arch='x86_64'>hvm</type></os><cpu mode='host-passthrough'/></domain>";
    private const string Required = "<domain type='kvm'><name>web</name><os><type arch='x86_64'>hvm</type></os><cpu "
        + "mode='host-model'><feature policy='require' name='svm'/></cpu></domain>";

    // What libvirt hands its hooks (virCommandAddEnvPassCommon).
    private static readonly Dictionary<string, string> OfLibvirt = new() { ["LC_ALL"] = "C" };

    [Theory]
    [InlineData(Passthrough, "amd-nested-0", "restore begin", 1)]
    [InlineData(Passthrough, "amd-nested-0", "migrate begin", 1)]
    [InlineData(Passthrough, "amd-nested-0", "prepare begin", 0)]
    [InlineData(Passthrough, "amd-nested-1", "restore begin", 0)]
    [InlineData(Required, "amd-nested-0", "prepare begin", 1)]
    [InlineData(Required, "amd-nested-0", "restore begin", 1)]
    [InlineData(Required, "amd-nested-0", "migrate begin", 1)]
    [InlineData(Required, "amd-nested-1", "prepare begin", 0)]
    [InlineData(Required, "amd-nested-0", "started begin", 0)]
    [InlineData(Required, "amd-nested-0", "stopped end", 0)]
    [InlineData(Required, "amd-nested-0", "release end", 0)]
    [InlineData(Required, "amd-nested-0", "later begin", 0)]
    public void It_refuses_by_1_with_one_sentence_and_lets_in_by_0_without_a_word(string xml, string host, string operation, int status)
    {
        Run run = Hook(xml, "--evidence", Evidence(host), "web", operation.Split(' ')[0], operation.Split(' ')[1], "-");
        Assert.Equal(status, run.Status);
        Assert.Empty(run.Output);
        Assert.Equal(status == 0 ? 0 : 1, run.Error.Split('\n').Length - 1);
        if (status == 1)
        {
            Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
            foreach (string word in (string[])["instance web", "nested is 0 in kvm_amd", "\"virt-nest enable\""])
            {
                Assert.Contains(word, run.Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void An_option_of_the_hooks_line_lets_what_follows_the_host_in_and_not_what_asks()
    {
        Assert.Equal(0,
            Hook(Passthrough, "--allow-host-passthrough", "--evidence", Evidence("amd-nested-0"), "web", "restore", "begin", "-").Status);
        Assert.Equal(1,
            Hook(Required, "--allow-host-passthrough", "--evidence", Evidence("amd-nested-0"), "web", "restore", "begin", "-").Status);
    }

    [Fact]
    public void The_language_is_that_of_the_line_and_the_name_of_an_instance_is_none()
    {
        Run chinese = Hook(Passthrough, "--lang", "zh-CN", "--evidence", Evidence("amd-nested-0"), "--", "web", "restore", "begin", "-");
        Assert.Equal(1, chinese.Status);
        Assert.Contains("已拒绝恢复实例 web", chinese.Error, StringComparison.Ordinal);
        Run named = Hook(Passthrough, "--evidence", Evidence("amd-nested-0"), "--", "--lang=zh-CN", "restore", "begin", "-");
        Assert.Equal(1, named.Status);
        Assert.Contains("instance --lang=zh-CN is refused", named.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<domain")]
    [InlineData("<network/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><domain>&a;</domain>")]
    public void What_is_no_xml_of_an_instance_is_let_in_with_a_word(string xml)
    {
        Run run = Hook(xml, "--evidence", Evidence("amd-nested-0"), "web", "restore", "begin", "-");
        Assert.Equal(0, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("let in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_4_MiB_are_let_in_and_nothing_waits_for_an_end_that_does_not_come()
    {
        Run run = PublishedBinary.Shell("yes | timeout 20 \"$BINARY\" guard hook run web restore begin -", OfLibvirt);
        Assert.Equal(0, run.Status);
        Assert.Contains("4 MiB", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_keeps_it_waiting_the_instance_is_let_in_after_ten_seconds()
    {
        Run run = PublishedBinary.Shell(
            "mkfifo \"$1\"; sleep 30 >\"$1\" & timeout -k 1 20 \"$BINARY\" guard hook run web restore begin - <\"$1\"; "
                + "s=$?; kill $!; exit $s",
            OfLibvirt, Path.Combine(Path.GetTempPath(), "virt-nest-" + Guid.NewGuid().ToString("N")));
        Assert.Equal((0, ""), (run.Status, run.Text));
        Assert.Contains("let in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_about_an_instance_coming_in_reads_neither_standard_input_nor_this_host()
    {
        Run run = PublishedBinary.Shell(
            "yes 2>/dev/null | timeout 5 \"$BINARY\" guard hook run --evidence /nowhere/at/all web stopped end -", OfLibvirt);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Equal(0, Hook(Passthrough, "--evidence", "/nowhere/at/all", "web", "prepare", "begin", "-").Status);
    }

    [Fact]
    public void A_name_that_means_harm_is_printed_clean()
    {
        Run run = Hook(Passthrough, "--evidence", Evidence("amd-nested-0"), "we\u001b[2J\u202e\nb", "restore", "begin", "-");
        Assert.Equal(1, run.Status);
        Assert.DoesNotContain(run.Error.TrimEnd('\n'), static c => char.IsControl(c) || c == '\u202e');
    }

    [Fact]
    public void The_document_says_the_same()
    {
        Run run = Hook(Passthrough, "--json", "--evidence", Evidence("amd-nested-0"), "web", "restore", "begin", "-");
        Assert.Equal(1, run.Status);
        JsonNode document = JsonNode.Parse(run.Text)!;
        Assert.Equal("virt-nest/guard-hook-run/1", document["schema"]!.GetValue<string>());
        Assert.True(document["refused"]!.GetValue<bool>());
        Assert.Contains("nested is 0 in kvm_amd", document["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_shows_the_script_and_writes_nothing()
    {
        Run run = PublishedBinary.Start("guard", "hook", "install", "--dry-run", "--json", "--allow-host-passthrough");
        JsonNode document = JsonNode.Parse(run.Text)!;
        Assert.Equal("virt-nest/change/1", document["schema"]!.GetValue<string>());
        Assert.Equal("guard hook install", document["command"]!.GetValue<string>());
        Assert.Equal(run.Status == 0, document["plan"]!["refusals"]!.AsArray().Count == 0);
        Assert.Contains(document["outcome"]!.GetValue<string>(), (string[])["planned", "refused", "not-needed"]);
        if (document["outcome"]!.GetValue<string>() == "planned")
        {
            Assert.Contains("guard hook run --allow-host-passthrough",
                document["plan"]!["steps"]![0]!["after"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    private static string Evidence(string host) => Fixture.Evidence(host);

    /// <summary>Runs it as libvirt does, with the XML on standard input. An operation that it does not judge ends before it reads: the
    /// shell's word about the broken pipe is not the hook's.</summary>
    private static Run Hook(string xml, params string[] arguments) =>
        PublishedBinary.Shell("printf %s \"$XML\" 2>/dev/null | \"$BINARY\" guard hook run \"$@\"", new(OfLibvirt) { ["XML"] = xml },
            arguments);
}
