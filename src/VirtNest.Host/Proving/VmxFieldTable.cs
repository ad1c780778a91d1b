using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>The table of VMWRITEs that L1 fills the VMCS from: pairs of 64-bit words, encoding and value, ended by the encoding of all
/// ones. Intel SDM 325384, vol. 3C, "Field Encoding in VMCS", "VM Entries".</summary>
internal ref struct VmxFieldTable
{
    internal const ulong Vmxe = 1UL << 13; // CR4
    private const uint HltExiting = 1U << 7, UnconditionalIoExiting = 1U << 24, SecondaryControls = 1U << 31;
    private const uint EnableEpt = 1U << 1;
    private const uint HostAddressSpace = 1U << 9, Ia32eGuest = 1U << 9;
    private const ulong EptWriteBackFourLevels = 0x1E;
    private const uint Unusable = 0x10000;
    private const int SegmentRegisters = 6;
    private const int Ldtr = 6, Tr = 7;

    // Fields that are 0 in every VM here: controls without use, and state that long mode does not look at.
    private static ReadOnlySpan<uint> ZeroFields =>
    [
        0x4006, 0x4008, 0x400A, 0x400E, 0x4010, 0x4014, 0x4016, // page-fault mask and match, CR3 targets, MSR areas, injection
        0x6000, 0x6002, 0x6004, 0x6006, // masks and shadows of CR0 and CR4
        0x4C00, 0x6C06, 0x6C08, 0x6C10, 0x6C12, // the host's SYSENTER, FS and GS bases
        0x2802, 0x4824, 0x4826, 0x482A, 0x6822, 0x6824, 0x6826, // L2's debug control, interruptibility, activity, pending debug, SYSENTER
    ];

    private readonly Span<byte> _memory;
    private int _next;

    private VmxFieldTable(Span<byte> memory)
    {
        _memory = memory;
        _next = PayloadProtocol.VmwriteTable;
    }

    internal static void Fill(Span<byte> memory, PayloadSetup setup, bool interceptsAll)
    {
        VmxFieldTable table = new(memory);
        table.AddControls(setup, interceptsAll);
        table.AddHost();
        table.AddGuestSegments();
        table.AddGuest(setup.Vmx);
        foreach (uint field in ZeroFields)
        {
            table.Add(field, 0);
        }

        table.Add(uint.MaxValue, 0);
        L1Memory.Put(memory, table._next - 16, ulong.MaxValue);
    }

    private void AddControls(PayloadSetup setup, bool interceptsAll)
    {
        VmxCapabilities vmx = setup.Vmx;
        uint primary = HltExiting | (interceptsAll ? UnconditionalIoExiting : 0) | (setup.UsesPaging ? SecondaryControls : 0);
        Add(VmcsField.PinControls, VmxCapabilities.Adjust(0, vmx.Pin));
        Add(VmcsField.PrimaryControls, VmxCapabilities.Adjust(primary, vmx.Primary));
        if (setup.UsesPaging)
        {
            Add(VmcsField.SecondaryControls, VmxCapabilities.Adjust(EnableEpt, vmx.Secondary));
            Add(VmcsField.EptPointer, PayloadProtocol.NestedPml4 | EptWriteBackFourLevels);
        }

        Add(VmcsField.ExitControls, VmxCapabilities.Adjust(HostAddressSpace, vmx.Exit));
        Add(VmcsField.EntryControls, VmxCapabilities.Adjust(Ia32eGuest, vmx.Entry));
        // Every exception of L2 becomes an exit with its vector.
        Add(VmcsField.ExceptionBitmap, uint.MaxValue);
    }

    private void AddHost()
    {
        for (uint i = 0; i < SegmentRegisters; i++)
        {
            Add(VmcsField.HostEsSelector + (2 * i), L1Memory.DataSelector);
        }

        Add(VmcsField.HostCsSelector, L1Memory.CodeSelector);
        Add(VmcsField.HostTrSelector, L1Memory.TaskSelector);
        Add(VmcsField.HostCr0, L1Memory.ProtectedPaging);
        Add(VmcsField.HostCr3, PayloadProtocol.L1Pml4);
        Add(VmcsField.HostCr4, L1Memory.Pae | Vmxe);
        Add(VmcsField.HostTrBase, PayloadProtocol.Tss);
        Add(VmcsField.HostGdtrBase, PayloadProtocol.Gdt);
        Add(VmcsField.HostIdtrBase, PayloadProtocol.Idt);
        Add(VmcsField.HostRsp, PayloadProtocol.L1StackAfterExit);
        Add(VmcsField.HostRip, PayloadProtocol.VmxHostRip);
    }

    /// <summary>ES, CS, SS, DS, FS, GS, LDTR, TR, in the order of the encodings.</summary>
    private void AddGuestSegments()
    {
        for (uint i = 0; i <= Tr; i++)
        {
            bool isCode = i == 1;
            (ushort selector, uint limit, uint rights, ulong @base) = i switch
            {
                Ldtr => ((ushort)0, 0u, Unusable, 0ul),
                Tr => (L1Memory.TaskSelector, L1Memory.TaskLimit, 0x8Bu, (ulong)PayloadProtocol.Tss),
                _ => (isCode ? L1Memory.CodeSelector : L1Memory.DataSelector, uint.MaxValue, isCode ? 0xA09Bu : 0xC093u, 0ul),
            };
            Add(VmcsField.GuestEsSelector + (2 * i), selector);
            Add(VmcsField.GuestEsLimit + (2 * i), limit);
            Add(VmcsField.GuestEsRights + (2 * i), rights);
            Add(VmcsField.GuestEsBase + (2 * i), @base);
        }

        Add(VmcsField.GuestGdtrLimit, L1Memory.GdtLimit);
        Add(VmcsField.GuestIdtrLimit, L1Memory.IdtLimit);
        Add(VmcsField.GuestGdtrBase, PayloadProtocol.Gdt);
        Add(VmcsField.GuestIdtrBase, PayloadProtocol.Idt);
    }

    private void AddGuest(VmxCapabilities vmx)
    {
        Add(VmcsField.LinkPointer, ulong.MaxValue);
        Add(VmcsField.GuestCr0, (L1Memory.ProtectedPaging | vmx.Cr0Fixed0) & vmx.Cr0Fixed1);
        Add(VmcsField.GuestCr3, PayloadProtocol.L2Pml4);
        Add(VmcsField.GuestCr4, L1Memory.Pae | Vmxe);
        Add(VmcsField.GuestDr7, 0x400);
        Add(VmcsField.GuestRsp, PayloadProtocol.L2Stack);
        Add(VmcsField.GuestRip, PayloadProtocol.L2Code);
        Add(VmcsField.GuestRflags, 2);
    }

    private void Add(uint field, ulong value)
    {
        L1Memory.Put(_memory, _next, field);
        L1Memory.Put(_memory, _next + 8, value);
        _next += 16;
    }
}
