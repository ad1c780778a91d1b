using VirtNest.Native.Kvm;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>All of a vCPU's state that a migration carries, with the nested part, taken and set in the order that QEMU has. Linux v6.12
/// Documentation/virt/kvm/api.rst, KVM_GET_NESTED_STATE, KVM_GET_MSR_INDEX_LIST.</summary>
internal sealed class SavedVcpu
{
    private const ushort GuestMode = 1, RunPending = 2;

    private readonly KvmMsrEntry[] _msrs;
    private readonly byte[] _nested;
    private readonly byte[] _xsave = new byte[4096];
    private readonly byte[] _xcrs = new byte[392];
    private readonly byte[] _events = new byte[64];
    private readonly byte[] _debug = new byte[128];
    private readonly byte[] _multiprocessing = new byte[4];
    private KvmRegs _regs;
    private KvmSregs _sregs;
    private int _msrCount;

    /// <summary>For the MSRs and the nested size of one kernel; used again for every move.</summary>
    internal SavedVcpu(ReadOnlySpan<uint> msrs, int nestedSize)
    {
        _msrs = new KvmMsrEntry[msrs.Length];
        for (int i = 0; i < msrs.Length; i++)
        {
            _msrs[i].Index = msrs[i];
        }

        _nested = new byte[nestedSize];
    }

    /// <summary>KVM says that the vCPU was in L2.</summary>
    internal bool IsInL2 => (Flags & GuestMode) != 0;

    /// <summary>KVM says that an entry of L2 was begun and not done.</summary>
    internal bool IsEntryPending => (Flags & RunPending) != 0;

    /// <summary>Bytes of the nested state that KVM filled.</summary>
    internal int NestedSize => BitConverter.ToInt32(_nested, 4);

    internal void TakeFrom(KvmVcpu vcpu)
    {
        vcpu.GetState(KvmNumbers.KVM_GET_VCPU_EVENTS, _events, nameof(KvmNumbers.KVM_GET_VCPU_EVENTS));
        vcpu.GetState(KvmNumbers.KVM_GET_MP_STATE, _multiprocessing, nameof(KvmNumbers.KVM_GET_MP_STATE));
        vcpu.GetRegs(ref _regs);
        vcpu.GetState(KvmNumbers.KVM_GET_XSAVE, _xsave, nameof(KvmNumbers.KVM_GET_XSAVE));
        vcpu.GetState(KvmNumbers.KVM_GET_XCRS, _xcrs, nameof(KvmNumbers.KVM_GET_XCRS));
        vcpu.GetSregs(ref _sregs);
        TakeMsrs(vcpu);
        vcpu.GetState(KvmNumbers.KVM_GET_DEBUGREGS, _debug, nameof(KvmNumbers.KVM_GET_DEBUGREGS));
        vcpu.GetNestedState(_nested);
    }

    internal void SetInto(KvmVcpu vcpu, RestoreOrder order)
    {
        // The special registers first in either order: SVM's nested state is refused without EFER.SVME.
        vcpu.SetSregs(ref _sregs);
        if (order == RestoreOrder.NestedEarly)
        {
            vcpu.SetNestedState(_nested);
        }

        vcpu.SetRegs(ref _regs);
        vcpu.SetState(KvmNumbers.KVM_SET_XSAVE, _xsave, nameof(KvmNumbers.KVM_SET_XSAVE));
        if (BitConverter.ToInt32(_xcrs) > 0)
        {
            // A kernel without XSAVE has none, and refuses to set none.
            vcpu.SetState(KvmNumbers.KVM_SET_XCRS, _xcrs, nameof(KvmNumbers.KVM_SET_XCRS));
        }

        SetMsrs(vcpu);
        vcpu.SetState(KvmNumbers.KVM_SET_VCPU_EVENTS, _events, nameof(KvmNumbers.KVM_SET_VCPU_EVENTS));
        vcpu.SetState(KvmNumbers.KVM_SET_MP_STATE, _multiprocessing, nameof(KvmNumbers.KVM_SET_MP_STATE));
        vcpu.SetState(KvmNumbers.KVM_SET_DEBUGREGS, _debug, nameof(KvmNumbers.KVM_SET_DEBUGREGS));
        if (order == RestoreOrder.NestedLast)
        {
            vcpu.SetNestedState(_nested);
        }
    }

    private ushort Flags => BitConverter.ToUInt16(_nested, 0);

    /// <summary>Reads those MSRs that the vCPU has; one that it lists and does not have is put behind them.</summary>
    private void TakeMsrs(KvmVcpu vcpu)
    {
        int end = _msrs.Length;
        for (int from = 0; from < end;)
        {
            from += vcpu.GetMsrs(_msrs.AsSpan(from, end - from));
            if (from < end)
            {
                end--;
                (_msrs[from], _msrs[end]) = (_msrs[end], _msrs[from]);
            }
        }

        _msrCount = end;
    }

    /// <summary>Sets the MSRs; one that the kernel refuses (VMX capabilities once VMX is on, values only the host sets) is left as it
    /// is.</summary>
    private void SetMsrs(KvmVcpu vcpu)
    {
        for (int from = 0; from < _msrCount; from++)
        {
            from += vcpu.SetMsrs(_msrs.AsSpan(from, _msrCount - from));
        }
    }
}
