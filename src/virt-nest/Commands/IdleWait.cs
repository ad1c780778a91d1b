using System.Diagnostics;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>--at-idle: waits for the end of what uses the module, for a bounded time, and says so now and then.</summary>
internal sealed class IdleWait(Arguments arguments, Session session)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(arguments.Number(ChangeOptions.Timeout, 3600));
    private readonly long _begin = Stopwatch.GetTimestamp();
    private TimeSpan? _said;

    /// <summary>Waits a moment; false where the time is over, or somebody asked to stop.</summary>
    /// <param name="module">What is waited for.</param>
    /// <param name="users">How many processes use it, as far as they were seen.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    internal bool Goes(string module, int users, CancellationToken cancellation)
    {
        TimeSpan waited = Stopwatch.GetElapsedTime(_begin);
        if (waited >= _timeout)
        {
            session.Fail(WaitedTooLong(module, Duration.Text(_timeout)));
            return false;
        }

        if (_said is null || waited - _said > BetweenWords)
        {
            _said = waited;
            session.Tell(WaitingForIdle(module, users, Duration.Text(_timeout - waited)));
        }

        return !cancellation.WaitHandle.WaitOne(Between);
    }

    private static Sentence WaitingForIdle(string module, int users, string left) => new(
        $"{module} is in use{users switch { 0 => "", 1 => " by one process", _ => $" by {users} processes" }}; waiting, {left} left",
        $"{module} 正在使用中{(users > 0 ? $"（{users} 个进程）" : "")}；等待中，剩余 {left}");
    private static Sentence WaitedTooLong(string module, string time) =>
        new($"{module} was still in use after {time}.", $"{time} 之后 {module} 仍在使用中。");
}
