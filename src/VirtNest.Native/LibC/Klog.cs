using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/klog.h.</summary>
internal static partial class Klog
{
    /// <summary>SYSLOG_ACTION_READ_ALL of syslog(2): reads the kernel's messages and leaves them there.</summary>
    private const int ReadAll = 3;

    /// <summary>The last kernel messages that fit into a span; returns the count, or -1 with the error number set (EPERM under
    /// kernel.dmesg_restrict).</summary>
    internal static unsafe int Read(Span<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes no more than that.
        fixed (byte* pointer = buffer)
        {
            return klogctl(ReadAll, pointer, buffer.Length);
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int klogctl(int type, byte* buffer, int length);
}
