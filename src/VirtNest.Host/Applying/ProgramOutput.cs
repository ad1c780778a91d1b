using System.Threading;

namespace VirtNest.Host.Applying;

/// <summary>What a program writes, one character for each byte, as it comes in on the threads that read its two pipes.</summary>
internal sealed class ProgramOutput
{
    private const int MostLast = 2000;
    private const int MostWhole = 8 << 20;

    /// <summary>How long an ended program's output may take to come in; it takes that long only where something in the background holds a
    /// pipe.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly StringBuilder _whole = new();
    private readonly StringBuilder _last = new();
    private int _open = 2;

    /// <summary>Takes a line, or the end of a pipe.</summary>
    /// <param name="line">The line without its end; null for the end of the pipe.</param>
    /// <param name="isOutput">Of standard output, not of standard error.</param>
    internal void Add(string? line, bool isOutput)
    {
        lock (_whole)
        {
            if (line is null)
            {
                _open--;
                Monitor.PulseAll(_whole);
                return;
            }

            if (isOutput && _whole.Length < MostWhole)
            {
                _whole.Append(line).Append('\n');
            }

            _last.Append(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line))).Append('\n');
            if (_last.Length > MostLast)
            {
                _last.Remove(0, _last.Length - MostLast);
            }
        }
    }

    /// <summary>Waits for the ends of both pipes (Process.WaitForExit with a time does not) and gives what came.</summary>
    internal ProgramResult Result(int exitStatus)
    {
        lock (_whole)
        {
            while (_open > 0 && Monitor.Wait(_whole, Deadline))
            {
            }

            return new(exitStatus, _last.ToString().Trim(), _whole.ToString());
        }
    }
}
