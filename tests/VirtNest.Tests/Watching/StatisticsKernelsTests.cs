using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>On which kernels descriptors of other processes are read: only where it is known that they keep their VM.</summary>
public sealed class StatisticsKernelsTests
{
    [Theory]
    [InlineData("6.5.0", true)]
    [InlineData("6.4.8", true)]
    [InlineData("6.4.7", false)]
    [InlineData("6.3.13", false)]
    [InlineData("6.2.16-20-pve", false)]
    [InlineData("6.1.43", true)]
    [InlineData("6.1.42", false)]
    [InlineData("6.1.0-13-amd64", false)] // any release of 6.1
    [InlineData("5.15.124", true)]
    [InlineData("5.15.0-91-generic", false)]
    [InlineData("5.14.0-503.el9.x86_64", false)]
    [InlineData("5.10.200", false)]
    [InlineData("6.8.12-4-pve", true)]
    [InlineData("7.1.7-200.fc44.x86_64", true)]
    [InlineData("", false)]
    public void The_release_has_to_say_so(string release, bool isSafe) =>
        Assert.Equal(isSafe, StatisticsKernels.AreSafe(Level(release, "", null)));

    [Fact]
    public void A_distribution_says_it_where_its_release_does_not()
    {
        Assert.True(StatisticsKernels.AreSafe(Level("6.1.0-56-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)", null)));
        Assert.False(StatisticsKernels.AreSafe(Level("6.1.0-10-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.38-1 (2023-07-14)", null)));
        Assert.True(StatisticsKernels.AreSafe(Level("5.15.0-91-generic", "#101-Ubuntu SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131\n")));
        Assert.False(StatisticsKernels.AreSafe(Level("5.15.0-84-generic", "#93-Ubuntu SMP", "Ubuntu 5.15.0-84.93-generic 5.15.116\n")));
        Assert.False(StatisticsKernels.AreSafe(null));
    }

    private static KernelLevel? Level(string release, string build, string? signature)
    {
        HostEvidence evidence = new(EvidenceOrigin.Dump);
        evidence["call:uname"] = Reading.Known(build);
        if (signature is not null)
        {
            evidence["/proc/version_signature"] = Reading.Known(signature);
        }

        return KernelLevel.Detect(evidence, release);
    }
}
