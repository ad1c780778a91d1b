using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <content>Registers, MSRs, and the state that only a migration carries.</content>
internal sealed partial class KvmVcpu
{
    internal void GetSregs(ref KvmSregs sregs) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_SREGS, ref sregs), nameof(KvmNumbers.KVM_GET_SREGS));

    internal void SetSregs(ref KvmSregs sregs) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_SREGS, ref sregs), nameof(KvmNumbers.KVM_SET_SREGS));

    internal void GetRegs(ref KvmRegs regs) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_REGS, ref regs), nameof(KvmNumbers.KVM_GET_REGS));

    internal void SetRegs(ref KvmRegs regs) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_REGS, ref regs), nameof(KvmNumbers.KVM_SET_REGS));

    /// <summary>Reads the MSRs of the entries' indexes in one call; returns how many were read before the first that the kernel does not
    /// have.</summary>
    internal int GetMsrs(Span<KvmMsrEntry> entries) => Msrs(KvmNumbers.KVM_GET_MSRS, entries, nameof(KvmNumbers.KVM_GET_MSRS));

    /// <summary>Writes the MSRs in one call; returns how many were written before the first that the kernel refused.</summary>
    internal int SetMsrs(Span<KvmMsrEntry> entries) => Msrs(KvmNumbers.KVM_SET_MSRS, entries, nameof(KvmNumbers.KVM_SET_MSRS));

    /// <summary>One of the fixed-size states (KVM_GET_XSAVE and its like), whose number says the size that the buffer must have.</summary>
    internal void GetState(nuint request, Span<byte> state, string call)
    {
        CheckSize(request, state);
        KvmException.Check(Ioctl.Call(_fd.Number, request, state), call);
    }

    /// <summary>As <see cref="GetState"/>, for the KVM_SET_ calls.</summary>
    internal void SetState(nuint request, Span<byte> state, string call) => GetState(request, state, call);

    /// <summary>struct kvm_nested_state: a header of 128 bytes, then the vendor's pages. The buffer must have the size that
    /// KVM_CAP_NESTED_STATE answers.</summary>
    internal void GetNestedState(Span<byte> state)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(state.Length, 128);
        state.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(state[4..], (uint)state.Length);
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_NESTED_STATE, state), nameof(KvmNumbers.KVM_GET_NESTED_STATE));
    }

    internal void SetNestedState(Span<byte> state)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(state.Length, 128);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BinaryPrimitives.ReadUInt32LittleEndian(state[4..]), (uint)state.Length);
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_NESTED_STATE, state), nameof(KvmNumbers.KVM_SET_NESTED_STATE));
    }

    /// <summary>struct kvm_msrs: the count and padding, then the entries.</summary>
    private int Msrs(nuint request, Span<KvmMsrEntry> entries, string call)
    {
        const int Most = 1024;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Length, Most);
        Span<byte> buffer = stackalloc byte[8 + (entries.Length * 16)];
        Span<byte> values = buffer[8..];
        buffer[..8].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)entries.Length);
        MemoryMarshal.AsBytes(entries).CopyTo(values);
        int done = KvmException.Check(Ioctl.Call(_fd.Number, request, buffer), call);
        values.CopyTo(MemoryMarshal.AsBytes(entries));
        return done;
    }

    private static void CheckSize(nuint request, Span<byte> state) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, (int)((request >> 16) & 0x3FFF));
}
