using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

/// <summary>A thread with mounts of its own, so that programs and our own code see another /etc and /boot there, and nothing of the
/// machine's changes (unshare(2), CLONE_NEWNS, which is of one thread; programs that it starts inherit it).</summary>
internal static class MountNamespace
{
    private const int CLONE_NEWNS = 0x20000;

    /// <summary>Runs something on such a thread; the test is skipped where no mount can be made.</summary>
    /// <param name="etc">A folder that is seen as /etc.</param>
    /// <param name="boot">A folder that is seen as /boot.</param>
    /// <param name="body">What is run.</param>
    internal static void Run(string etc, string boot, Action body)
    {
        string? missing = null;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                missing = Unshare(CLONE_NEWNS) != 0 ? $"unshare: errno {Marshal.GetLastPInvokeError()}"
                    : Start("mount", "--make-rprivate", "/") ?? Start("mount", "--bind", etc, "/etc")
                    ?? Start("mount", "--bind", boot, "/boot");
                if (missing is null)
                {
                    body();
                }
            }
            catch (Exception e) when (e is not ThreadInterruptedException)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        Assert.SkipWhen(missing is not null, "no mounts of its own: " + missing);
    }

    /// <summary>Runs a program of this machine to its end; what went wrong, or null.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">One by one.</param>
    internal static string? Start(string program, params string[] arguments)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: status {process.ExitCode}: {error.Trim()}";
    }

#pragma warning disable SYSLIB1054 // generated marshalling is unsafe code, which this project does not allow; two integers need none
    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unshare(int flags);
#pragma warning restore SYSLIB1054
}
