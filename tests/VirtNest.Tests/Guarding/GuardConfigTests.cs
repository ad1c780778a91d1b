using System.IO;
using VirtNest.Guarding;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Guarding;

/// <summary>/etc/virt-nest/guard.conf.</summary>
public sealed class GuardConfigTests
{
    [Fact]
    public void Every_key_is_read_and_of_the_sections_the_first_that_fits_counts()
    {
        GuardConfig config = GuardConfig.Parse(
            "# a comment\n\npolicy = block\ngrace=2.5\n interval = 0.1 \non-failure = closed\nconnect = qemu:///session\n[ci-*]\npolicy = "
                + "off\n[*]\npolicy = warn\n", out GuardConfigFault? fault)!;
        Assert.Null(fault);
        Assert.Equal((GuardPolicy.Block, 2.5, 0.1, true, "qemu:///session"),
            (config.Policy, config.Grace.TotalSeconds, config.Interval.TotalSeconds, config.FailsClosed, config.Uri));
        Assert.Equal(GuardPolicy.Off, config.For("ci-7"));
        Assert.Equal(GuardPolicy.Warn, config.For("web"));
    }

    [Fact]
    public void The_file_that_is_shipped_says_the_built_in_values()
    {
        string text = File.ReadAllText(RepositoryFolder.Of("packaging", "guard.conf"));
        GuardConfig shipped = GuardConfig.Parse(text, out _)!;
        GuardConfig built = new();
        Assert.Equal((built.Policy, built.Grace, built.Interval, built.FailsClosed, built.Uri),
            (shipped.Policy, shipped.Grace, shipped.Interval, shipped.FailsClosed, shipped.Uri));

        // Also once its examples are no comments any more.
        string uncommented = string.Join('\n',
            text.Split('\n')
            .Select(static l =>
                l.StartsWith('#') && (l.Contains('=', StringComparison.Ordinal) || l.StartsWith("#[", StringComparison.Ordinal)) ? l[1..]
                    : l));
        Assert.NotEmpty(GuardConfig.Parse(uncommented, out GuardConfigFault? fault)?.Named ?? []);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("policy block", 1, GuardConfigProblem.NotALine)]
    [InlineData("\n[web", 2, GuardConfigProblem.NotALine)]
    [InlineData("[]", 1, GuardConfigProblem.NotALine)]
    [InlineData("= block", 1, GuardConfigProblem.NotALine)]
    [InlineData("polcy = block", 1, GuardConfigProblem.Key)]
    [InlineData("[web]\ngrace = 3", 2, GuardConfigProblem.Key)]
    [InlineData("policy = Block", 1, GuardConfigProblem.Value)]
    [InlineData("[web]\npolicy = always", 2, GuardConfigProblem.Value)]
    [InlineData("grace = 0", 1, GuardConfigProblem.Value)]
    [InlineData("grace = 1e3", 1, GuardConfigProblem.Value)]
    [InlineData("grace = -3", 1, GuardConfigProblem.Value)]
    [InlineData("interval = 4000", 1, GuardConfigProblem.Value)]
    [InlineData("on-failure = maybe", 1, GuardConfigProblem.Value)]
    [InlineData("connect =", 1, GuardConfigProblem.Value)]
    [InlineData("grace = 3\ngrace = 4", 2, GuardConfigProblem.Twice)]
    [InlineData("[web]\npolicy = off\n[web]\npolicy = warn", 4, GuardConfigProblem.Twice)]
    public void A_fault_is_named_with_its_line_in_both_languages(string text, int line, GuardConfigProblem problem)
    {
        Assert.Null(GuardConfig.Parse(text, out GuardConfigFault? fault));
        Assert.Equal((line, problem), (fault!.Line, fault.Problem));
        foreach (Language language in (Language[])[Language.English, Language.Chinese])
        {
            Assert.Contains(line.ToString(CultureInfo.InvariantCulture), GuardText.Fault(fault, language), StringComparison.Ordinal);
        }
    }
}
