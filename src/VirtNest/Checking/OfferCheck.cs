using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1701, VN1702: KVM offers the extension to guests. KVM_GET_SUPPORTED_CPUID is what nested on or off comes to; the parameter
/// is only how it is set.</summary>
internal static class OfferCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        if (!facts.Cpu.IsX86)
        {
            yield break;
        }

        const string source = VendorModule.SupportedCpuid;
        if (facts.Kvm.OffersExtension is not { } offers)
        {
            if (facts.Nested.IsEnabled is null && (facts.IsLive || facts.Modules.IsOtherVendor))
            {
                yield return Finding.Unknown(FindingCode.OfferedToGuests,
                    new("what KVM offers to instances could not be asked", "无法询问 KVM 向实例提供什么"), [new(source, "-")]);
            }

            yield break;
        }

        Witness witness = new(source,
            $"00000001.ecx.5={(facts.Kvm.Supported.HasVmx == true ? 1 : 0)} 80000001.ecx.2={(facts.Kvm.Supported.HasSvm == true ? 1 : 0)}");
        string name = facts.Kvm.Supported.HasSvm == true ? "SVM" : "VMX";
        yield return offers
            ? Finding.Pass(FindingCode.OfferedToGuests, new($"KVM offers {name} to instances", $"KVM 向实例提供 {name}"), [witness])
            : Finding.Fail(FindingCode.OfferedToGuests,
                facts.Modules.IsOtherVendor ? NotOfferedByOtherVendor(facts.Modules.Vendor!)
                : new("KVM does not offer VMX or SVM to instances", "KVM 不向实例提供 VMX 或 SVM"), [witness],
                facts.Nested.IsEnabled == true ? null : facts.Modules is { IsOtherVendor: false, Vendor: { } vendor }
                && EnableRemedy.IsThere(facts) ? NestedParameterCheck.OffRemedy(facts, vendor)
                : facts.Modules is { IsOtherVendor: true, Vendor: { } other } ? new(null, NotOfferedByOtherVendorRemedy(other)) : null);

        bool byParameter = facts.Nested.IsEnabled is { } enabled && enabled != offers && !facts.Modules.IsOtherVendor;
        bool byMsrs = facts.Modules.Row?.Extension == Extension.Vmx && facts.Kvm.ListsVmxMsrs is { } lists && lists != offers;
        if (byParameter || byMsrs)
        {
            yield return Finding.Fail(FindingCode.WitnessesDisagree, WitnessesDisagree,
                [new(facts.ParameterPath("nested") ?? "nested", facts.Nested.Text ?? "-"), witness,
                    new("ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST", facts.Kvm.ListsVmxMsrs switch { true => "480", false => "no 480",
                            null => "-" })]);
        }
    }

    private static Sentence NotOfferedByOtherVendor(string module) =>
        new($"{module} does not offer VMX or SVM to instances", $"{module} 不向实例提供 VMX 或 SVM");
    private static Sentence NotOfferedByOtherVendorRemedy(string module) => new(
        $"Instances of {module} cannot run KVM with VMX or SVM. Use a host with "
            + $"{VendorModule.Intel.Name} or {VendorModule.Amd.Name} for instances that shall nest.",
        $"{module} 的实例无法用 VMX 或 SVM 运行 KVM。"
            + $"需要嵌套的实例请放到使用 {VendorModule.Intel.Name} 或 {VendorModule.Amd.Name} 的宿主机上。");
    private static Sentence WitnessesDisagree =>
        new("the parameter nested and KVM's own answers contradict each other", "nested 参数与 KVM 自身的应答相互矛盾");
}
