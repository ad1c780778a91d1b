using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <summary>A vCPU's descriptor and the page it shares with KVM_RUN. One thread uses it.</summary>
internal sealed partial class KvmVcpu : IDisposable
{
    private readonly FileDescriptor _fd;
    private readonly Mapping _page;

    internal KvmVcpu(int fd, int mapSize)
    {
        _fd = new FileDescriptor(fd);
        Mapping? page = Mapping.Shared(mapSize, fd);
        if (page is null)
        {
            int errno = Marshal.GetLastPInvokeError();
            _fd.Dispose();
            throw new KvmException("mmap", errno);
        }

        _page = page;
    }

    internal KvmRunPage Page => new(_page.Bytes);

    /// <summary>KVM_RUN: 0, or the error number. Allocates nothing.</summary>
    internal int Run() => Ioctl.Call(_fd.Number, KvmNumbers.KVM_RUN, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The signals blocked while KVM_RUN runs, as the kernel's 64-bit set.</summary>
    internal void SetSignalMask(ulong blocked)
    {
        // struct kvm_signal_mask: the length of the set, then the set without padding before it.
        Span<byte> mask = stackalloc byte[4 + 8];
        BinaryPrimitives.WriteUInt32LittleEndian(mask, 8);
        BinaryPrimitives.WriteUInt64LittleEndian(mask[4..], blocked);
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_SIGNAL_MASK, mask), nameof(KvmNumbers.KVM_SET_SIGNAL_MASK));
    }

    /// <summary>struct kvm_cpuid2, as <see cref="Kvm.SupportedCpuid"/> filled it.</summary>
    internal void SetCpuid(Span<byte> cpuid) =>
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_CPUID2, cpuid), nameof(KvmNumbers.KVM_SET_CPUID2));

    /// <summary>The ticks of the time stamp counter in a millisecond, or 0 where the kernel does not tell.</summary>
    internal int TscKHz() => Math.Max(0, Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_TSC_KHZ, 0));

    /// <summary>Opens the vCPU's statistics, or null where the kernel has none (before Linux 5.14). To be called before KVM_RUN: during it
    /// the call waits for it.</summary>
    internal KvmStatistics? OpenStatistics()
    {
        int fd = Ioctl.Call(_fd.Number, KvmNumbers.KVM_GET_STATS_FD, 0);
        return fd < 0 ? null : new KvmStatistics(fd);
    }

    public void Dispose()
    {
        _page.Dispose();
        _fd.Dispose();
    }
}
