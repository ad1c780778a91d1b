using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>Calls of libvirt, each with an end in time. libvirt waits for its daemon without limit (its keepalive needs an event loop, and
/// begins after the connection is made), so the calls run on a thread of their own; where one does not come back in time, that thread is
/// left behind and the connection is not used again. One caller at a time.</summary>
internal sealed class BoundedCalls : IDisposable
{
    private readonly LosableThread _thread = new();
    private volatile string? _stuck;

    /// <summary>False after a call did not come back: nothing more can be asked, and closing would wait too.</summary>
    internal bool IsAlive => _stuck is null;

    /// <summary>The call that did not come back in time has not done so to this moment: its thread, and its request in the daemon, are
    /// still there.</summary>
    internal bool IsHanging => _thread.IsHanging;

    /// <summary>Runs one call, or a few that belong together.</summary>
    /// <param name="name">What it is called where it does not come back.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="call">The call; its exceptions of libvirt become <see cref="HypervisorException"/>.</param>
    /// <exception cref="HypervisorException">libvirt refused, is not there, or did not answer.</exception>
    internal T Run<T>(string name, TimeSpan limit, Func<T> call)
    {
        if (_stuck is { } before)
        {
            throw NoAnswer(before);
        }

        T result = default!;
        LibvirtFailure? failure = null;
        JobEnd end = _thread.Run(limit, () =>
        {
            try
            {
                result = call();
            }
            catch (LibvirtException exception)
            {
                failure = Failures.Of(exception);
            }
            catch (HypervisorException exception)
            {
                failure = exception.Failure;
            }
            catch (Exception exception) when (LibvirtLibraries.IsAbsence(exception))
            {
                failure = new(exception is DllNotFoundException ? LibvirtFailureKind.LibraryAbsent : LibvirtFailureKind.LibraryTooOld, name,
                    0, 0, "");
            }
        });
        if (end == JobEnd.NoThread)
        {
            throw new HypervisorException(Failures.Lack(name));
        }

        if (end == JobEnd.Lost)
        {
            _stuck = name;
            throw NoAnswer(name);
        }

        return failure is null ? result : throw new HypervisorException(failure);
    }

    /// <summary>Ends the thread, once what it does is done.</summary>
    public void Dispose() => _thread.End();

    private HypervisorException NoAnswer(string name) => new(new(LibvirtFailureKind.NoAnswer, name, 0, 0, "")) { GivenUp = this };
}
