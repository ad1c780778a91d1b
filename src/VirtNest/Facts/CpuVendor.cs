namespace VirtNest.Facts;

/// <summary>A maker of processors: one row for each name that a processor gives.</summary>
/// <param name="Id">As /proc/cpuinfo or CPUID has it; an Arm implementer, a vendor id of RISC-V.</param>
/// <param name="Name">In lower case: "intel".</param>
/// <param name="Module">The module that runs guests on its x86 processors; null elsewhere, and where KVM has none.</param>
public sealed record CpuVendor(string Id, string Name, VendorModule? Module = null)
{
    private static readonly CpuVendor[] All =
    [
        new("GenuineIntel", "intel", VendorModule.Intel),
        new("AuthenticAMD", "amd", VendorModule.Amd),
        new("HygonGenuine", "hygon", VendorModule.Amd),
        new("CentaurHauls", "centaur", VendorModule.Intel),
        new("Shanghai", "zhaoxin", VendorModule.Intel),
        new("GenuineTMx86", "transmeta"),
        new("TransmetaCPU", "transmeta"),
        new("CyrixInstead", "cyrix"),
        new("Geode by NSC", "nsc"),
        new("Genuine  RDC", "rdc"),
        new("RiseRiseRise", "rise"),
        new("IBM/S390", "ibm"),
        new("0x41", "arm"),
        new("0x42", "broadcom"),
        new("0x43", "cavium"),
        new("0x46", "fujitsu"),
        new("0x48", "hisilicon"),
        new("0x4e", "nvidia"),
        new("0x50", "apm"),
        new("0x51", "qualcomm"),
        new("0x53", "samsung"),
        new("0x56", "marvell"),
        new("0x61", "apple"),
        new("0x70", "phytium"),
        new("0xc0", "ampere"),
        new("0x489", "sifive"),
        new("0x5b7", "thead"),
    ];

    /// <summary>The row of a name; null for one that is not known.</summary>
    /// <param name="name">"hygon".</param>
    public static CpuVendor? Find(string name) => Array.Find(All, v => v.Name == name);

    /// <summary>The row of what a processor says of itself; null for one that is not known.</summary>
    /// <param name="id">"HygonGenuine".</param>
    public static CpuVendor? OfId(string id) => Array.Find(All, v => v.Id == id);
}
