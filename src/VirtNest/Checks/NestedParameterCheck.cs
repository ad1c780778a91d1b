using System.Collections.Generic;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1001, VN1005, VN1008, VN1906: the parameter nested as the running kernel has it, and nested paging.</summary>
internal static class NestedParameterCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        if (facts.Cpu.Arch is not ("x86_64" or "i686"))
        {
            foreach (Finding finding in ArchitectureCheck.Run(facts))
            {
                yield return finding;
            }

            if (facts.Cpu.Arch is not ("s390x" or "ppc64"))
            {
                yield break;
            }
        }

        if (facts.Modules.Vendor is not { } vendor || facts.Modules.IsOtherVendor)
        {
            yield break;
        }

        if (facts.Cpu.Arch == "ppc64" && Power(facts) is { } power)
        {
            yield return power;
            yield break;
        }

        NestedReading reading = facts.Nested;
        string path = facts.ParameterPath("nested")!;
        Witness witness = new(path, reading.Text ?? "-");

        // What KVM itself answers tells more than a parameter that cannot be understood.
        Questions open = facts.Kvm.OffersExtension is null ? Questions.GuestsCanNest : Questions.None;
        yield return reading.IsEnabled switch
        {
            true when vendor == "kvm_hv" => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Unknown, Severity.Fail, Questions.GuestsCanNest, m => m.PowerNotTold, [witness]),
            true => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Pass, Severity.Fail, Questions.GuestsCanNest, m => m.NestedOn(vendor), [witness]),
            false => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Fail, Severity.Fail, Questions.GuestsCanNest, m => m.NestedOff(vendor), [witness], OffRemedy(facts, vendor)),
            null when reading.Text is not null => new(FindingCode.NestedOddValue, ChainLink.Nested, Outcome.Unknown, Severity.Fail, open, m => m.NestedOdd(vendor, reading.Text), [witness]),
            null => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Unknown, Severity.Fail, open, m => m.NestedNotRead(vendor), [witness]),
        };
        if (reading.IsEnabled == true && reading.Text is not ("1" or "Y" or "y"))
        {
            yield return new(FindingCode.NestedOddValue, ChainLink.Nested, Outcome.Fail, Severity.Note, Questions.None, m => m.NestedOddButOn(reading.Text ?? ""), [witness]);
        }

        string paging = vendor == "kvm_amd" ? "npt" : "ept";
        if (vendor is "kvm_intel" or "kvm_amd" && facts.Parameter(paging) is { } value && (value is "N" or "n" or "0"))
        {
            yield return new(FindingCode.NestedPagingOff, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None, m => m.NestedPagingOff(paging), [new(facts.ParameterPath(paging)!, value)], new(null, m => m.NestedPagingOffRemedy(vendor, paging)));
        }
    }

    /// <summary>What switches nested on: a load alone where the configuration says so already.</summary>
    internal static Remedy OffRemedy(HostFacts facts, string vendor) => NextLoadCheck.WillBootOn(facts) ? new(null, static m => m.NestedRebootRemedy) : EnableRemedy.Of(
        facts, m => NextLoadCheck.WillBeOn(facts) ? m.NestedReloadRemedy(vendor) : facts.Modules.State == ModuleState.Builtin ? m.NestedOffAtBootRemedy(vendor) : m.NestedOffRemedy(vendor));

    /// <summary>kvm_hv's nested is on by default even where the processor cannot nest (before POWER9): KVM_CAP_PPC_NESTED_HV is the kernel's own answer.</summary>
    private static Finding? Power(HostFacts facts)
    {
        const string source = "ioctl:KVM_CHECK_EXTENSION KVM_CAP_PPC_NESTED_HV";
        return facts.Evidence[source].Value switch
        {
            null => null,
            "0" => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Fail, Severity.Fail, Questions.GuestsCanNest, m => m.PowerOff, [new(source, "0"), new(facts.ParameterPath("nested")!, facts.Nested.Text ?? "-")], facts.Nested.IsEnabled == true ? new(null, m => m.PowerCannotRemedy) : OffRemedy(facts, "kvm_hv")),
            { } answer => new(FindingCode.NestedParameter, ChainLink.Nested, Outcome.Pass, Severity.Fail, Questions.GuestsCanNest, m => m.NestedOn("kvm_hv"), [new(source, answer)]),
        };
    }
}
