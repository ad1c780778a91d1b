using System;
using System.Threading.Tasks;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>
/// Calls of libvirt, each with an end in time. libvirt waits for its daemon without limit (its keepalive needs an event loop, and begins after
/// the connection is made), so a call runs on a thread of its own; where it does not come back in time, the thread is left behind and the
/// connection is not used again.
/// </summary>
internal sealed class BoundedCalls
{
    private volatile string? _stuck;

    /// <summary>False after a call did not come back: nothing more can be asked, and closing would wait too.</summary>
    internal bool IsAlive => _stuck is null;

    /// <summary>Runs one call, or a few that belong together.</summary>
    /// <param name="name">What it is called where it does not come back.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="call">The call; its exceptions of libvirt become <see cref="HypervisorException"/>.</param>
    /// <exception cref="HypervisorException">libvirt refused, is not there, or did not answer.</exception>
    internal T Run<T>(string name, TimeSpan limit, Func<T> call)
    {
        if (_stuck is { } before)
        {
            throw new HypervisorException(new(LibvirtFailureKind.NoAnswer, before, 0, 0, ""));
        }

        Task<T> task = Task.Run(call);
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(limit))
        {
            _stuck = name;
            throw new HypervisorException(new(LibvirtFailureKind.NoAnswer, name, 0, 0, ""));
        }

        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (LibvirtException exception)
        {
            throw new HypervisorException(Failures.Of(exception));
        }
        catch (Exception exception) when (LibvirtLibraries.IsAbsence(exception))
        {
            throw new HypervisorException(new(exception is DllNotFoundException ? LibvirtFailureKind.LibraryAbsent : LibvirtFailureKind.LibraryTooOld, name, 0, 0, ""));
        }
    }
}
