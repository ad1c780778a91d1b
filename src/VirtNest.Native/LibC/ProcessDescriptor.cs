using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/pidfd.h: what another process has open. By syscall(2), since glibc has wrappers only from 2.36 on.</summary>
internal static partial class ProcessDescriptor
{
    // The same on every architecture that KVM has on Linux (Linux v6.12 include/uapi/asm-generic/unistd.h).
    private const nint SYS_pidfd_open = 434, SYS_pidfd_getfd = 438;

    /// <summary>pidfd_open(2): a descriptor of a process, with FD_CLOEXEC; -1 with the error number set. Linux 5.3.</summary>
    /// <param name="pid">A process id, not that of another thread.</param>
    internal static int Open(int pid) => (int)syscall(SYS_pidfd_open, pid, 0, 0);

    /// <summary>pidfd_getfd(2): another descriptor, with FD_CLOEXEC, of what a process has open; -1 with the error number set: EPERM
    /// without the right to trace it (ptrace(2), PTRACE_MODE_ATTACH_REALCREDS), EBADF where it has no such descriptor, ESRCH where it has
    /// ended. Linux 5.6.</summary>
    /// <param name="process">What <see cref="Open"/> gave.</param>
    /// <param name="descriptor">The number that the process knows it by.</param>
    internal static int Duplicate(int process, int descriptor) => (int)syscall(SYS_pidfd_getfd, process, descriptor, 0);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);
}
