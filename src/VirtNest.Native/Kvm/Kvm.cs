using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <summary>The system descriptor: /dev/kvm.</summary>
internal sealed class Kvm : IDisposable
{
    /// <summary>struct kvm_cpuid2: count and padding, then entries of 40 bytes.</summary>
    internal const int CpuidEntries = 256;
    internal const int SizeOfCpuid = 8 + (CpuidEntries * 40);

    private readonly FileDescriptor _fd;

    private Kvm(int fd) => _fd = new FileDescriptor(fd);

    /// <summary>Opens the device; throws <see cref="KvmException"/> with the call "open /dev/kvm" where that fails.</summary>
    internal static Kvm Open(string device)
    {
        int fd = Fcntl.Open(device, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
        return fd >= 0 ? new Kvm(fd) : throw new KvmException("open " + device, Marshal.GetLastPInvokeError());
    }

    internal int ApiVersion() =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_API_VERSION, 0), nameof(KvmNumbers.KVM_GET_API_VERSION));

    /// <summary>KVM_CHECK_EXTENSION: 0 where the kernel does not have it.</summary>
    internal int CheckExtension(int capability) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_CHECK_EXTENSION, capability), nameof(KvmNumbers.KVM_CHECK_EXTENSION));

    /// <summary>The size of the page shared with KVM_RUN.</summary>
    internal int VcpuMapSize() =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_VCPU_MMAP_SIZE, 0), nameof(KvmNumbers.KVM_GET_VCPU_MMAP_SIZE));

    /// <summary>Fills struct kvm_cpuid2, a buffer of <see cref="SizeOfCpuid"/> bytes, with what KVM gives to guests.</summary>
    internal void SupportedCpuid(Span<byte> cpuid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cpuid.Length, SizeOfCpuid);
        cpuid.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(cpuid, CpuidEntries);
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_SUPPORTED_CPUID, cpuid), nameof(KvmNumbers.KVM_GET_SUPPORTED_CPUID));
    }

    /// <summary>The MSRs that make up a vCPU's state, or none where the kernel does not list them.</summary>
    internal uint[] MsrIndexes()
    {
        const int Most = 1024;
        byte[] list = new byte[4 + (Most * 4)];
        BinaryPrimitives.WriteUInt32LittleEndian(list, Most);
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_MSR_INDEX_LIST, list.AsSpan()),
            nameof(KvmNumbers.KVM_GET_MSR_INDEX_LIST));
        uint[] indexes = new uint[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(list), Most)];
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = BinaryPrimitives.ReadUInt32LittleEndian(list.AsSpan(4 + (i * 4)));
        }

        return indexes;
    }

    internal KvmVm CreateVm() =>
        new(KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_CREATE_VM, 0), nameof(KvmNumbers.KVM_CREATE_VM)));

    public void Dispose() => _fd.Dispose();
}
