using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>The CPU extension with which KVM runs guests on x86.</summary>
public enum Extension
{
    /// <summary>Intel VMX.</summary>
    Vmx,
    /// <summary>AMD SVM.</summary>
    Svm,
}

/// <summary>What the processor offers, by the kernel's view and by raw CPUID.</summary>
/// <param name="Info">/proc/cpuinfo.</param>
/// <param name="Raw">Raw CPUID; without leaves where it was not read.</param>
/// <param name="Arch">"x86_64", "i686", "aarch64", "arm", "s390x", "ppc64", "riscv64", "loongarch64", "mips64"..., or "unknown".</param>
/// <param name="Vendor">In lower case: "intel", "amd", "hygon", "zhaoxin", "centaur", "ibm", "arm"..., or "unknown".</param>
public sealed record CpuFacts(CpuInfo Info, CpuidLeaves Raw, string Arch, string Vendor)
{
    /// <summary>True on x86, 64 or 32 bits.</summary>
    public bool IsX86 => Arch is "x86_64" or "i686";

    /// <summary>True where the kernel's flags line of the first processor was read.</summary>
    public bool HasFlagsLine => IsX86 && Info.First?["flags"] is not null;

    /// <summary>The extension in the kernel's flags line of the first processor, or by raw CPUID where there is no flags line; null where
    /// there is none or the architecture has no such flag.</summary>
    public Extension? Extension => !IsX86 ? null
        : HasFlagsLine ? Parse(Info.First!.HasFlag("vmx"), Info.First.HasFlag("svm"))
        : RawExtension;

    /// <summary>The extension that raw CPUID shows; null where it shows none or was not read.</summary>
    public Extension? RawExtension => Parse(Raw.HasVmx == true, Raw.HasSvm == true);

    /// <summary>The extension that processors of this vendor have, whether or not this one shows it: Hygon has SVM, Zhaoxin and Centaur
    /// have VMX; null elsewhere.</summary>
    public Extension? VendorExtension => ModuleOfVendor?.Extension;

    /// <summary>The hypervisor flag of the flags line, or of raw CPUID where there is no flags line; null where neither was read.</summary>
    public bool? HasHypervisorBit => !IsX86 ? null : HasFlagsLine ? Info.First!.HasFlag("hypervisor") : Raw.HasHypervisorBit;

    /// <summary>The KVM vendor module of this CPU: kvm_intel, kvm_amd; kvm on s390x, arm64, riscv64, loongarch64 and mips, where KVM is
    /// one module or built in; kvm_hv on ppc64; null where KVM has none.</summary>
    public string? ExpectedModule => (!IsX86 ? Architecture.Module : ModuleOfVendor ?? VendorModule.For(Extension))?.Name;

    /// <summary>What is known of KVM on this architecture.</summary>
    public Architecture Architecture => Architecture.Find(Arch);

    private VendorModule? ModuleOfVendor => IsX86 ? CpuVendor.Find(Vendor)?.Module : null;

    /// <summary>Reads what the evidence has of the processor.</summary>
    /// <param name="evidence">The document.</param>
    public static CpuFacts Parse(HostEvidence evidence)
    {
        CpuInfo info = CpuInfo.Parse(evidence["/proc/cpuinfo"].Text);
        CpuidLeaves raw = CpuidLeaves.Parse(evidence["cpuid"].Text);
        string? machine = UnameMachine(evidence["call:uname"].Text);
        return new CpuFacts(info, raw, machine is null ? ArchOf(info, raw, evidence) : Normalise(machine), VendorOf(info, raw));
    }

    private static Extension? Parse(bool vmx, bool svm) => vmx ? Facts.Extension.Vmx : svm ? Facts.Extension.Svm : null;

    private static string? UnameMachine(string uname)
    {
        const string field = "machine=";
        int start = uname.IndexOf(field, StringComparison.Ordinal);
        return start < 0 ? null : uname[(start + field.Length)..].Split('\n')[0] is { Length: > 0 } machine ? machine : null;
    }

    internal static string Normalise(string machine) => machine switch
    {
        "i386" or "i486" or "i586" or "i686" => "i686",
        "arm64" => "aarch64",
        "ppc64le" => "ppc64",
        _ when machine.StartsWith("armv", StringComparison.Ordinal) => "arm",
        _ => machine,
    };

    /// <summary>A dump has no uname.</summary>
    private static string ArchOf(CpuInfo info, CpuidLeaves raw, HostEvidence evidence) =>
        Architecture.Detect(info, evidence) is { } row ? row.Name
        : raw.Count > 0 ? raw.HasLongMode ? "x86_64" : "i686"
        // Only x86 has these modules.
        : Array.Exists(evidence.Entries(Sources.ModuleFolder), VendorModule.UsesExtension) ? "x86_64"
        : "unknown";

    private static string VendorOf(CpuInfo info, CpuidLeaves raw)
    {
        string printed = info["vendor_id"] ?? info["vendor"] ?? info["cpu implementer"] ?? info["mvendorid"] ?? raw.Vendor ?? "";
        return CpuVendor.OfId(printed.Trim())?.Name
            ?? ((info["cpu"] ?? "").StartsWith("POWER", StringComparison.Ordinal) ? "ibm"
            : (info["cpu family"] ?? info["model name"] ?? info["cpu model"] ?? "").Contains("Loongson", StringComparison.Ordinal)
                ? "loongson"
            : "unknown");
    }
}
