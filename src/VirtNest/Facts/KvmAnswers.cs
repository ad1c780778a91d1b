using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>What /dev/kvm answered when it was opened.</summary>
/// <param name="Open">The reading of open(2): known, or why not; not read where the driver behind it is not registered.</param>
/// <param name="ApiVersion">KVM_GET_API_VERSION: 12 on every kernel that has it stable; null where it was not asked.</param>
/// <param name="Supported">KVM_GET_SUPPORTED_CPUID; without leaves where it was not asked.</param>
/// <param name="FeatureMsrs">The indexes of KVM_GET_MSR_FEATURE_INDEX_LIST, or null.</param>
/// <param name="FeatureMsrValues">The values of the VMX capability MSRs, by index.</param>
/// <param name="CreateVm">The reading of KVM_CREATE_VM; not read where no VM was needed.</param>
public sealed record KvmAnswers(
    Reading Open, int? ApiVersion, CpuidLeaves Supported, IReadOnlySet<uint>? FeatureMsrs,
        IReadOnlyDictionary<uint, ulong> FeatureMsrValues, Reading CreateVm)
{
    /// <summary>IA32_VMX_BASIC: in the feature list only where KVM offers VMX to guests.</summary>
    private const uint VmxBasic = 0x480;

    /// <summary>True where KVM offers VMX or SVM to guests, by KVM_GET_SUPPORTED_CPUID; null where it was not asked or the table is
    /// empty.</summary>
    public bool? OffersExtension => Supported.Count == 0 ? null : Supported.HasVmx == true || Supported.HasSvm == true;

    /// <summary>The second witness on Intel: the VMX capability MSRs are in the feature list exactly where nested is on; null where it was
    /// not asked.</summary>
    public bool? ListsVmxMsrs => FeatureMsrs is null ? null : FeatureMsrs.Contains(VmxBasic);

    /// <summary>Reads the answers.</summary>
    /// <param name="evidence">The document.</param>
    public static KvmAnswers Parse(HostEvidence evidence)
    {
        HashSet<uint>? indexes = evidence["ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST"].IsKnown ? [] : null;
        foreach (string line in evidence["ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST"].Text.Split('\n'))
        {
            if (uint.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint index))
            {
                indexes?.Add(index);
            }
        }

        Dictionary<uint, ulong> values = [];
        foreach (string line in evidence["ioctl:KVM_GET_MSRS"].Text.Split('\n'))
        {
            if (line.Split(' ') is [var index, var value]
                && uint.TryParse(index, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint msr)
                && ulong.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
            {
                values[msr] = bits;
            }
        }

        return new(
            evidence["open:/dev/kvm"],
            Number(evidence["ioctl:KVM_GET_API_VERSION"]),
            CpuidLeaves.Parse(evidence["ioctl:KVM_GET_SUPPORTED_CPUID"].Text),
            indexes,
            values,
            evidence["ioctl:KVM_CREATE_VM"]);
    }

    private static int? Number(Reading reading) =>
        int.TryParse(reading.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
}
