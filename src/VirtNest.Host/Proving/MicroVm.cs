using System.Collections.Immutable;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.Kvm;
using VirtNest.Native.LibC;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>One VM: 4 MiB, one vCPU, L1 in long mode at its first instruction. Used by the thread that made it.</summary>
internal sealed class MicroVm : IDisposable
{
    private const long TssAddress = 0xFFFB_D000;
    private const uint FeatureControlMsr = 0x3A;
    private const ulong LockedVmxOutsideSmx = 5;

    private readonly Mapping _memory;
    private readonly KvmVm _vm;
    private KvmStatistics? _statistics;
    private long _nestedRunPlace = -1;

    private MicroVm(Mapping memory, KvmVm vm, KvmVcpu vcpu)
    {
        _memory = memory;
        _vm = vm;
        Vcpu = vcpu;
    }

    internal KvmVcpu Vcpu { get; }

    /// <summary>L1's memory.</summary>
    internal Span<byte> Memory => _memory.Bytes;

    /// <summary>Ticks of the time stamp counter in a millisecond; 0 where KVM does not tell.</summary>
    internal int TscKHz { get; private set; }

    internal PayloadReport Report => new(_memory.Bytes);

    /// <summary>Makes a VM without registers or contents. Throws <see cref="KvmException"/>.</summary>
    internal static MicroVm Create(Kvm kvm, Span<byte> cpuid, int vcpuMapSize, ulong signalsBlocked, bool hasCpuid = true)
    {
        Mapping memory = Mapping.Anonymous(PayloadProtocol.MemorySize) ?? throw new KvmException("mmap", Marshal.GetLastPInvokeError());
        KvmVm? vm = null;
        KvmVcpu? vcpu = null;
        try
        {
            vm = kvm.CreateVm();
            vm.SetMemory(0, 0, memory);
            vm.SetTssAddress(unchecked((nint)TssAddress));
            vcpu = vm.CreateVcpu(0, vcpuMapSize);
            if (hasCpuid)
            {
                // First of all: without CPUID a host that nests looks like one that does not.
                vcpu.SetCpuid(cpuid);
            }

            vcpu.SetSignalMask(signalsBlocked);
            return new MicroVm(memory, vm, vcpu) { TscKHz = vcpu.TscKHz() };
        }
        catch (KvmException)
        {
            vcpu?.Dispose();
            vm?.Dispose();
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Lets L1 use VMX (IA32_FEATURE_CONTROL) and reads what it may use; false where KVM does not take the first.</summary>
    internal bool PrepareVmx(bool leavesOutFeatureControl, out VmxCapabilities capabilities)
    {
        bool isSet = false;
        if (!leavesOutFeatureControl)
        {
            Span<KvmMsrEntry> control = [new KvmMsrEntry { Index = FeatureControlMsr, Value = LockedVmxOutsideSmx }];
            isSet = Vcpu.SetMsrs(control) == 1;
        }

        Span<KvmMsrEntry> msrs = stackalloc KvmMsrEntry[VmxCapabilities.MsrCount];
        for (int i = 0; i < msrs.Length; i++)
        {
            msrs[i] = new KvmMsrEntry { Index = VmxCapabilities.FirstMsr + (uint)i };
        }

        int read = Vcpu.GetMsrs(msrs);
        ImmutableArray<ulong>.Builder values = ImmutableArray.CreateBuilder<ulong>(VmxCapabilities.MsrCount);
        for (int i = 0; i < read; i++)
        {
            values.Add(msrs[i].Value);
        }

        capabilities = new VmxCapabilities(values.DrainToImmutable());
        return isSet;
    }

    /// <summary>Fills memory and sets the registers. To be done once, before the first run.</summary>
    internal void Load(PayloadMode mode, PayloadSetup setup, ulong spin, PayloadDefect? defect)
    {
        Span<byte> memory = _memory.Bytes;
        PayloadImage.Load(setup.Extension, memory);
        L1Memory.Fill(memory, mode, setup, spin);
        defect?.Apply(memory);

        KvmSregs sregs = default;
        Vcpu.GetSregs(ref sregs);
        LongMode(ref sregs);
        defect?.Apply(ref sregs);
        Vcpu.SetSregs(ref sregs);
        KvmRegs regs = new() { Rip = PayloadProtocol.L1Code, Rsp = PayloadProtocol.L1Stack, Rflags = 2 };
        Vcpu.SetRegs(ref regs);
    }

    /// <summary>Opens the statistics; false where the kernel has none of nested entries. Before the first run: later the call would wait
    /// for it.</summary>
    internal bool OpenStatistics()
    {
        _statistics ??= Vcpu.OpenStatistics();
        _nestedRunPlace = _statistics?.Find("nested_run"u8) ?? -1;
        return _nestedRunPlace >= 0;
    }

    /// <summary>How often KVM entered L2, or null where it does not count.</summary>
    internal ulong? EntriesOfL2 => _statistics is not null && _statistics.Read(_nestedRunPlace, out ulong value) ? value : null;

    /// <summary>Runs until something is to be done. Allocates nothing.</summary>
    /// <param name="isMeasured">HLT, and OUT to the port for it, are exits that are measured: run on.</param>
    internal VmStop Run(bool isMeasured = false)
    {
        while (true)
        {
            int errno = Vcpu.Run();
            if (errno == LinuxErrno.EINTR || errno == LinuxErrno.EAGAIN)
            {
                // Other signals belong to the runtime and mean nothing here.
                if (ThreadSignal.Take())
                {
                    return new VmStop(VmStopKind.Signal, 0);
                }

                continue;
            }

            if (errno != 0)
            {
                return new VmStop(VmStopKind.Failed, (ulong)errno);
            }

            KvmRunPage page = Vcpu.Page;
            switch (page.ExitReason)
            {
                case KvmNumbers.KVM_EXIT_IO when page.IoPort == PayloadProtocol.PortReport:
                    return new VmStop(VmStopKind.Report, page.IoValue);
                case KvmNumbers.KVM_EXIT_IO when page.IoPort == PayloadProtocol.PortStop:
                    return new VmStop(VmStopKind.StopInL2, 0);
                case KvmNumbers.KVM_EXIT_IO when page.IoPort == PayloadProtocol.PortMeasured && isMeasured:
                case KvmNumbers.KVM_EXIT_HLT when isMeasured:
                    continue;
                case KvmNumbers.KVM_EXIT_HLT:
                    return new VmStop(VmStopKind.Halted, 0);
                case KvmNumbers.KVM_EXIT_SHUTDOWN:
                    return new VmStop(VmStopKind.Shutdown, 0);
                case KvmNumbers.KVM_EXIT_FAIL_ENTRY:
                    return new VmStop(VmStopKind.FailEntry, page.HardwareReason);
                case KvmNumbers.KVM_EXIT_INTERNAL_ERROR:
                    return new VmStop(VmStopKind.InternalError, page.InternalSuberror);
                default:
                    return new VmStop(VmStopKind.Other, page.ExitReason);
            }
        }
    }

    /// <summary>Completes what the last exit left open (the OUT of KVM_EXIT_IO) without running the guest on.</summary>
    internal void CompleteExit()
    {
        KvmRunPage page = Vcpu.Page;
        page.ImmediateExit = true;
        _ = Vcpu.Run();
        page.ImmediateExit = false;
    }

    public void Dispose()
    {
        _statistics?.Dispose();
        Vcpu.Dispose();
        _vm.Dispose();
        _memory.Dispose();
    }

    /// <summary>64-bit mode with paging, the segments of <see cref="L1Memory"/>, and a task register, which VMX demands.</summary>
    private static void LongMode(ref KvmSregs sregs)
    {
        KvmSegment data = new() { Selector = L1Memory.DataSelector, Limit = uint.MaxValue, Type = 3, S = 1, Present = 1, Db = 1, G = 1 };
        sregs.Cs = new KvmSegment { Selector = L1Memory.CodeSelector, Limit = uint.MaxValue, Type = 11, S = 1, Present = 1, L = 1, G = 1 };
        sregs.Ds = sregs.Es = sregs.Fs = sregs.Gs = sregs.Ss = data;
        sregs.Tr = new KvmSegment { Selector = L1Memory.TaskSelector, Base = PayloadProtocol.Tss, Limit = L1Memory.TaskLimit, Type = 11,
            Present = 1 };
        sregs.Ldt = new KvmSegment { Unusable = 1 };
        sregs.Gdt = new KvmDtable { Base = PayloadProtocol.Gdt, Limit = L1Memory.GdtLimit };
        sregs.Idt = new KvmDtable { Base = PayloadProtocol.Idt, Limit = L1Memory.IdtLimit };
        sregs.Cr0 = L1Memory.ProtectedPaging;
        sregs.Cr3 = PayloadProtocol.L1Pml4;
        sregs.Cr4 = L1Memory.Pae;
        sregs.Efer = L1Memory.LongModeActive;
    }
}
