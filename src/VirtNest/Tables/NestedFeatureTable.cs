using VirtNest.Facts;

namespace VirtNest.Tables;

/// <summary>The features of SVM and VMX that KVM offers to instances, by their names in nested-features.txt.</summary>
public static class NestedFeatureTable
{
    /// <summary>What one KVM offers and another does not, in the order of the table; empty where the other offers as much. Null where that
    /// cannot be told: one of them was not asked, offers no extension, the two offer different ones, or the other did not tell of all that
    /// the first has.</summary>
    /// <param name="source">Where the instance is.</param>
    /// <param name="target">Where it shall go.</param>
    public static IReadOnlyList<string>? Missing(KvmAnswers source, KvmAnswers target)
    {
        if (ExtensionOf(source) is not { } extension || ExtensionOf(target) != extension)
        {
            return null;
        }

        List<string> missing = [];
        bool isWhole = true;
        foreach (Section section in EmbeddedTable.Load("nested-features.txt"))
        {
            string[] place = section.Id.Split(' ');
            bool isOfExtension = (place[0] == "cpuid") == (extension == Extension.Svm);
            if (!isOfExtension || Word(source, place) is not { } here)
            {
                continue;
            }

            if (Word(target, place) is not { } there)
            {
                isWhole = false;
                continue;
            }

            for (ulong bits = here & ~there; bits != 0; bits &= bits - 1)
            {
                string bit = System.Numerics.BitOperations.TrailingZeroCount(bits).ToString(CultureInfo.InvariantCulture);
                if (section[bit] is { } name)
                {
                    missing.Add(name);
                }
                else if (section["unnamed"] == "shown")
                {
                    missing.Add(place[0] == "msr" ? $"MSR 0x{place[1]} bit {bit}"
                        : $"CPUID 0x{place[1]} {place[2].ToUpperInvariant()} bit {bit}");
                }
            }
        }

        return isWhole || missing.Count > 0 ? missing : null;
    }

    private static Extension? ExtensionOf(KvmAnswers kvm) =>
        kvm.Supported.HasSvm == true && kvm.Supported[0x8000_000A] is not null ? Extension.Svm
        : kvm.Supported.HasVmx == true && kvm.FeatureMsrValues.Count > 0 ? Extension.Vmx
        : null;

    private static ulong? Word(KvmAnswers kvm, string[] place)
    {
        uint number = uint.Parse(place[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (place[0] == "cpuid")
        {
            return (kvm.Supported[number], place[2]) is ({ } leaf, "edx") ? leaf.Edx : null;
        }

        return !kvm.FeatureMsrValues.TryGetValue(number, out ulong value) ? null
            : place[2] == "controls" ? (uint)(value >> 32) & ~(uint)value
            : value;
    }
}
