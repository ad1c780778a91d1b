using System.Diagnostics;
using System.Threading;

namespace VirtNest.Host.Files;

/// <summary>How a job of a <see cref="LosableThread"/> ended.</summary>
internal enum JobEnd
{
    /// <summary>It is done.</summary>
    Done,
    /// <summary>The kernel gave no thread to do it.</summary>
    NoThread,
    /// <summary>It did not come back in time: the thread is left behind with it, and does nothing more.</summary>
    Lost,
}

/// <summary>A thread that does one job after the other, each with an end in time. One caller at a time; none after a job was
/// lost.</summary>
internal sealed class LosableThread
{
    private readonly object _gate = new();
    private Thread? _worker;
    private Action? _job;
    private bool _isOver;
    private volatile bool _isHanging;

    /// <summary>The job that was lost has not come back to this moment.</summary>
    internal bool IsHanging => _isHanging;

    /// <summary>Does a job.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="job">The job, which throws nothing. Once it is lost it may go on at any later time.</param>
    internal JobEnd Run(TimeSpan limit, Action job)
    {
        lock (_gate)
        {
            _worker ??= BackgroundThread.Start(Work);
            if (_worker is null)
            {
                return JobEnd.NoThread;
            }

            bool isDone = false;
            _job = () =>
            {
                job();
                lock (_gate)
                {
                    isDone = true;
                    _isHanging = false;
                    Monitor.PulseAll(_gate);
                }
            };
            Monitor.PulseAll(_gate);
            long begin = Stopwatch.GetTimestamp();
            while (!isDone)
            {
                TimeSpan left = limit - Stopwatch.GetElapsedTime(begin);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    if (!isDone)
                    {
                        _isHanging = true;
                        _isOver = true;
                        return JobEnd.Lost;
                    }
                }
            }

            return JobEnd.Done;
        }
    }

    /// <summary>Ends the thread, once what it does is done.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (true)
        {
            Action job;
            lock (_gate)
            {
                while (_job is null)
                {
                    if (_isOver)
                    {
                        return;
                    }

                    Monitor.Wait(_gate);
                }

                job = _job;
                _job = null;
            }

            job();
        }
    }
}
