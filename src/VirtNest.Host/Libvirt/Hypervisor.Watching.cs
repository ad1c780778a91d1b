using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>What is asked of running domains again and again.</summary>
internal sealed partial class Hypervisor
{
    /// <summary>The running domains with their state, in one call that waits for none of them.</summary>
    /// <param name="hasCounts">Also what their vCPUs count: libvirt asks each QEMU for that; of one that is busy nothing comes.</param>
    internal List<DomainNumbers> Running(bool hasCounts) => Ask("virConnectGetAllDomainStats", AfterLock, () => LibvirtHost.AllDomainStats(
        _connection,
        LibvirtDomain.VIR_DOMAIN_STATS_STATE | (hasCounts ? LibvirtDomain.VIR_DOMAIN_STATS_VCPU : 0),
        LibvirtDomain.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | LibvirtDomain.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
        static name => name.SequenceEqual("state.state"u8) || name.EndsWith(".nested_run.sum"u8) || name.EndsWith(".guest_mode.cur"u8)));

    /// <summary>One domain by its UUID.</summary>
    /// <exception cref="HypervisorException">There is none (any more).</exception>
    internal Domain Find(Guid id) => Ask("virDomainLookupByUUID", _soon, () =>
    {
        DomainHandle handle = LibvirtDomain.LookupByUuid(_connection, id);
        return new Domain(handle, LibvirtDomain.Name(handle),
            id) { IsActive = DomainStates.Of(LibvirtDomain.State(handle).State).IsActive() };
    });

    /// <summary>What QEMU itself counts of one domain, where libvirt is older than that: its monitor is asked.</summary>
    internal NestedSample QemuCounts(Domain domain) =>
        MonitorAnswer.Counts(
            Ask("virDomainQemuMonitorCommand", AfterLock, () => LibvirtQemu.MonitorCommand(domain.Handle, MonitorAnswer.CountsCommand)));
}
