using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>signal.h: signals to a whole process.</summary>
internal static partial class ProcessSignal
{
    private const int SIGKILL = 9, SIGSTOP = 19;

    /// <summary>Stops this process, as Ctrl-Z stops one; returns once SIGCONT lets it go on.</summary>
    internal static void StopSelf() => _ = kill(Environment.ProcessId, SIGSTOP);

    /// <summary>Kills a process; one that has ended already is nothing to tell.</summary>
    internal static void Kill(int pid) => _ = kill(pid, SIGKILL);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
