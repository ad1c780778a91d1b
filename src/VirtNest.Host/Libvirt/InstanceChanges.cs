using System.Threading;
using VirtNest.Changing;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>Where a change is written down, who is told how it goes, and what ends its waiting.</summary>
/// <param name="Progress">Told of what takes time, from several threads: the instance, what is done, the time since it began.</param>
/// <param name="Cancellation">Asked for between steps, and while a guest is waited for: everything is taken back.</param>
public sealed record ChangeWatch(Action<string, InstanceStep, TimeSpan> Progress, CancellationToken Cancellation)
{
    /// <summary>The journal's folder.</summary>
    public string Journal { get; init; } = Applying.Journal.DefaultFolder;

    /// <summary>The change of the past that an undo takes back, by its number; null for the newest of each instance.</summary>
    public int? Number { get; init; }

    /// <summary>A plan that was reviewed: only where it would be the same now it is applied; null for none.</summary>
    public ChangePlan? Reviewed { get; init; }
}

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

    /// <summary>Plans the change of instances. Unless for a dry run, what earlier runs left is dealt with first.</summary>
    /// <param name="uri">The connection; null for libvirt's own choice.</param>
    /// <param name="names">Names or UUIDs.</param>
    /// <param name="wish">What is wished of each.</param>
    /// <param name="watch">Progress and the end of waiting.</param>
    /// <returns>A report for each, in the order of the names.</returns>
    public static InstanceChangeReport[] Plan(string? uri, IReadOnlyList<string> names, InstanceWish wish, ChangeWatch watch) =>
        Each(names, name => One(uri, new(name, wish.Goal, InstanceChangeOutcome.Refused), wish, watch, c => c.Plan(name)));

    /// <summary>Does what was planned, where the plan is still the same.</summary>
    /// <param name="uri">The connection; null for libvirt's own choice.</param>
    /// <param name="planned">The reports of <see cref="Plan"/>; those without a plan stay as they are.</param>
    /// <param name="wish">What is wished of each.</param>
    /// <param name="watch">Progress and the end of waiting.</param>
    /// <returns>A report for each, in their order.</returns>
    public static InstanceChangeReport[] Apply(string? uri, IReadOnlyList<InstanceChangeReport> planned, InstanceWish wish,
        ChangeWatch watch) =>
        Each(planned, report => report.Outcome != InstanceChangeOutcome.Planned ? report
            : watch.Cancellation.IsCancellationRequested ? report with { Outcome = InstanceChangeOutcome.Declined }
            : One(uri, report with { Outcome = InstanceChangeOutcome.Refused }, wish, watch, c => c.Apply(report)));

    private static InstanceChangeReport[] Each<T>(IReadOnlyList<T> items, Func<T, InstanceChangeReport> act)
    {
        InstanceChangeReport[] reports = new InstanceChangeReport[items.Count];
        int next = -1;
        void Work()
        {
            // A connection that hangs takes only the instance with it that it hung on.
            for (int i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next))
            {
                reports[i] = act(items[i]);
            }
        }

        Thread[] others = new Thread[Math.Max(0, Math.Min(AtOnce, items.Count) - 1)];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true };
            others[i].Start();
        }

        Work();
        Array.ForEach(others, static t => t.Join());
        return reports;
    }

    private static InstanceChangeReport One(string? uri, InstanceChangeReport report, InstanceWish wish, ChangeWatch watch,
        Func<InstanceChanger, InstanceChangeReport> act)
    {
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: wish.IsDryRun);
            return act(new(hypervisor, wish, watch));
        }
        catch (HypervisorException exception)
        {
            return report with
            {
                Refusal = new(RemarkCode.Libvirt, LibvirtText.SentenceOf(exception.Failure)),
                Failure = exception.Failure,
            };
        }
    }
}
