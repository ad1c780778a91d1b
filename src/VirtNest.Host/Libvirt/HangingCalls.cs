namespace VirtNest.Host.Libvirt;

/// <summary>What hangs in libvirt of one who asks it again and again: a call that did not come back keeps its thread and its connection
/// until it does, so there are only so many. A daemon that hangs is not connected to again while an attempt hangs; calls hang with a QEMU
/// each, which libvirt passes over once one call waits for it, so a few are let go.</summary>
internal sealed class HangingCalls
{
    /// <summary>Calls that hang at once before no more connections are made.</summary>
    private const int Most = 4;

    private readonly List<HypervisorException> _hanging = [];

    /// <summary>Connects, as <see cref="Hypervisor.Connect"/>.</summary>
    /// <exception cref="HypervisorException">As there; or too much hangs already.</exception>
    internal Hypervisor Connect(string? uri, bool isReadOnly, TimeSpan? patience = null)
    {
        _hanging.RemoveAll(static h => !h.GivenUp!.IsHanging);
        if (_hanging.Find(static h => h.Failure.Call == Hypervisor.ConnectCall) is { } connecting)
        {
            throw new HypervisorException(connecting.Failure);
        }

        return _hanging.Count < Most ? Hypervisor.Connect(uri, isReadOnly, patience) : throw new HypervisorException(_hanging[^1].Failure);
    }

    /// <summary>Keeps in mind what hangs, if something does.</summary>
    /// <param name="exception">What libvirt did not do.</param>
    internal void Note(HypervisorException exception)
    {
        if (exception.GivenUp is not null)
        {
            _hanging.Add(exception);
        }
    }
}
