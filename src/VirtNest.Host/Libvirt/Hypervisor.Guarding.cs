using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Native.LibC;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>The blocker of one domain, put and removed through QEMU's monitor; libvirt notes that it was used (the domain is
/// "tainted").</summary>
internal sealed partial class Hypervisor
{
    /// <summary>What libvirt calls the run of a domain that was looked up; -1 where it was off.</summary>
    internal int LibvirtId(Domain domain) => Ask("virDomainGetID", _soon, () => LibvirtDomain.LibvirtId(domain.Handle));

    /// <summary>Is our blocker there?</summary>
    /// <exception cref="HypervisorException">QEMU could not be asked, or its answer is none.</exception>
    internal bool IsBlocked(Domain domain) => Blocker.IsThere(Monitor(domain, Blocker.AskCommand)) ?? throw Refused("");

    /// <summary>Puts the blocker there, where it is not, and looks that it is.</summary>
    /// <exception cref="HypervisorException">libvirt or QEMU refused.</exception>
    internal void Block(Domain domain)
    {
        if (IsBlocked(domain))
        {
            return;
        }

        using FileDescriptor image = MemoryFile.Create("virt-nest-guard", Blocker.Image());
        byte[] answer = Ask("virDomainQemuMonitorCommandWithFiles", AfterLock,
            () => LibvirtQemu.MonitorCommand(domain.Handle, Blocker.HandOverCommand, image.Number));
        long set = Blocker.SetOf(answer) ?? throw Refused(Blocker.ErrorOf(answer) ?? "");
        byte[] added = Monitor(domain, Blocker.AddCommand(set));
        _ = Monitor(domain, Blocker.DropSetCommand(set));
        if (!IsBlocked(domain))
        {
            throw Refused(Blocker.ErrorOf(added) ?? "");
        }
    }

    /// <summary>Takes the blocker away, with what may be left of it, and looks that it is gone.</summary>
    /// <exception cref="HypervisorException">libvirt or QEMU refused.</exception>
    internal void Unblock(Domain domain)
    {
        byte[] removed = Monitor(domain, Blocker.RemoveCommand);
        foreach (long set in Blocker.OurSets(Monitor(domain, Blocker.ListSetsCommand)))
        {
            _ = Monitor(domain, Blocker.DropSetCommand(set));
        }

        if (IsBlocked(domain))
        {
            throw Refused(Blocker.ErrorOf(removed) ?? "");
        }
    }

    private byte[] Monitor(Domain domain, string command) =>
        Ask("virDomainQemuMonitorCommand", AfterLock, () => LibvirtQemu.MonitorCommand(domain.Handle, command));

    private static HypervisorException Refused(string words) =>
        new(new LibvirtFailure(LibvirtFailureKind.Refused, "virDomainQemuMonitorCommand", 0, 0, words));
}
