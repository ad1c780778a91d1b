namespace VirtNest.Proving;

/// <summary>Encodings of VMCS fields. Intel SDM 325384, vol. 3C, appendix "Field Encoding in VMCS".</summary>
public static class VmcsField
{
#pragma warning disable CS1591 // the names are the manual's
    public const uint GuestEsSelector = 0x0800;
    public const uint HostEsSelector = 0x0C00;
    public const uint HostCsSelector = 0x0C02;
    public const uint HostTrSelector = 0x0C0C;
    public const uint EptPointer = 0x201A;
    public const uint LinkPointer = 0x2800;
    public const uint PinControls = 0x4000;
    public const uint PrimaryControls = 0x4002;
    public const uint ExceptionBitmap = 0x4004;
    public const uint ExitControls = 0x400C;
    public const uint EntryControls = 0x4012;
    public const uint SecondaryControls = 0x401E;
    public const uint GuestEsLimit = 0x4800;
    public const uint GuestGdtrLimit = 0x4810;
    public const uint GuestIdtrLimit = 0x4812;
    public const uint GuestEsRights = 0x4814;
    public const uint GuestCsRights = 0x4816;
    public const uint GuestTrRights = 0x4822;
    public const uint GuestActivity = 0x4826;
    public const uint GuestCr0 = 0x6800;
    public const uint GuestCr3 = 0x6802;
    public const uint GuestCr4 = 0x6804;
    public const uint GuestEsBase = 0x6806;
    public const uint GuestGdtrBase = 0x6816;
    public const uint GuestIdtrBase = 0x6818;
    public const uint GuestDr7 = 0x681A;
    public const uint GuestRsp = 0x681C;
    public const uint GuestRip = 0x681E;
    public const uint GuestRflags = 0x6820;
    public const uint HostCr0 = 0x6C00;
    public const uint HostCr3 = 0x6C02;
    public const uint HostCr4 = 0x6C04;
    public const uint HostTrBase = 0x6C0A;
    public const uint HostGdtrBase = 0x6C0C;
    public const uint HostIdtrBase = 0x6C0E;
    public const uint HostRsp = 0x6C14;
    public const uint HostRip = 0x6C16;
#pragma warning restore CS1591
}
