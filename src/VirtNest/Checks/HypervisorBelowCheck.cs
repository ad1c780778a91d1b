using System.Collections.Generic;
using VirtNest.Facts;
using VirtNest.Messages;
using VirtNest.Platforms;

namespace VirtNest.Checks;

/// <summary>VN1301 to VN1304: the hypervisor below passes the extension on, and is one under which KVM can run.</summary>
internal static class HypervisorBelowCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        HostLayer layer = facts.Layer;
        if (Confidential(facts) is { } technology)
        {
            yield return new(FindingCode.ConfidentialGuest, ChainLink.Hypervisor, facts.KvmAnswered ? Outcome.Unknown : Outcome.Fail, Severity.Fail, facts.KvmAnswered ? Questions.None : Questions.Both,
                m => m.ConfidentialGuest(technology.Value), [technology], new(null, m => m.ConfidentialGuestRemedy));
        }

        if (layer.Hypervisor == "xen" && layer.IsParavirtual && !facts.KvmAnswered)
        {
            yield return new(FindingCode.XenBelow, ChainLink.Hypervisor, Outcome.Fail, Severity.Fail, Questions.Both,
                m => layer.Kind == LayerKind.XenDom0 ? m.XenDom0 : m.XenParavirtual, layer.Witnesses, new(null, m => m.XenRemedy));
        }
        else
        {
            yield return Below(facts);
        }

        if (layer.Container is { } container)
        {
            yield return new(FindingCode.InContainer, null, Outcome.Fail, Severity.Note, Questions.None, m => m.InContainer(container), [layer.Witnesses[0]], new(null, m => m.InContainerRemedy));
        }
    }

    private static Finding Below(HostFacts facts)
    {
        HostLayer layer = facts.Layer;
        if (layer.Hypervisor is null)
        {
            return layer.KernelKind == LayerKind.BareMetal
                ? new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Pass, Severity.Fail, Questions.Both, m => m.NoHypervisorBelow, layer.Witnesses)
                : new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Unknown, Severity.Fail, Questions.None, m => m.LayerNotTold, layer.Witnesses);
        }

        Section? platform = PlatformTable.Find(layer.Platform);
        string Name(MessageCatalog messages) => platform?["name", messages.Language] ?? (layer.Hypervisor == "unknown" ? messages.HypervisorUnnamed : layer.Hypervisor);
        if (facts.KvmAnswered || Words.SeenExtension(facts) is not null || facts.OtherArchitecture.CanRunGuests == true)
        {
            return new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Pass, Severity.Fail, Questions.Both, m => m.HypervisorPassesOn(Name(m)), layer.Witnesses);
        }

        bool isTold = facts.Cpu.IsX86 ? facts.Cpu.HasFlagsLine || facts.Cpu.Raw.Count > 0 : facts.OtherArchitecture.CanRunGuests == false || IsWithoutEl2(facts);
        if (facts.MayRunWithoutExtension)
        {
            return new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Unknown, Severity.Fail, Questions.None, m => m.HypervisorNotTold(Name(m)), layer.Witnesses);
        }

        if (!isTold || layer.Kind == LayerKind.Lpar)
        {
            return new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Unknown, Severity.Fail, Questions.Both, m => m.HypervisorNotTold(Name(m)), layer.Witnesses, Switch(platform));
        }

        return new(FindingCode.HypervisorBelow, ChainLink.Hypervisor, Outcome.Fail, Severity.Fail, Words.NeedsExtension(facts), m => facts.Cpu.IsX86 ? m.HypervisorHides(Name(m)) : m.HypervisorForbidsKvm(Name(m)), layer.Witnesses, Switch(platform) ?? new(null, m => m.HypervisorHidesRemedy));
    }

    /// <summary>KVM of arm64 starts wherever EL2 is given (Linux v6.12 arch/arm64/kvm/arm.c, kvm_arm_init): in an instance where it is in the kernel and did not start, the hypervisor below keeps EL2.</summary>
    private static bool IsWithoutEl2(HostFacts facts) =>
        facts.Cpu.Arch == "aarch64" && facts.Layer.KernelKind == LayerKind.Vm && facts.Modules.IsPresent && facts.Modules.IsRegistered == false && facts.CommandLine.KvmArmMode != "none";

    /// <summary>What the platform table says, with its date and source.</summary>
    private static Remedy? Switch(Section? platform)
    {
        if (platform is null)
        {
            return null;
        }

        return new(null, m =>
        {
            string note = platform["note", m.Language] is { } text ? "\n" + text : "";
            return m.PlatformSwitch(
                platform["name", m.Language] ?? platform.Id, platform["can"] ?? "depends", platform["power-off"] ?? "unknown",
                (platform["switch", m.Language] ?? "") + note, platform["date"] ?? "", (platform["source"] ?? "").Split('\n')[0]);
        });
    }

    /// <summary>A guest whose memory the hypervisor may not read cannot nest: the technology, with the sign that shows it; null for any other machine.</summary>
    private static Witness? Confidential(HostFacts facts)
    {
        if (facts.Cpu.HasFlagsLine && facts.Cpu.Info.First!.HasFlag("tdx_guest"))
        {
            return new("/proc/cpuinfo", "Intel TDX");
        }

        if (facts.Cpu.Raw[0x21] is { Ebx: 0x65746E49, Edx: 0x5844546C, Ecx: 0x20202020 })
        {
            return new("cpuid", "Intel TDX");
        }

        if (facts.Evidence["stat:/dev/tdx_guest"].IsKnown)
        {
            return new("stat:/dev/tdx_guest", "Intel TDX");
        }

        return facts.Evidence["stat:/dev/sev-guest"].IsKnown && facts.Layer.KernelKind != LayerKind.BareMetal ? new("stat:/dev/sev-guest", "AMD SEV-SNP") : null;
    }
}
