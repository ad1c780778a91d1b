namespace VirtNest.Proving;

/// <summary>The layout that the payloads (guest/protocol.inc) and the VMM share, under the same names; a test compares the two. Addresses
/// are L1's, guest-physical and linear alike.</summary>
public static class PayloadProtocol
{
#pragma warning disable CS1591 // guest/protocol.inc says what each is for
    // Memory of L1, guest-physical; L1's linear addresses are the same
    public const int Gdt = 0x1000;
    public const int Tss = 0x1100;
    public const int Idt = 0x2000;
    public const int Report = 0x3000;
    public const int Parameters = 0x3800;
    public const int L1Pml4 = 0x4000;
    public const int L1Pdpt = 0x5000;
    public const int L1Pd = 0x6000;
    public const int L1Code = 0x7000;
    public const int VmxHostRip = 0x7010;
    public const int InterruptStubs = 0x7800;
    public const int L1StackAfterExit = 0x8F00;
    public const int L1Stack = 0x9000;
    public const int L2Code = 0x9000;
    public const int L2Stack = 0x9F00;
    public const int MailboxOfL2 = 0xA000;
    public const int ControlBlock = 0xB000;
    public const int HostArea = 0xC000;
    public const int L2Pml4 = 0x10000;
    public const int L2Pdpt = 0x11000;
    public const int L2Pd = 0x12000;
    public const int L2Pt = 0x13000;
    public const int NestedPml4 = 0x14000;
    public const int NestedPdpt = 0x15000;
    public const int NestedPd = 0x16000;
    public const int NestedPt = 0x17000;
    public const int VmwriteTable = 0x1E000;
    public const int Mailbox = 0x2A000;
    public const int MsrBitmap = 0x30000;
    public const int IoBitmap = 0x34000;
    public const int Samples = 0x200000;
    public const int MemorySize = 0x400000;

    // Ports
    public const ushort PortReport = 0x5A0;
    public const ushort PortMeasured = 0x5A4;
    public const ushort PortStop = 0x5A8;

    // Codes on PORT_REPORT
    public const uint CodeDone = 0xFF;
    public const uint CodeException = 0xEE;
    public const uint CodeUnexpectedExit = 0xBB;
    public const uint CodeVmfail = 0xBC;
    public const uint CodeStoppedInL1 = 0x12;
    public const uint CodeSamplesReady = 0x20;

    // Report page: 64-bit words at REPORT + offset
    public const int ReportStep = 0x3000;
    public const int ReportPlainAnswer = 0x3008;
    public const int ReportVector = 0x3010;
    public const int ReportStack0 = 0x3018;
    public const int ReportStack1 = 0x3020;
    public const int ReportStack2 = 0x3028;
    public const int ReportStack3 = 0x3030;
    public const int ReportCr2 = 0x3038;
    public const int ReportExitCode = 0x3040;
    public const int ReportExit1 = 0x3048;
    public const int ReportExit2 = 0x3050;
    public const int ReportExitEvent = 0x3058;
    public const int ReportL2Rip = 0x3060;
    public const int ReportVmfailFlags = 0x3068;
    public const int ReportVmfailError = 0x3070;
    public const int ReportVmfailField = 0x3078;
    public const int ReportL1Count = 0x3080;
    public const int ReportKind = 0x3088;
    public const int ReportRevision = 0x3090;
    public const int ReportStamps = 0x3100;

    // Parameters: 64-bit words
    public const int ParameterMode = 0x3800;
    public const int ParameterNonce = 0x3808;
    public const int ParameterCount = 0x3810;
    public const int ParameterStop = 0x3818;
    public const int ParameterEnable = 0x3820;
    public const int ParameterHostArea = 0x3828;
    public const int ParameterControl = 0x3830;
    public const int ParameterRevision = 0x3838;
    public const int ParameterVmclear = 0x3840;

    // Modes
    public const int ModePlain = 0;
    public const int ModeProof = 1;
    public const int ModeMeasureL1 = 2;
    public const int ModeMeasureL2 = 3;
    public const int ModeLoop = 4;
    public const int ModeState = 5;

    // Mailbox: offsets of 64-bit words
    public const int MailAnswer = 0x00;
    public const int MailNonce = 0x08;
    public const int MailCpuidAnswer = 0x10;
    public const int MailL2Count = 0x18;
    public const int MailCount = 0x20;
    public const int MailMode = 0x28;
    public const int MailDone = 0x30;
    public const int MailSpin = 0x38;

    // What the proof rests on
    public const ulong AnswerKey = 0x4C32574F524C4431;
    public const uint CpuidAnswer = 0xC0DE1234;
    public const int FixedEntries = 4;

    // Kinds of exits measured
    public const uint KindHypercall = 0;
    public const uint KindCpuid = 1;
    public const uint KindHlt = 2;
    public const uint KindRdmsr = 3;
    public const uint KindOut = 4;
    public const uint MeasuredMsr = 0x1B;
#pragma warning restore CS1591
}
