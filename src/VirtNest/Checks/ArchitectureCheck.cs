using System.Collections.Generic;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1906 and the nested link where it is not a parameter of a vendor module: arm64, riscv, loongarch, mips.</summary>
internal static class ArchitectureCheck
{
    /// <summary>The last release of Linux whose KVM was looked at: none of these architectures nests in it.</summary>
    private static readonly KernelVersion Newest = new(7, 1, 0);

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        string arch = facts.Cpu.Arch;
        if (arch == "unknown")
        {
            yield return new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Unknown, Severity.Fail, Questions.GuestsCanNest, m => m.ArchitectureNotTold, [new("/proc/cpuinfo", "-")]);
            yield break;
        }

        yield return new(FindingCode.ArchitectureStatus, null, Outcome.Unknown, Severity.Note, Questions.None, m => m.ArchitectureStatus(arch), [new("/proc/cpuinfo", arch)]);
        if (arch == "aarch64")
        {
            yield return Arm64(facts);
        }
        else if (arch is not ("s390x" or "ppc64"))
        {
            // No kernel up to Newest gives these architectures' extension to guests.
            bool isOld = facts.Version is { } version && version.CompareTo(Newest) <= 0;
            yield return new(FindingCode.NestedParameter, ChainLink.Nested, isOld ? Outcome.Fail : Outcome.Unknown, Severity.Fail, Questions.GuestsCanNest, m => m.NoNestingOnArchitecture(arch, isOld), [new("uname", facts.Release ?? "-")]);
        }
    }

    /// <summary>Linux 6.16 and later, FEAT_NV2 and kvm-arm.mode=nested; KVM_CAP_ARM_EL2 is the kernel's own answer.</summary>
    private static Finding Arm64(HostFacts facts)
    {
        if (facts.GivesEl2 is { } isGiven)
        {
            Witness witness = new(HostFacts.El2Source, facts.Evidence[HostFacts.El2Source].Value!);
            return isGiven
                ? new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Pass, Severity.Fail, Questions.GuestsCanNest, m => m.Arm64On, [witness])
                : new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Fail, Severity.Fail, Questions.GuestsCanNest, m => m.Arm64Off, [witness, new("/proc/cmdline", "kvm-arm.mode=" + (facts.CommandLine.KvmArmMode ?? "-"))],
                    facts.CommandLine.KvmArmMode != "nested" && facts.Version is { } version && version.IsAtLeast(6, 16) && OtherArchitecture.BeforeNv2(facts.Cpu) is null
                        ? EnableRemedy.Of(facts, m => m.Arm64Remedy) : new(null, m => m.Arm64CannotRemedy));
        }

        return new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Unknown, Severity.Fail, Questions.GuestsCanNest, m => m.Arm64NotTold, [new("/proc/cmdline", "kvm-arm.mode=" + (facts.CommandLine.KvmArmMode ?? "-"))]);
    }
}
