using System.Collections.Generic;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1701, VN1702: KVM offers the extension to guests. KVM_GET_SUPPORTED_CPUID is what nested on or off comes to; the parameter is only how it is set.</summary>
internal static class OfferCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        if (!facts.Cpu.IsX86)
        {
            yield break;
        }

        const string source = "ioctl:KVM_GET_SUPPORTED_CPUID";
        if (facts.Kvm.OffersExtension is not { } offers)
        {
            if (facts.Nested.IsEnabled is null && (facts.IsLive || facts.Modules.IsOtherVendor))
            {
                yield return new(FindingCode.OfferedToGuests, ChainLink.Offer, Outcome.Unknown, Severity.Fail, Questions.GuestsCanNest, m => m.OfferNotAsked, [new(source, "-")]);
            }

            yield break;
        }

        Witness witness = new(source, $"00000001.ecx.5={(facts.Kvm.Supported.HasVmx == true ? 1 : 0)} 80000001.ecx.2={(facts.Kvm.Supported.HasSvm == true ? 1 : 0)}");
        string name = facts.Kvm.Supported.HasSvm == true ? "SVM" : "VMX";
        yield return offers
            ? new(FindingCode.OfferedToGuests, ChainLink.Offer, Outcome.Pass, Severity.Fail, Questions.GuestsCanNest, m => m.Offered(name), [witness])
            : new(FindingCode.OfferedToGuests, ChainLink.Offer, Outcome.Fail, Severity.Fail, Questions.GuestsCanNest,
                m => facts.Modules.IsOtherVendor ? m.NotOfferedByOtherVendor(facts.Modules.Vendor!) : m.NotOffered, [witness],
                facts.Nested.IsEnabled == true ? null
                    : facts.Modules is { IsOtherVendor: false, Vendor: { } vendor } && EnableRemedy.IsThere(facts) ? NestedParameterCheck.OffRemedy(facts, vendor)
                    : facts.Modules is { IsOtherVendor: true, Vendor: { } other } ? new(null, m => m.NotOfferedByOtherVendorRemedy(other)) : null);

        bool byParameter = facts.Nested.IsEnabled is { } enabled && enabled != offers && !facts.Modules.IsOtherVendor;
        bool byMsrs = facts.Modules.Vendor == "kvm_intel" && facts.Kvm.ListsVmxMsrs is { } lists && lists != offers;
        if (byParameter || byMsrs)
        {
            yield return new(FindingCode.WitnessesDisagree, ChainLink.Offer, Outcome.Fail, Severity.Warn, Questions.None, m => m.WitnessesDisagree,
                [new(facts.ParameterPath("nested") ?? "nested", facts.Nested.Text ?? "-"), witness, new("ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST", facts.Kvm.ListsVmxMsrs switch { true => "480", false => "no 480", null => "-" })]);
        }
    }
}
