using System.IO;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>Wrong usage: exit status 2, a sentence on standard error, nothing on standard output.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("--surplus")]
    [InlineData("chekc")]
    [InlineData("check --rooot /")]
    [InlineData("check --root")]
    [InlineData("check --root=")]
    [InlineData("check --role nobody")]
    [InlineData("check --role host --role host")]
    [InlineData("check --json=yes")]
    [InlineData("check surplus")]
    [InlineData("check -x")]
    [InlineData("check --color sometimes")]
    [InlineData("check --lang fr")]
    [InlineData("check --root / --evidence x")]
    [InlineData("check --evidence x --save-evidence y")]
    [InlineData("check --root / --deep")]
    [InlineData("check --root /nowhere/at/all")]
    [InlineData("check --root /etc/passwd")]
    [InlineData("check --evidence /nowhere/at/all")]
    [InlineData("check --evidence /etc")]
    [InlineData("check --evidence /dev/zero")]
    [InlineData("check --no-vm --save-evidence /nowhere/at/all")]
    [InlineData("explain VN9999")]
    [InlineData("explain VN1001 VN1002")]
    [InlineData("instance")]
    [InlineData("instance enabel")]
    [InlineData("instance enable")]
    [InlineData("instance enable NAME --xml x")]
    [InlineData("instance enable --xml /nowhere/at/all")]
    [InlineData("instance enable --xml /etc/passwd")]
    [InlineData("instance enable --xml /etc")]
    [InlineData("instance enable --xml x --mode custom")]
    [InlineData("instance enable --xml x --extension ept")]
    [InlineData("instance enable --xml x --former y")]
    [InlineData("instance disable --xml x --mode keep")]
    [InlineData("instance disable --xml -")]
    [InlineData("guard")]
    [InlineData("guard hook")]
    [InlineData("undo x")]
    [InlineData("undo 99999999")]
    [InlineData("undo 1 2")]
    [InlineData("undo 1 --cut-off")]
    [InlineData("instance plan")]
    [InlineData("instance plan enable")]
    [InlineData("apply -")]
    [InlineData("guard hook instal")]
    [InlineData("guard hook install surplus")]
    [InlineData("guard hook run")]
    [InlineData("guard hook run web restore begin")]
    [InlineData("guard hook run web restore begin - surplus")]
    [InlineData("guard hook run --dry-run web restore begin -")]
    [InlineData("undo --cut-off --at-idle")]
    [InlineData("undo --cut-off=yes")]
    [InlineData("enable --cut-off")]
    [InlineData("apply --cut-off x")]
    [InlineData("instance enable web --all")]
    [InlineData("instance enable --all --match x")]
    [InlineData("instance enable --file /nowhere/at/all")]
    [InlineData("instance enable --file /etc")]
    [InlineData("instance enable --file /bin/true")]
    [InlineData("instance enable --file -")]
    [InlineData("prove --exits many")]
    [InlineData("prove --exits 0")]
    [InlineData("completion")]
    [InlineData("enable --timeout 5")]
    [InlineData("undo --timeout 5")]
    [InlineData("apply x --timeout 5")]
    [InlineData("instance enable --xml x --now")]
    [InlineData("instance disable --xml x --all")]
    [InlineData("instance enable x --force-off")]
    [InlineData("instance disable x --former y")]
    [InlineData("prove --role instance --l2-loop 1")]
    [InlineData("completion tcsh")]
    [InlineData("completion bash --json")]
    public void Wrong_usage_is_2_with_a_sentence_on_standard_error(string typed)
    {
        Run run = PublishedBinary.Start(typed.Split(' '));
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_command_is_2()
    {
        Assert.Equal(2, PublishedBinary.Start().Status);
    }

    [Fact]
    public void A_misspelt_option_is_told_the_right_one()
    {
        Assert.Contains("--root", PublishedBinary.Start("check", "--rot", "/").Error, StringComparison.Ordinal);
        Assert.Contains("check", PublishedBinary.Start("chek").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("junk")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"schema\":\"virt-nest/evidence/9\"}")]
    [InlineData("{\"schema\":\"virt-nest/evidence/1\",\"origin\":\"live\"}")]
    [InlineData("{\"schema\":\"virt-nest/evidence/1\",\"origin\":\"live\",\"readings\":{\"/x\":1}}")]
    [InlineData("{\"schema\":\"virt-nest/evidence/1\",\"origin\":\"live\",\"readings\":{\"/x\":{\"state\":\"known\",\"base64\":\"!\"}}}")]
    [InlineData("{\"schema\":\"\\ud800\",\"origin\":\"live\",\"readings\":{}}")]
    [InlineData("{\"schema\":\"virt-nest/evidence/1\",\"origin\":\"live\",\"readings\":{\"\\udc00\":{\"state\":\"absent\"}}}")]
    public void A_file_that_is_no_evidence_is_2(string content)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("evidence.json"), content);
        Run run = PublishedBinary.Start("check", "--evidence", folder.Of("evidence.json"));
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_that_nests_too_deeply_is_2()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("evidence.json"), new string('[', 1_000_000));
        Assert.Equal(2, PublishedBinary.Start("check", "--evidence", folder.Of("evidence.json")).Status);
    }

    [Fact]
    public void Evidence_larger_than_64_MiB_is_2()
    {
        using TemporaryFolder folder = new();
        using (FileStream file = File.Create(folder.Of("evidence.json")))
        {
            file.SetLength((64L << 20) + 1);
        }

        Run run = PublishedBinary.Start("check", "--evidence", folder.Of("evidence.json"));
        Assert.Equal(2, run.Status);
        Assert.Contains("64", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_not_printed_raw()
    {
        Run run = PublishedBinary.Start("check", "--evidence", "/no\u001b[2J\u0007\u202e\n/where");
        Assert.Equal(2, run.Status);
        Assert.DoesNotContain(run.Error.TrimEnd('\n'), static c => char.IsControl(c) || c == '\u202e');
    }

    [Fact]
    public void A_plan_file_names_no_connection_that_is_opened_and_so_starts_no_program()
    {
        using TemporaryFolder folder = new();
        string mark = folder.Of("started"), program = folder.Of("program"), plan = folder.Of("plan.json");
        File.WriteAllText(program, $"#!/bin/sh\ntouch '{mark}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        const string id = "0d6cc10d-9c2b-4f36-8a44-3a7f7b6f5a01";
        File.WriteAllText(plan, $$$"""
            {"schema":"virt-nest/plan/1","version":"x","subject":"{{{id}}}","goal":{"action":"enable","mode":null,"extension":null,
            "drops_conflicts":false,"even_if_managed":false,"now":false,"timeout_s":1,"force_off":false},"module":null,"nested_now":null,
            "steps":[{"kind":"definition","connection":"qemu+ext:///system?command={{{program}}}","uuid":"{{{id}}}","instance":"web",
            "before":{"text":"<domain/>"},"after":{"text":"<domain/>"}}],"refusals":[],"notices":[]}
            """);
        Run run = PublishedBinary.Start("apply", plan, "--yes", "--connect", "test:///default");
        Assert.Equal(1, run.Status);
        Assert.DoesNotContain("is not a plan", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }
}
