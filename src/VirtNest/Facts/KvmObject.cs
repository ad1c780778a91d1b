using System.Buffers.Text;

namespace VirtNest.Facts;

/// <summary>What of KVM a descriptor or a mapping keeps in use.</summary>
public enum KvmObject
{
    /// <summary>/dev/kvm itself, under whatever name.</summary>
    Device,
    /// <summary>A VM.</summary>
    Vm,
    /// <summary>A virtual CPU.</summary>
    Vcpu,
    /// <summary>Another object of a VM: a device that the kernel emulates, statistics, guest memory.</summary>
    Other,
}

/// <summary>Tells what of KVM an open file is.</summary>
public static class KvmObjects
{
    /// <summary>What the text of a link in /proc/PID/fd says; null for any other file, and for /dev/kvm, which may have any name: see
    /// <see cref="IsDevice"/>.</summary>
    /// <remarks>
    /// Names as the kernel gives them (Linux v6.12 virt/kvm/kvm_main.c): kvm-vm, kvm-vcpu:0, kvm-vm-stats, kvm-vcpu-stats:0, the names of
    /// struct kvm_device_ops (kvm-vfio, kvm-arm-vgic-v3), [kvm-gmem]. A file of a VM's folder in debugfs keeps that VM too
    /// (kvm_debugfs_open).
    /// </remarks>
    /// <param name="link">The link's text; its first 64 bytes are enough.</param>
    public static KvmObject? OfLink(ReadOnlySpan<byte> link)
    {
        if (link.StartsWith("anon_inode:"u8))
        {
            ReadOnlySpan<byte> name = link["anon_inode:".Length..];
            return name.SequenceEqual("kvm-vm"u8) ? KvmObject.Vm
                : name.SequenceEqual("kvm-vcpu"u8) || name.StartsWith("kvm-vcpu:"u8) ? KvmObject.Vcpu
                : name.StartsWith("kvm"u8) || name.StartsWith("[kvm"u8) ? KvmObject.Other
                : null;
        }

        ReadOnlySpan<byte> debugfs = "/sys/kernel/debug/kvm/"u8;
        bool isOfVm = link.StartsWith(debugfs) && link[debugfs.Length..].IndexOf((byte)'/') > 0;
        return isOfVm || link.StartsWith("/[kvm-gmem]"u8) ? KvmObject.Other : null;
    }

    /// <summary>The number of the vCPU whose statistics a file gives (KVM_GET_STATS_FD, Linux 5.14), by the text of its link; null for any
    /// other file.</summary>
    /// <param name="link">The link's text, "anon_inode:kvm-vcpu-stats:0".</param>
    public static int? VcpuOfStatistics(ReadOnlySpan<byte> link)
    {
        ReadOnlySpan<byte> prefix = "anon_inode:kvm-vcpu-stats:"u8;
        return link.StartsWith(prefix) && Utf8Parser.TryParse(link[prefix.Length..], out int vcpu, out int length) && vcpu >= 0
            && prefix.Length + length == link.Length ? vcpu : null;
    }

    /// <summary>True for the device numbers of /dev/kvm: MISC_MAJOR and KVM_MINOR (Linux v6.12 include/uapi/linux/major.h,
    /// include/linux/miscdevice.h).</summary>
    /// <param name="major">Of a character device.</param>
    /// <param name="minor">Of a character device.</param>
    public static bool IsDevice(uint major, uint minor) => (major, minor) == (10, 232);
}
