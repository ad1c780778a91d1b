using System.ComponentModel;
using System.Diagnostics;
using VirtNest.Host.Files;

namespace VirtNest.Host.Applying;

/// <summary>How a program ended.</summary>
/// <param name="ExitStatus">Its exit status; 128 and the signal's number where a signal ended it; null where it was not started, or its
/// deadline passed.</param>
/// <param name="Output">The end of what it wrote to standard output and standard error, for a message.</param>
/// <param name="Whole">Standard output, one character for each byte, at most 8 MiB.</param>
internal sealed record ProgramResult(int? ExitStatus, string Output, string Whole)
{
    internal bool IsSuccess => ExitStatus == 0;

    /// <summary>Why it was not started; 0 where it was.</summary>
    internal int Errno { get; init; }
}

/// <summary>Programs of this host, by absolute path, with a clean environment, and never through a shell.</summary>
internal static class HostProgram
{
    /// <summary>Runs a program to its end. What it leaves running in the background is not waited for.</summary>
    /// <param name="program">By absolute path.</param>
    /// <param name="arguments">One by one.</param>
    /// <param name="deadline">After it the program is killed.</param>
    /// <param name="held">A lock that it inherits, so that no other run begins while it goes on after a kill of this one; null for
    /// none.</param>
    internal static ProgramResult Run(string program, IEnumerable<string> arguments, TimeSpan deadline, ChangeLock? held = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/", StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1 };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        ProgramOutput output = new();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, e) => output.Add(e.Data, isOutput: true);
        process.ErrorDataReceived += (_, e) => output.Add(e.Data, isOutput: false);
        held?.PassOn(isInherited: true);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new(null, e.Message, "") { Errno = e.NativeErrorCode };
        }
        finally
        {
            held?.PassOn(isInherited: false);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(deadline))
        {
            ProcessTree.Kill(process);
            return new(null, $"still running after {deadline.TotalSeconds} s", "");
        }

        return output.Result(process.ExitCode);
    }
}
