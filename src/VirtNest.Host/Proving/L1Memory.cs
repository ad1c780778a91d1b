using System.Buffers.Binary;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>Fills L1's memory: tables of segments, interrupts and pages, for L1 and for L2, and the parameters. The whole layout is that
/// of guest/protocol.inc.</summary>
internal static class L1Memory
{
    internal const ulong CodeSegment = 0x00AF_9B00_0000_FFFF;
    internal const ulong DataSegment = 0x00CF_9300_0000_FFFF;
    internal const ushort CodeSelector = 0x08, DataSelector = 0x10, TaskSelector = 0x18;
    internal const ushort GdtLimit = 0x27, IdtLimit = 0x1FF, TaskLimit = 0x67;
    internal const ulong ProtectedPaging = 0x8001_0031; // CR0: PG WP NE ET PE
    internal const ulong Pae = 1UL << 5; // CR4
    internal const ulong LongModeActive = 0x500; // EFER: LME LMA
    private const int Vectors = 32;
    private const int Frames = 64;
    private const ulong PageTable = 0x3;
    private const ulong LargePage = 0x83;

    internal static void Fill(Span<byte> memory, PayloadMode mode, PayloadSetup setup, ulong spin)
    {
        FillSegments(memory);
        Put(memory, PayloadProtocol.L1Pml4, PayloadProtocol.L1Pdpt | PageTable);
        Put(memory, PayloadProtocol.L1Pdpt, PayloadProtocol.L1Pd | PageTable);
        Put(memory, PayloadProtocol.L1Pd, LargePage);
        Put(memory, PayloadProtocol.L1Pd + 8, PayloadProtocol.Samples | LargePage);

        Put(memory, PayloadProtocol.ParameterMode, (ulong)mode);
        Put(memory, PayloadProtocol.ParameterNonce, setup.Nonce);
        Put(memory, PayloadProtocol.ParameterCount, (ulong)setup.Asked);
        Put(memory, PayloadProtocol.ParameterEnable, setup.Extension switch
        {
            NestedExtension.Svm => SvmControlBlock.Svme,
            NestedExtension.Vmx => VmxFieldTable.Vmxe,
            NestedExtension.None => 0,
        });
        if (mode is PayloadMode.Plain or PayloadMode.MeasureL1)
        {
            return;
        }

        Put(memory, PayloadProtocol.ParameterHostArea, PayloadProtocol.HostArea);
        Put(memory, PayloadProtocol.ParameterControl, PayloadProtocol.ControlBlock);
        Put(memory, PayloadProtocol.ParameterVmclear, PayloadProtocol.ControlBlock);
        FillL2Pages(memory, setup.UsesPaging);
        if (setup.UsesPaging)
        {
            FillSecondLevel(memory, setup.Extension);
        }

        Put(memory, PayloadProtocol.Mailbox + PayloadProtocol.MailNonce, setup.Nonce);
        Put(memory, PayloadProtocol.Mailbox + PayloadProtocol.MailCount, (ulong)setup.Asked);
        Put(memory, PayloadProtocol.Mailbox + PayloadProtocol.MailMode, (ulong)mode);
        Put(memory, PayloadProtocol.Mailbox + PayloadProtocol.MailSpin, spin);
        bool interceptsAll = mode == PayloadMode.MeasureL2;
        if (setup.Extension == NestedExtension.Vmx)
        {
            VmxFieldTable.Fill(memory, setup, interceptsAll);
        }
        else
        {
            SvmControlBlock.Fill(memory, setup.UsesPaging, interceptsAll);
        }
    }

    internal static void Put(Span<byte> memory, int address, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(memory[address..], value);

    private static void FillSegments(Span<byte> memory)
    {
        Put(memory, PayloadProtocol.Gdt + CodeSelector, CodeSegment);
        Put(memory, PayloadProtocol.Gdt + DataSelector, DataSegment);
        // A busy 64-bit TSS; the base fits in the low part.
        Put(memory, PayloadProtocol.Gdt + TaskSelector, TaskLimit | ((ulong)PayloadProtocol.Tss << 16) | (0x8BUL << 40));
        for (int vector = 0; vector < Vectors; vector++)
        {
            // A present 64-bit interrupt gate; its target is below 64 KiB.
            ulong target = (ulong)(PayloadProtocol.InterruptStubs + (16 * vector));
            Put(memory, PayloadProtocol.Idt + (16 * vector), target | ((ulong)CodeSelector << 16) | (0x8EUL << 40));
        }
    }

    /// <summary>L2's own tables: each frame is mapped to itself; without nested paging, they and not the second level lead to the
    /// mailbox.</summary>
    private static void FillL2Pages(Span<byte> memory, bool usesPaging)
    {
        Put(memory, PayloadProtocol.L2Pml4, PayloadProtocol.L2Pdpt | PageTable);
        Put(memory, PayloadProtocol.L2Pdpt, PayloadProtocol.L2Pd | PageTable);
        Put(memory, PayloadProtocol.L2Pd, PayloadProtocol.L2Pt | PageTable);
        Put(memory, PayloadProtocol.L2Pd + 8, PayloadProtocol.Samples | LargePage);
        FillFrames(memory, PayloadProtocol.L2Pt, PageTable, leadsToMailbox: !usesPaging);
    }

    /// <summary>NPT entries need the user bit at every level; EPT entries read, write, execute, and in leaves the memory type
    /// write-back.</summary>
    private static void FillSecondLevel(Span<byte> memory, NestedExtension extension)
    {
        const ulong Table = 0x7;
        ulong leaf = extension == NestedExtension.Vmx ? 0x37UL : 0x7UL;
        Put(memory, PayloadProtocol.NestedPml4, PayloadProtocol.NestedPdpt | Table);
        Put(memory, PayloadProtocol.NestedPdpt, PayloadProtocol.NestedPd | Table);
        Put(memory, PayloadProtocol.NestedPd, PayloadProtocol.NestedPt | Table);
        Put(memory, PayloadProtocol.NestedPd + 8, PayloadProtocol.Samples | leaf | 0x80);
        FillFrames(memory, PayloadProtocol.NestedPt, leaf, leadsToMailbox: true);
    }

    private static void FillFrames(Span<byte> memory, int table, ulong rights, bool leadsToMailbox)
    {
        for (int frame = 0; frame < Frames; frame++)
        {
            int address = frame << 12;
            int target = address == PayloadProtocol.MailboxOfL2 && leadsToMailbox ? PayloadProtocol.Mailbox : address;
            Put(memory, table + (8 * frame), (uint)target | rights);
        }
    }
}
