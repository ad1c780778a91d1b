using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>The vendor and product names of /sys/class/dmi/id. Serial numbers and UUIDs are never read.</summary>
/// <param name="SysVendor">sys_vendor, "" where it was not read; so for the others.</param>
/// <param name="ProductName">product_name.</param>
/// <param name="ProductVersion">product_version.</param>
/// <param name="BiosVendor">bios_vendor.</param>
/// <param name="BiosVersion">bios_version.</param>
/// <param name="BoardVendor">board_vendor.</param>
/// <param name="BoardName">board_name.</param>
/// <param name="ChassisVendor">chassis_vendor.</param>
/// <param name="AssetTag">chassis_asset_tag, where it is one of a cloud's.</param>
public sealed record DmiIdentity(
    string SysVendor, string ProductName, string ProductVersion, string BiosVendor, string BiosVersion, string BoardVendor,
        string BoardName, string ChassisVendor, string AssetTag)
{
    private const string Folder = "/sys/class/dmi/id/";

    /// <summary>True where at least one name was read.</summary>
    public bool IsKnown => (SysVendor + ProductName + BiosVendor + BoardVendor).Length > 0;

    /// <summary>Reads the names.</summary>
    /// <param name="evidence">The document.</param>
    public static DmiIdentity Parse(HostEvidence evidence)
    {
        string Read(string name) => evidence[Folder + name].Value ?? "";
        return new(Read("sys_vendor"), Read("product_name"), Read("product_version"), Read("bios_vendor"), Read("bios_version"),
            Read("board_vendor"), Read("board_name"), Read("chassis_vendor"), Read("chassis_asset_tag"));
    }

    /// <summary>The first field that a predicate accepts, as a witness; null where none is.</summary>
    internal Witness? Find(Predicate<string> accepts)
    {
        foreach ((string name, string value) in ((string, string)[])[("sys_vendor", SysVendor), ("product_name", ProductName),
            ("product_version", ProductVersion), ("board_vendor", BoardVendor), ("bios_vendor", BiosVendor), ("bios_version", BiosVersion),
            ("chassis_vendor", ChassisVendor), ("chassis_asset_tag", AssetTag)])
        {
            if (value.Length > 0 && accepts(value))
            {
                return new Witness(Folder + name, value);
            }
        }

        return null;
    }
}
