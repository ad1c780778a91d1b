using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Tables;

/// <summary>Tables/platforms.txt in the words of one processor.</summary>
public sealed class PlatformRowTests
{
    [Theory]
    [InlineData(Extension.Vmx, "options kvm_intel nested=1", "kvm_amd")]
    [InlineData(Extension.Svm, "options kvm_amd nested=1", "kvm_intel")]
    public void The_module_is_that_of_the_maker(Extension extension, string told, string notTold)
    {
        string steps = PlatformRow.Find("kvm-unknown", null, extension)!.Steps(null, out bool canPassOn).English;
        Assert.True(canPassOn);
        Assert.Contains(told, steps, StringComparison.Ordinal);
        Assert.DoesNotContain(notTold, steps, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_maker_is_unknown_the_words_of_both_are_there_and_the_commands_stay_commands()
    {
        string steps = PlatformRow.Find("kvm-unknown", null, null)!.Steps(null, out _).English;
        Assert.Contains("modprobe -r kvm_intel && modprobe kvm_intel\n", steps, StringComparison.Ordinal);
        Assert.EndsWith("On AMD: kvm_amd in place of kvm_intel, svm in place of vmx.", steps, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("google-cloud", Extension.Vmx, "depends")]
    [InlineData("google-cloud", Extension.Svm, "no")]
    public void A_key_of_one_maker_comes_before_the_key(string id, Extension extension, string can) =>
        Assert.Equal(can, PlatformRow.Find(id, null, extension)!.Can);

    [Fact]
    public void A_product_without_a_section_for_an_architecture_has_the_general_words_under_its_own_name()
    {
        PlatformRow row = PlatformRow.Find("proxmox", "aarch64", null)!;
        Assert.Equal("Proxmox VE", row.Name.English);
        Assert.Contains("virtualization=on", row.Steps(null, out _).English, StringComparison.Ordinal);
        Assert.Null(PlatformRow.Find("proxmox", "riscv64", null));
    }

    [Theory]
    [InlineData("GenuineIntel", 6, 23, true)] // Penryn
    [InlineData("GenuineIntel", 6, 26, false)] // Nehalem
    [InlineData("GenuineIntel", 6, 28, true)] // an Atom between the two
    [InlineData("GenuineIntel", 15, 6, true)] // Pentium D
    [InlineData("GenuineIntel", 6, 143, false)]
    [InlineData("AuthenticAMD", 15, 107, true)] // K8
    [InlineData("AuthenticAMD", 16, 2, false)] // Barcelona
    [InlineData("HygonGenuine", 24, 1, false)]
    public void A_processor_from_before_EPT_and_RVI_is_known_by_its_model(string vendor, int family, int model, bool isLacking)
    {
        HostEvidence evidence = new(EvidenceOrigin.Live)
        {
            ["/proc/cpuinfo"] = Reading.Known(
                $"processor\t: 0\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel\t\t: {model}\nflags\t\t: lm\n"),
        };
        CpuFacts cpu = HostFacts.Parse(evidence).Cpu;
        Assert.Equal(isLacking, SecondLevelPaging.IsLacking(cpu));
        PlatformRow.Find("vmware-esxi", cpu)!.Steps(cpu, out bool canPassOn);
        Assert.Equal(!isLacking, canPassOn);
    }
}
