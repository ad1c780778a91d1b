using System.Text.RegularExpressions;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed partial class AdvisoryTests
{
    [Theory]
    [InlineData("6.1.0-56-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.170-1 (2026-06-01)", null, "6.1.170", true)]
    [InlineData("6.12.117+deb12-cloud-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.12.117-1~bpo12+1 (2026-11-01)", null, "6.12.117", true)]
    [InlineData("5.15.0-91-generic", "#101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023", "Ubuntu 5.15.0-91.101-generic 5.15.131\n", "5.15.131",
        false)]
    [InlineData("6.8.0-134-generic", "#101-Ubuntu SMP", null, "6.8.0", false)]
    [InlineData("5.14.0-427.el9.x86_64", "#1 SMP PREEMPT_DYNAMIC", null, "5.14.0", false)]
    [InlineData("4.18.0-553.el8_10.x86_64", "#1 SMP", null, "4.18.0", false)]
    [InlineData("6.8.12-4-pve", "#1 SMP", null, "6.8.12", false)]
    [InlineData("5.14.21-150500.55.62-default", "#1 SMP", null, "5.14.21", false)]
    [InlineData("7.1.4-200.fc44.x86_64", "#1 SMP", null, "7.1.4", true)]
    [InlineData("6.12.4-arch1-1", "#1 SMP", null, "6.12.4", true)]
    [InlineData("6.1.0-13-amd64", "", null, "6.1.0", false)]
    [InlineData("6.1.5", "#1 SMP Debian me and my kernel", "rubbish", "6.1.5", true)]
    public void The_release_behind_a_kernel_is_read_where_its_distribution_writes_it(string release, string version, string? signature,
        string level, bool isUpstream)
    {
        KernelLevel kernel = KernelLevel.Detect(Evidence(release, version, signature), release)!;
        Assert.Equal((level, isUpstream), (kernel.Version.ToString(), kernel.IsUpstream));
    }

    [Theory]
    [InlineData("6.1.170", "CVE-2026-53359", AdvisoryState.Exposed, "6.1.177")]
    [InlineData("6.1.177", "CVE-2026-53359", AdvisoryState.Fixed, null)]
    [InlineData("6.1.177", "CVE-2026-64561", AdvisoryState.Exposed, "6.1.183")]
    [InlineData("6.1.192", "CVE-2026-64561", AdvisoryState.Fixed, null)]
    [InlineData("6.12.117", "CVE-2026-64561", AdvisoryState.Fixed, null)]
    [InlineData("6.5.3", "CVE-2026-53359", AdvisoryState.Exposed, "6.6.144")] // a series that got no fix
    [InlineData("7.0.9", "CVE-2026-46113", AdvisoryState.Fixed, null)]
    [InlineData("7.0.9", "CVE-2026-53359", AdvisoryState.Exposed, "7.1.3")]
    [InlineData("7.3.1", "CVE-2026-53359", AdvisoryState.Fixed, null)]
    [InlineData("5.4.300", "CVE-2026-64561", AdvisoryState.NotAffected, null)]
    [InlineData("5.4.300", "CVE-2026-53359", AdvisoryState.Exposed, "5.15.222")]
    public void A_release_of_kernel_org_is_judged_by_its_series(string release, string id, AdvisoryState state, string? fixedIn)
    {
        foreach (Extension extension in Enum.GetValues<Extension>())
        {
            Advisory advisory = Of(id, extension, release, "");
            Assert.Equal(state, advisory.State);
            Assert.Equal(fixedIn, state == AdvisoryState.Exposed ? advisory.FixedIn?.ToString() : null);
        }
    }

    [Theory]
    [InlineData("5.14.0-427.el9.x86_64", "CVE-2026-53359", AdvisoryState.Unknown)]
    // older than the weakness by number, and has it all the same
    [InlineData("4.18.0-553.el8_10.x86_64", "CVE-2026-64561", AdvisoryState.Unknown)]
    [InlineData("6.8.0-134-generic", "CVE-2026-53359", AdvisoryState.Unknown)]
    [InlineData("7.4.0-1-generic", "CVE-2026-53359", AdvisoryState.Fixed)] // newer than every fix
    public void A_distribution_that_mends_by_itself_is_never_said_to_be_exposed(string release, string id, AdvisoryState state) =>
        Assert.Equal(state, Of(id, Extension.Vmx, release, "").State);

    [Fact]
    public void A_weakness_of_one_extension_is_none_of_the_other()
    {
        Assert.Equal(AdvisoryState.Exposed, Of("CVE-2021-3653", Extension.Svm, "5.10.20", "").State);
        Assert.DoesNotContain(AdvisoryTable.For(Extension.Vmx, Kernel("5.10.20", "")), static a => a.Section.Id == "CVE-2021-3653");
    }

    [Fact]
    public void Each_section_of_the_table_is_whole()
    {
        foreach (Section section in EmbeddedTable.Load("advisories.txt"))
        {
            Assert.Matches(Cve(), section.Id);
            Assert.Contains(section["extension"], (string[])["vmx", "svm", "both"]);
            Assert.NotNull(KernelVersion.Parse(section["kernel-from"]));
            KernelVersion[] releases = [.. section["fixed"]!.Split(' ').Select(static r => KernelVersion.Parse(r)!.Value)];
            Assert.NotEmpty(releases);
            Assert.Equal(releases.Order(), releases);
            Assert.Equal(releases.Length, releases.Select(static r => (r.Major, r.Minor)).Distinct().Count());
            Assert.True(DateOnly.TryParseExact(section["date"], "yyyy-MM-dd", out _), section.Id);
            Assert.StartsWith("https://", section["source"], StringComparison.Ordinal);
            Assert.True(section["text", Language.English] is { Length: > 0 } && section["text", Language.Chinese] is { Length: > 0 },
                section.Id);
        }
    }

    [Theory]
    [InlineData("Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld "
        + "(GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-10-01)\n",
            "Linux version 6.1.0-56-cloud-amd64 Debian 6.1.192-2")]
    [InlineData("Linux version 6.18.44 (secret@builder) (gcc (Debian 12.2.0-14) 12.2.0) #1 SMP", "Linux version 6.18.44")]
    [InlineData("Linux version 5.15.0-91-generic (buildd@lcy02) (gcc) #101-Ubuntu SMP", "Linux version 5.15.0-91-generic")]
    [InlineData("Linux version 6.1.1 (x) #1 SMP Debian Alice's own\n", "Linux version 6.1.1")]
    [InlineData("Linux version 6.1.1 Debian 6.1.1-1", "Linux version 6.1.1 Debian 6.1.1-1")]
    [InlineData("rubbish", "")]
    public void Of_proc_version_the_release_and_the_package_are_kept_and_no_builder(string text, string kept) =>
        Assert.Equal(kept, Encoding.UTF8.GetString(SourceFilter.Apply(Keep.VersionNumber, Encoding.UTF8.GetBytes(text))));

    private static Advisory Of(string id, Extension extension, string release, string version) =>
        AdvisoryTable.For(extension, Kernel(release, version)).Single(a => a.Section.Id == id);

    private static KernelLevel Kernel(string release, string version) => KernelLevel.Detect(Evidence(release, version, null), release)!;

    private static HostEvidence Evidence(string release, string version, string? signature)
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["call:uname"] = Reading.Known($"release={release}\nmachine=x86_64\nversion={SourceFilter.PackageVersion(version)}\n");
        if (signature is not null)
        {
            evidence["/proc/version_signature"] = Reading.Known(signature);
        }

        return evidence;
    }

    [GeneratedRegex(@"^CVE-20\d\d-\d{4,}$")]
    private static partial Regex Cve();
}
