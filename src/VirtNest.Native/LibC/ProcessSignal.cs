using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>signal.h: signals to a whole process.</summary>
internal static partial class ProcessSignal
{
    private const int SIGSTOP = 19;

    /// <summary>Stops this process, as Ctrl-Z stops one; returns once SIGCONT lets it go on.</summary>
    internal static void StopSelf() => _ = kill(Environment.ProcessId, SIGSTOP);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
