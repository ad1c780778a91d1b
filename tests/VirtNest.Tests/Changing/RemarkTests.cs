using System.IO;
using System.Text.RegularExpressions;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using VirtNest.Tests.Hosts;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>Each code of a remark is documented as what plans make of it: a refusal or a notice.</summary>
public sealed partial class RemarkTests
{
    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    [Fact]
    public void Each_code_is_documented_as_one_of_the_two() => Assert.Equal(Enum.GetValues<RemarkCode>(), Documented().Keys.Order());

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Plans_for_a_host_use_each_code_as_documented(string name)
    {
        HostFacts facts = HostFixture.Read(name).Verdict.Facts;
        foreach (bool isOn in (bool[])[true, false])
        {
            AsDocumented(Planner.Plan(facts, new KvmUse([], [], 0, false, null), new ChangeGoal(isOn, ChangeReach.Both, false)));
        }
    }

    [Theory]
    [InlineData("/usr/sbin/update-grub")]
    [InlineData("/nonexistent")]
    public void A_command_line_that_decides_is_a_notice_whoever_changes_it(string program)
    {
        ModprobeTree tree = new ModprobeTree().WithCommandLine("quiet kvm_amd.nested=0\n");
        tree.Evidence["stat:" + program] = Reading.Known("type=file mode=0755");
        tree.Evidence["/etc/default/grub"] = Reading.Known("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet kvm_amd.nested=0\"\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        Assert.Equal(program == "/nonexistent", plan.Refusals.Any(static r => r.Code == RemarkCode.ByHand));
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.CommandLineDecides);
        AsDocumented(plan);
    }

    private static void AsDocumented(ChangePlan plan)
    {
        Dictionary<RemarkCode, bool> isRefusal = Documented();
        Assert.All(plan.Refusals, r => Assert.True(isRefusal[r.Code], $"{r.Code} refuses"));
        Assert.All(plan.Notices, n => Assert.False(isRefusal[n.Code], $"{n.Code} is a notice"));
    }

    private static Dictionary<RemarkCode, bool> Documented() =>
        Summary().Matches(File.ReadAllText(RepositoryFolder.Of("src", "VirtNest", "Changing", "Remark.cs")))
        .ToDictionary(static m => Enum.Parse<RemarkCode>(m.Groups[2].Value), static m => m.Groups[1].Value == "Refusal");

    [GeneratedRegex(@"/// <summary>(Refusal|Notice)\b[^<]*</summary>\n    (\w+),")]
    private static partial Regex Summary();
}
