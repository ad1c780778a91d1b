using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>The two MSRs with which firmware locks virtualization, where /dev/cpu/0/msr lets root read them: 0x3a IA32_FEATURE_CONTROL
/// (Intel SDM vol. 4, "Architectural MSRs") and 0xc0010114 VM_CR (AMD APM 24593, "SVM Related MSRs"). The module msr is not loaded for
/// it.</summary>
internal static class MsrReader
{
    private const string Device = "/dev/cpu/0/msr";

    internal static void Gather(HostTree tree, HostEvidence evidence)
    {
        // Opening the node of a driver that is not there would have the kernel load it (char-major-202-*).
        if (!tree.Describe("/sys/class/msr/msr0").IsKnown)
        {
            evidence["msr:3a"] = evidence["msr:c0010114"] = Reading.Without(ReadingState.Absent, LinuxErrno.ENODEV);
            return;
        }

        int fd = Fcntl.Open(Device, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            evidence["msr:3a"] = evidence["msr:c0010114"] = Reading.OfErrno(Marshal.GetLastPInvokeError());
            return;
        }

        using FileDescriptor file = new(fd);
        evidence["msr:3a"] = Read(fd, 0x3a);
        evidence["msr:c0010114"] = Read(fd, 0xc001_0114);
    }

    private static Reading Read(int fd, uint msr)
    {
        Span<byte> value = stackalloc byte[8];
        return Unistd.PRead(fd, value, msr) == 8
            ? Reading.Known(BinaryPrimitives.ReadUInt64LittleEndian(value).ToString("x", CultureInfo.InvariantCulture))
            : Reading.OfErrno(Marshal.GetLastPInvokeError());
    }
}
