using System.Diagnostics;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Watching;
using VirtNest.Watching;

namespace VirtNest.Host.Exporting;

/// <summary>What is exported, sample after sample. One caller at a time.</summary>
/// <param name="options">What may be asked.</param>
/// <param name="mostInstances">How many instances have series of their own.</param>
public sealed class Exporter(WatchOptions options, int mostInstances) : IDisposable
{
    /// <summary>How old the answers of the host may be: they change with modules and parameters, and reading them costs some
    /// milliseconds.</summary>
    private static readonly TimeSpan HostAge = TimeSpan.FromMinutes(5);

    private readonly Watcher _watcher = new(options);
    private WatchState? _state;
    private Verdict? _host;
    private DateTimeOffset _hostAt;
    private long _judged;

    /// <summary>Looks once more.</summary>
    public ExportReport Next()
    {
        _state = WatchState.After(_state, _watcher.Sample());
        if (_host is null || Stopwatch.GetElapsedTime(_judged) >= HostAge)
        {
            // No VM is created for it: what only that could tell stays unknown.
            _host = Verdict.Judge(HostFacts.Parse(EvidenceGatherer.Quick()));
            _judged = Stopwatch.GetTimestamp();
            _hostAt = _state.Sample.Clock;
        }

        return new ExportReport(_state, _host, _hostAt, mostInstances);
    }

    /// <summary>Ends the connection to libvirt; while no other thread looks.</summary>
    public void Dispose() => _watcher.Dispose();
}
