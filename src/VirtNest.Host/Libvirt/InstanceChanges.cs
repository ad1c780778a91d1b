using System.Threading;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>Changes one instance, or many a bounded number at a time.</summary>
public static class InstanceChanges
{
    /// <summary>Instances that are shut down and started at the same time: a host has one disk, and guests boot by it.</summary>
    private const int AtOnce = 4;

    /// <summary>The names of a connection's instances that fit, in order.</summary>
    /// <param name="uri">The connection; null for libvirt's own choice.</param>
    /// <param name="pattern">A shell pattern; null for all.</param>
    /// <param name="failure">Why there are none, or null.</param>
    public static IReadOnlyList<string>? Names(string? uri, string? pattern, out LibvirtFailure? failure)
    {
        failure = null;
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: true);
            return InstanceNames.Matching(hypervisor.All().Select(static d => d.Name), pattern);
        }
        catch (HypervisorException exception)
        {
            failure = exception.Failure;
            return null;
        }
    }

    /// <summary>Changes instances.</summary>
    /// <param name="uri">The connection; null for libvirt's own choice.</param>
    /// <param name="names">Names or UUIDs.</param>
    /// <param name="wish">What is wished of each.</param>
    /// <param name="progress">Told of steps that take time, from several threads.</param>
    /// <returns>A report for each, in the order of the names.</returns>
    public static InstanceChangeReport[] Run(string? uri, IReadOnlyList<string> names, InstanceWish wish,
        Action<string, InstanceStep, TimeSpan> progress) =>
        Run(uri, names, wish, progress, InstanceRecords.DefaultFolder());

    internal static InstanceChangeReport[] Run(string? uri, IReadOnlyList<string> names, InstanceWish wish,
        Action<string, InstanceStep, TimeSpan> progress, string folder)
    {
        InstanceChangeReport[] reports = new InstanceChangeReport[names.Count];
        int next = -1;
        void Work()
        {
            // A connection that hangs takes only the instance with it that it hung on.
            for (int i = Interlocked.Increment(ref next); i < names.Count; i = Interlocked.Increment(ref next))
            {
                reports[i] = One(uri, names[i], wish, progress, folder);
            }
        }

        Thread[] others = new Thread[Math.Max(0, Math.Min(AtOnce, names.Count) - 1)];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true };
            others[i].Start();
        }

        Work();
        Array.ForEach(others, static t => t.Join());
        return reports;
    }

    private static InstanceChangeReport One(string? uri, string name, InstanceWish wish, Action<string, InstanceStep, TimeSpan> progress,
        string folder)
    {
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: wish.IsDryRun);
            return new InstanceChanger(hypervisor, wish, folder, progress).Run(name);
        }
        catch (HypervisorException exception)
        {
            return new(name, wish.Goal, InstanceChangeOutcome.Refused) { Refusal = InstanceRefusal.Libvirt, Failure = exception.Failure };
        }
    }
}
