using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Tests.Hosts;

namespace VirtNest.Tests.Instances;

/// <summary>Instances on hosts of tests/hosts, as libvirt 9.0 with QEMU 7.2 would show them.</summary>
internal static class LimitsHost
{
    internal const string Passthrough = "<cpu mode='host-passthrough' check='none' migratable='on'/>";

    /// <summary>An instance that runs on a host of tests/hosts.</summary>
    /// <param name="host">The folder.</param>
    /// <param name="runs">An L2 runs in it: true, false, or null where nobody counts.</param>
    /// <param name="cpu">The &lt;cpu&gt; of the process.</param>
    internal static InstanceFacts Running(string host, bool? runs, string cpu = Passthrough) => new(
        new InstanceReading("web", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"), DomainState.Running, false)
        {
            Persistent = Domain("kvm", cpu),
            Live = Domain("kvm", cpu),
            Samples = runs switch { true => (new(5, true), new(9, true)), false => (new(0, false), new(0, false)), null => default },
        },
        HostOffer.From(HostFixture.Read(host).Verdict));

    /// <summary>The same instance, off.</summary>
    internal static InstanceFacts Off(string host, string cpu = Passthrough) => new(
        new InstanceReading("web", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"), DomainState.ShutOff,
            false) { Persistent = Domain("kvm", cpu) },
        HostOffer.From(HostFixture.Read(host).Verdict));

    /// <summary>The connection of an instance.</summary>
    internal static InstanceList Connection(InstanceFacts facts, string uri = "qemu:///system") => new(uri, 9_000_000, 7_002_022, [facts]);

    /// <summary>The host of tests/hosts as that of the instance.</summary>
    internal static InstanceHost Host(string host, InstanceFacts facts) => InstanceHost.From(Connection(facts), Facts(host));

    internal static HostFacts Facts(string host) => HostFixture.Read(host).Verdict.Facts;

    internal static DomainXml Domain(string type, string cpu, string arch = "x86_64") =>
        DomainXml.Parse(
            Encoding.UTF8.GetBytes($"<domain type='{type}'><name>web</name><os><type arch='{arch}'>hvm</type></os>{cpu}</domain>"), out _)!;
}
