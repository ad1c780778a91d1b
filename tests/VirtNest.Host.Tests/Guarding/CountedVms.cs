using System.Collections.Concurrent;
using System.IO;
using System.Threading;

namespace VirtNest.Host.Tests.Guarding;

/// <summary>A folder that looks like /sys/kernel/debug/kvm: the counts are the test's, the processes are real. Emulated guests have no
/// counts of KVM's own. The real ones are read in the labs.</summary>
internal sealed class CountedVms : IDisposable
{
    private readonly ConcurrentDictionary<int, bool> _runs = [];
    private readonly ConcurrentDictionary<int, long> _counts = [];
    private readonly Lock _writing = new();
    private readonly Thread _ticker;
    private volatile bool _isOver;

    internal CountedVms()
    {
        _ticker = new Thread(Tick) { IsBackground = true };
        _ticker.Start();
    }

    /// <summary>The folder.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("virt-nest-counts-").FullName;

    /// <summary>A VM of a process, in which no L2 has run.</summary>
    internal void Add(int pid)
    {
        Directory.CreateDirectory($"{Folder}/{pid}-12/vcpu0");
        File.WriteAllText($"{Folder}/{pid}-12/vcpu0/guest_mode", "0\n");
        Set(pid, 0);
    }

    internal void Remove(int pid)
    {
        _runs.TryRemove(pid, out _);
        lock (_writing)
        {
            Directory.Delete($"{Folder}/{pid}-12", recursive: true);
        }
    }

    /// <summary>From now on an L2 runs in it, or none.</summary>
    internal void Run(int pid, bool runs) => _runs[pid] = runs;

    public void Dispose()
    {
        _isOver = true;
        _ticker.Join();
        Directory.Delete(Folder, recursive: true);
    }

    private void Tick()
    {
        while (!_isOver)
        {
            foreach ((int pid, bool runs) in _runs)
            {
                if (runs)
                {
                    Set(pid, _counts.GetValueOrDefault(pid) + 10);
                }
            }

            Thread.Sleep(30);
        }
    }

    private void Set(int pid, long count)
    {
        lock (_writing)
        {
            if (!Directory.Exists($"{Folder}/{pid}-12"))
            {
                return;
            }

            _counts[pid] = count;

            // Replaced whole: the kernel never shows half a number.
            File.WriteAllText($"{Folder}/{pid}-12/.new", count.ToString(CultureInfo.InvariantCulture) + "\n");
            File.Move($"{Folder}/{pid}-12/.new", $"{Folder}/{pid}-12/nested_run", overwrite: true);
        }
    }
}
