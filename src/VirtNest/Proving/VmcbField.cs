namespace VirtNest.Proving;

/// <summary>Offsets in the VMCB. AMD APM 24593, vol. 2, appendix "Layout of VMCB".</summary>
public static class VmcbField
{
#pragma warning disable CS1591 // the names are the manual's
    // control area
    public const int InterceptExceptions = 0x008;
    public const int Intercepts3 = 0x00C;
    public const int Intercepts4 = 0x010;
    public const int IopmBase = 0x040;
    public const int MsrpmBase = 0x048;
    public const int GuestAsid = 0x058;
    public const int NestedPagingEnable = 0x090;
    public const int NestedCr3 = 0x0B0;

    // state save area
    public const int Es = 0x400;
    public const int Cs = 0x410;
    public const int Ss = 0x420;
    public const int Ds = 0x430;
    public const int Fs = 0x440;
    public const int Gs = 0x450;
    public const int Gdtr = 0x460;
    public const int Idtr = 0x480;
    public const int Tr = 0x490;
    public const int Efer = 0x4D0;
    public const int Cr4 = 0x548;
    public const int Cr3 = 0x550;
    public const int Cr0 = 0x558;
    public const int Dr7 = 0x560;
    public const int Dr6 = 0x568;
    public const int Rflags = 0x570;
    public const int Rip = 0x578;
    public const int Rsp = 0x5D8;
    public const int GuestPat = 0x668;
#pragma warning restore CS1591
}
