using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <summary>A VM's descriptor.</summary>
internal sealed class KvmVm : IDisposable
{
    private readonly FileDescriptor _fd;

    internal KvmVm(int fd) => _fd = new FileDescriptor(fd);

    /// <summary>Three pages that kvm_intel needs for real mode (unrestricted_guest=0); refused by no kernel that needs them, and so not
    /// checked.</summary>
    internal void SetTssAddress(nint address) => _ = Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_TSS_ADDR, address);

    /// <summary>Gives the VM its memory. The mapping must outlive the VM.</summary>
    internal void SetMemory(uint slot, ulong guestPhysicalAddress, Mapping memory)
    {
        KvmUserspaceMemoryRegion region = new()
        {
            Slot = slot,
            GuestPhysicalAddress = guestPhysicalAddress,
            MemorySize = (ulong)memory.Bytes.Length,
            UserspaceAddress = (ulong)memory.Address,
        };
        KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_SET_USER_MEMORY_REGION, ref region),
            nameof(KvmNumbers.KVM_SET_USER_MEMORY_REGION));
    }

    internal KvmVcpu CreateVcpu(int id, int mapSize) =>
        new(KvmException.Check(Ioctl.Call(_fd.Number, KvmNumbers.KVM_CREATE_VCPU, id), nameof(KvmNumbers.KVM_CREATE_VCPU)), mapSize);

    public void Dispose() => _fd.Dispose();
}
