using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Native.Kvm;
using VirtNest.Native.LibC;
using Architecture = System.Runtime.InteropServices.Architecture;

namespace VirtNest.Host.Gathering;

/// <summary>What /dev/kvm answers. It is opened only where the driver behind it is registered: opening a node without one has the kernel
/// load a module (char-major-10-232; s390x and ppc64le have that alias).</summary>
internal static class KvmDevice
{
    private const string Device = "/dev/kvm";
    private const int SupportedCpuidEntries = 256;
    private const int MsrEntries = 512;

    internal static void Gather(HostEvidence evidence, bool allowsVm)
    {
        evidence["acl:" + Device] = ReadAcl();
        if (!evidence["stat:/sys/devices/virtual/misc/kvm"].IsKnown)
        {
            return;
        }

        int fd = Fcntl.Open(Device, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            evidence["open:" + Device] = Reading.OfErrno(Marshal.GetLastPInvokeError());
            return;
        }

        using FileDescriptor kvm = new(fd);
        evidence["open:" + Device] = Reading.Known("ok");
        evidence["ioctl:KVM_GET_API_VERSION"] = Number(fd, KvmNumbers.KVM_GET_API_VERSION, 0);
        evidence["ioctl:KVM_CHECK_EXTENSION KVM_CAP_NESTED_STATE"] =
            Number(fd, KvmNumbers.KVM_CHECK_EXTENSION, KvmNumbers.KVM_CAP_NESTED_STATE);
        switch (RuntimeInformation.ProcessArchitecture)
        {
            case Architecture.X64 or Architecture.X86:
                evidence["ioctl:KVM_GET_SUPPORTED_CPUID"] = SupportedCpuid(fd);
                Reading indexes = MsrFeatureIndexes(fd, out uint[] list);
                evidence["ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST"] = indexes;
                evidence["ioctl:KVM_GET_MSRS"] = MsrFeatures(fd, list);
                break;
            case Architecture.Arm64:
                evidence["ioctl:KVM_CHECK_EXTENSION KVM_CAP_ARM_EL2"] =
                    Number(fd, KvmNumbers.KVM_CHECK_EXTENSION, KvmNumbers.KVM_CAP_ARM_EL2);
                break;
            case Architecture.Ppc64le:
                evidence["ioctl:KVM_CHECK_EXTENSION KVM_CAP_PPC_NESTED_HV"] =
                    Number(fd, KvmNumbers.KVM_CHECK_EXTENSION, KvmNumbers.KVM_CAP_PPC_NESTED_HV);
                break;
            default:
                break;
        }

        if (allowsVm && NeedsVm(evidence))
        {
            evidence["ioctl:KVM_CREATE_VM"] = CreateVm(fd);
        }
    }

    /// <summary>kvm_intel and kvm_amd tell by KVM_GET_SUPPORTED_CPUID what they give to guests; of any other vendor module only a VM tells
    /// that it runs guests, unless the kernel switched virtualization on when the module was loaded. Never beside another hypervisor,
    /// whose VMX or SVM the VM would take.</summary>
    private static bool NeedsVm(HostEvidence evidence)
    {
        if (VirtualizationAtLoad.IsOn(evidence))
        {
            return false;
        }

        foreach (string module in evidence.Entries(Sources.ModuleFolder))
        {
            if (Sources.IsOtherHypervisor(module) || VendorModule.UsesExtension(module))
            {
                return false;
            }
        }

        return true;
    }

    private static Reading Number(int fd, nuint request, nint argument)
    {
        int answer = Ioctl.Call(fd, request, argument);
        return answer < 0 ? Reading.OfErrno(Marshal.GetLastPInvokeError()) : Reading.Known(answer.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>struct kvm_cpuid2: nent, padding, then entries of 40 bytes (function, index, flags, eax, ebx, ecx, edx, padding).</summary>
    private static Reading SupportedCpuid(int fd)
    {
        byte[] buffer = new byte[8 + (SupportedCpuidEntries * 40)];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, SupportedCpuidEntries);
        if (Ioctl.Call(fd, KvmNumbers.KVM_GET_SUPPORTED_CPUID, buffer.AsSpan()) < 0)
        {
            return Reading.OfErrno(Marshal.GetLastPInvokeError());
        }

        StringBuilder table = new();
        int count = (int)BinaryPrimitives.ReadUInt32LittleEndian(buffer);
        for (ReadOnlySpan<byte> entry = buffer.AsSpan(8); count > 0 && entry.Length >= 40; count--, entry = entry[40..])
        {
            uint function = Word(entry, 0);
            if (function is 0 or 1 or 7 || (function & 0xF000_0000) is 0x4000_0000
                || function is >= 0x8000_0000 and <= 0x8000_0001 or 0x8000_000A)
            {
                table.Append(CultureInfo.InvariantCulture,
                    $"{function:x8} {Word(entry, 1):x8} {Word(entry, 3):x8} {Word(entry, 4):x8} {Word(entry, 5):x8} {Word(entry, 6):x8}\n");
            }
        }

        return Reading.Known(table.ToString());
    }

    /// <summary>struct kvm_msr_list: nmsrs, then 32-bit indexes.</summary>
    private static Reading MsrFeatureIndexes(int fd, out uint[] indexes)
    {
        indexes = [];
        byte[] buffer = new byte[4 + (MsrEntries * 4)];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, MsrEntries);
        if (Ioctl.Call(fd, KvmNumbers.KVM_GET_MSR_FEATURE_INDEX_LIST, buffer.AsSpan()) < 0)
        {
            return Reading.OfErrno(Marshal.GetLastPInvokeError());
        }

        indexes = new uint[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(buffer), MsrEntries)];
        StringBuilder list = new();
        for (int i = 0; i < indexes.Length; i++)
        {
            indexes[i] = Word(buffer, i + 1);
            list.Append(CultureInfo.InvariantCulture, $"{indexes[i]:x}\n");
        }

        return Reading.Known(list.ToString());
    }

    /// <summary>The values of the VMX capability MSRs among the indexes. struct kvm_msrs: nmsrs, padding, then entries of 16 bytes (index,
    /// reserved, data).</summary>
    private static Reading MsrFeatures(int fd, uint[] indexes)
    {
        uint[] asked = Array.FindAll(indexes, static i => i is >= 0x480 and <= 0x491);
        if (asked.Length == 0)
        {
            return Reading.Known("");
        }

        byte[] buffer = new byte[8 + (asked.Length * 16)];
        BinaryPrimitives.WriteUInt32LittleEndian(buffer, (uint)asked.Length);
        for (int i = 0; i < asked.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(8 + (i * 16)), asked[i]);
        }

        int read = Ioctl.Call(fd, KvmNumbers.KVM_GET_MSRS, buffer.AsSpan());
        if (read < 0)
        {
            return Reading.OfErrno(Marshal.GetLastPInvokeError());
        }

        StringBuilder table = new();
        for (int i = 0; i < read; i++)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"{asked[i]:x} {BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(16 + (i * 16))):x16}\n");
        }

        return Reading.Known(table.ToString());
    }

    private static Reading CreateVm(int fd)
    {
        int vm = Ioctl.Call(fd, KvmNumbers.KVM_CREATE_VM, 0);
        if (vm < 0)
        {
            return Reading.OfErrno(Marshal.GetLastPInvokeError());
        }

        new FileDescriptor(vm).Dispose();
        return Reading.Known("ok");
    }

    /// <summary>system.posix_acl_access (linux/posix_acl_xattr.h): version 2, then entries of tag, permissions, id; as "user:1000:rw-" a
    /// line. The short forms of acl(5).</summary>
    private static Reading ReadAcl()
    {
        Span<byte> bytes = stackalloc byte[1024];
        nint count = Stat.GetXAttr(Device, "system.posix_acl_access", bytes);
        if (count < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno is LinuxErrno.ENODATA or LinuxErrno.EOPNOTSUPP ? Reading.Without(ReadingState.Absent, errno)
                : Reading.OfErrno(errno);
        }

        StringBuilder text = new();
        for (ReadOnlySpan<byte> entry = bytes[..(int)count]; entry.Length >= 12; entry = entry[8..])
        {
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]);
            ushort permissions = BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]);
            uint id = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            string name = tag switch
            {
                0x01 => "user:",
                0x02 => "user:" + id.ToString(CultureInfo.InvariantCulture),
                0x04 => "group:",
                0x08 => "group:" + id.ToString(CultureInfo.InvariantCulture),
                0x10 => "mask:",
                _ => "other:",
            };
            text.Append(name).Append(':').Append((permissions & 4) != 0 ? 'r' : '-').Append((permissions & 2) != 0 ? 'w' : '-')
                .Append((permissions & 1) != 0 ? 'x' : '-').Append('\n');
        }

        return Reading.Known(text.ToString());
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(index * 4)..]);
}
