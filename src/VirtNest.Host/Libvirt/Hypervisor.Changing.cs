using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>What changes a domain, and what must be known before.</summary>
internal sealed partial class Hypervisor
{
    /// <summary>Starting takes as long as QEMU needs to take its memory: minutes for hundreds of GiB.</summary>
    private static readonly TimeSpan ForStart = TimeSpan.FromMinutes(10);

    /// <summary>Gives a domain a new persistent definition. A running one runs on as it is.</summary>
    /// <param name="xml">The definition.</param>
    /// <param name="validates">Hold it against libvirt's schema.</param>
    internal void Define(byte[] xml, bool validates) => Ask("virDomainDefineXMLFlags", AfterLock, () =>
    {
        LibvirtDomain.Define(_connection, [.. xml, 0], validates ? LibvirtDomain.VIR_DOMAIN_DEFINE_VALIDATE : 0).Dispose();
        return true;
    });

    internal void Start(Domain domain) => Do("virDomainCreateWithFlags", ForStart, () => LibvirtDomain.Start(domain.Handle));

    /// <summary>Asks the guest to shut down: its agent, or its power button where the agent does not answer. Returns when it was
    /// asked.</summary>
    /// <returns>True where the agent was asked.</returns>
    internal bool AskToShutDown(Domain domain)
    {
        try
        {
            Do("virDomainShutdownFlags", AfterLock,
                () => LibvirtDomain.Shutdown(domain.Handle, LibvirtDomain.VIR_DOMAIN_SHUTDOWN_GUEST_AGENT));
            return true;
        }
        catch (HypervisorException exception)
            when (exception.Failure.Kind is LibvirtFailureKind.AgentSilent or LibvirtFailureKind.Unsupported or LibvirtFailureKind.Refused)
        {
            PressPowerButton(domain);
            return false;
        }
    }

    internal void PressPowerButton(
        Domain domain) => Do("virDomainShutdownFlags", AfterLock,
            () => LibvirtDomain.Shutdown(domain.Handle, LibvirtDomain.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN));

    /// <summary>Ends a domain as if its power was cut: only for --force-off.</summary>
    internal void Destroy(Domain domain) => Do("virDomainDestroyFlags", AfterLock, () => LibvirtDomain.Destroy(domain.Handle));

    /// <summary>What matters before a definition is changed. A driver that lacks one of the questions answers it with no.</summary>
    internal DomainCircumstances Circumstances(Domain domain)
    {
        DomainState state = State(domain);
        return new(
            state,
            !Ask("virDomainIsPersistent", AfterLock, () => LibvirtDomain.IsPersistent(domain.Handle)),
            OrWithout(false, () => Ask("virDomainHasManagedSaveImage", AfterLock, () => LibvirtDomain.HasManagedSave(domain.Handle))),
            OrWithout(0, () => Ask("virDomainSnapshotNum", AfterLock, () => LibvirtDomain.SnapshotCount(domain.Handle))),
            OrWithout(false, () => Ask("virDomainGetAutostart", AfterLock, () => LibvirtDomain.IsAutostarted(domain.Handle))),
            state.IsActive()
            && OrWithout(false, () => Ask("virDomainGetJobInfo", AfterLock, () => IsHeld(LibvirtDomain.Job(domain.Handle)))));
    }

    private static bool IsHeld(JobReport job) =>
        job.Type is not (JobReport.VIR_DOMAIN_JOB_NONE or JobReport.VIR_DOMAIN_JOB_COMPLETED or JobReport.VIR_DOMAIN_JOB_FAILED
            or JobReport.VIR_DOMAIN_JOB_CANCELLED);

    private static T OrWithout<T>(T otherwise, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.Unsupported
            || exception.Failure.Code == VirError.VIR_ERR_OPERATION_INVALID)
        {
            // Not for this driver, or not in the state that it has become meanwhile.
            return otherwise;
        }
    }

    private void Do(string name, TimeSpan limit, Action call) => Ask(name, limit, () =>
    {
        call();
        return true;
    });
}
