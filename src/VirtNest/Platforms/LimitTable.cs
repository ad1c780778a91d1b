using System.Collections.Generic;
using VirtNest.Facts;

namespace VirtNest.Platforms;

/// <summary>The rules of limits.txt that hold for a host, by vendor and kernel. A check does not know the host's QEMU: rules for an old one (qemu-before) are left out, rules for a new one stand and name it in their text. Rules for another VMM than QEMU stand too.</summary>
public static class LimitTable
{
    /// <summary>The rules that hold here.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="kernel">The host's kernel, or null where it is not known: rules that ask for one are left out.</param>
    public static IEnumerable<Section> For(CpuFacts cpu, KernelVersion? kernel)
    {
        string vendor = cpu.Arch switch
        {
            "s390x" => "ibm-s390",
            "ppc64" => "ibm-power",
            "aarch64" => "arm",
            _ => cpu.VendorExtension switch
            {
                Extension.Vmx => "intel",
                Extension.Svm => "amd",
                null => "",
            },
        };
        foreach (Section rule in PlatformTable.Load("limits.txt"))
        {
            bool isOfVendor = rule["vendor"] == vendor || rule["vendor"] == "any";
            if (isOfVendor && rule["qemu-before"] is null && rule["operation"] != "migrate-nested" && Holds(rule, kernel))
            {
                yield return rule;
            }
        }
    }

    private static bool Holds(Section rule, KernelVersion? kernel)
    {
        if (rule["kernel-from"] is null && rule["kernel-before"] is null && rule["fixed"] is null)
        {
            return true;
        }

        return kernel is { } version
            && (KernelVersion.Parse(rule["kernel-from"]) is not { } from || version.CompareTo(from) >= 0)
            && (KernelVersion.Parse(rule["kernel-before"]) is not { } before || version.CompareTo(before) < 0)
            && (rule["fixed"] is not { } releases || !FixedReleases.Include(releases, version));
    }
}
