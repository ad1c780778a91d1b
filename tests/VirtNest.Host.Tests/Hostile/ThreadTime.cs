using System.IO;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>The CPU time that the thread at work has taken: what a limit can be put on while other programs have the CPU too.</summary>
internal static class ThreadTime
{
    /// <summary>Since the thread began, in steps of 10 ms: utime and stime, the 14th and the 15th field of proc_pid_stat(5).</summary>
    internal static TimeSpan Taken
    {
        get
        {
            string[] fields = File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ');
            return TimeSpan.FromMilliseconds(10 * fields[11..13].Sum(static f => long.Parse(f, CultureInfo.InvariantCulture)));
        }
    }
}
