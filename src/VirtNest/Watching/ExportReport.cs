using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Instances;

namespace VirtNest.Watching;

/// <summary>What is exported: the newest samples of the VMs, and the answers of the host, which are asked for now and then.</summary>
/// <param name="State">The VMs.</param>
/// <param name="Host">The verdict on the host; null where it was not judged.</param>
/// <param name="HostAt">When it was judged.</param>
/// <param name="MostInstances">How many instances have series of their own; the rest are in the sums alone.</param>
public sealed record ExportReport(WatchState State, Verdict? Host, DateTimeOffset HostAt, int MostInstances)
{
    private static readonly MetricLabels Yes = MetricLabels.Of(("answer", "yes")), No = MetricLabels.Of(("answer", "no")),
        Unknown = MetricLabels.Of(("answer", "unknown"));

    private static readonly MetricLabels Debugfs = MetricLabels.Of(("source", "debugfs")), Libvirt = MetricLabels.Of(("source", "libvirt"));

    /// <summary>All metrics with their samples, in the order of <see cref="MetricTable"/>; of what is not known there is no
    /// sample.</summary>
    public IReadOnlyList<MetricFamily> Families()
    {
        List<MetricFamily> families = new(MetricTable.All.Count)
        {
            One(MetricTable.BuildInfo, MetricLabels.Of(("version", ProductVersion.Text)), 1),
            One(MetricTable.LastSample, MetricLabels.None, Seconds(State.Sample.Clock)),
            new(MetricTable.SourceUp, Sources(State.Sample)),
        };
        AddHost(families);
        if (State.Sample.IsReadable)
        {
            AddSums(families);
            AddInstances(families);
        }

        return families;
    }

    /// <summary>A libvirt that is not installed is no source that is down, nor is a kernel that was not asked since the instances are
    /// another machine's.</summary>
    private static List<MetricSample> Sources(WatchSample sample)
    {
        List<MetricSample> sources = [];
        if (!sample.IsElsewhere)
        {
            sources.Add(new(Debugfs, sample.Debugfs is null ? 1 : 0));
        }

        if (sample.Libvirt?.Kind != LibvirtFailureKind.LibraryAbsent)
        {
            sources.Add(new(Libvirt, sample.Libvirt is null ? 1 : 0));
        }

        return sources;
    }

    private void AddHost(List<MetricFamily> families)
    {
        if (Host is null)
        {
            return;
        }

        List<MetricSample> answers = new(6), findings = new(3);
        foreach ((string question, Answer answer) in ((string, Answer)[])[("runs_guests", Host.RunsGuests),
            ("guests_can_nest", Host.GuestsCanNest)])
        {
            foreach (Answer each in (Answer[])[Answer.Yes, Answer.No, Answer.Unknown])
            {
                answers.Add(new(MetricLabels.Of(("question", question), ("answer", CheckJson.Word(each))), answer == each ? 1 : 0));
            }
        }

        foreach (Severity severity in (Severity[])[Severity.Fail, Severity.Warn, Severity.Note])
        {
            int count = 0;
            foreach (Finding finding in Host.Findings)
            {
                count += finding.Outcome == Outcome.Fail && finding.Severity == severity ? 1 : 0;
            }

            findings.Add(
                new(MetricLabels.Of(
                    ("severity", severity switch { Severity.Fail => "fail", Severity.Warn => "warn", Severity.Note => "note" })), count));
        }

        HostFacts facts = Host.Facts;
        families.Add(new(MetricTable.HostAnswer, answers));
        families.Add(
            One(MetricTable.KvmModule,
                MetricLabels.Of(("module", facts.Modules.Vendor), ("state", facts.Modules.StateWord),
                    ("nested", facts.Nested.Text?.Trim())), 1));
        families.Add(new(MetricTable.HostFindings, findings));
        families.Add(One(MetricTable.HostChecked, MetricLabels.None, Seconds(HostAt)));
    }

    private void AddSums(List<MetricFamily> families)
    {
        int neverUsed = 0;
        (int Yes, int No, int Unknown) exposed = default, used = default, running = default;
        foreach (VmUse use in State.Uses)
        {
            Count(ref exposed, use.IsExposed);
            Count(ref used, use.IsUsed);
            Count(ref running, use.IsRunning);
            neverUsed += use is { IsExposed: true, IsUsed: false } ? 1 : 0;
        }

        families.Add(One(MetricTable.Instances, MetricLabels.None, State.Uses.Count));
        families.Add(Three(MetricTable.InstancesExposed, exposed));
        families.Add(Three(MetricTable.InstancesUsed, used));
        families.Add(Three(MetricTable.InstancesRunning, running));
        families.Add(One(MetricTable.InstancesNeverUsed, MetricLabels.None, neverUsed));
        families.Add(One(MetricTable.InstancesOmitted, MetricLabels.None, Math.Max(0, State.Uses.Count - MostInstances)));
    }

    private void AddInstances(List<MetricFamily> families)
    {
        VmUse[] uses = [.. State.Uses];
        Array.Sort(uses, ByName);
        int count = Math.Min(uses.Length, MostInstances);
        HashSet<string> taken = new(count);
        List<MetricSample> info = new(count), exposed = new(count), used = new(count), running = new(count), entries = new(count),
            since = [];
        foreach (VmUse use in uses.AsSpan(0, count))
        {
            MetricLabels labels = Labels(use.Vm, taken);
            info.Add(new(InfoLabels(labels, use.Vm), 1));
            Add(exposed, labels, use.IsExposed);
            Add(used, labels, use.IsUsed);
            Add(running, labels, use.IsRunning);
            if (use.Vm.Sample.NestedRuns is { } runs)
            {
                entries.Add(new(labels, runs));
            }

            if (use.RunningSince is { } began)
            {
                since.Add(new(labels, Seconds(began)));
            }
        }

        families.Add(new(MetricTable.InstanceInfo, info));
        families.Add(new(MetricTable.InstanceExposed, exposed));
        families.Add(new(MetricTable.InstanceUsed, used));
        families.Add(new(MetricTable.InstanceRunning, running));
        families.Add(new(MetricTable.InstanceEntries, entries));
        families.Add(new(MetricTable.InstanceSince, since));
    }

    /// <summary>What names an instance: libvirt's name alone, which is one instance's; for others the process too. Two that would still
    /// have the same labels (long names, two VMs of one process, a QEMU that took the name of another) differ by the VM, or a scraper
    /// would refuse all of it.</summary>
    private static MetricLabels Labels(WatchedVm vm, HashSet<string> taken)
    {
        string? pid = vm.DomainId is null ? vm.Pid?.ToString(CultureInfo.InvariantCulture) : null;
        string? command = vm.DomainId is null ? vm.Command : null;
        MetricLabels labels = MetricLabels.Of(("domain", vm.Name), ("command", command), ("pid", pid));
        if (labels.Pairs.Count == 0 || !taken.Add(labels.Text))
        {
            labels = MetricLabels.Of(("domain", vm.Name), ("command", command), ("pid", pid), ("vm", vm.Key));
            taken.Add(labels.Text);
        }

        return labels;
    }

    private static MetricLabels InfoLabels(MetricLabels labels, WatchedVm vm) => labels.With(
        ("command", vm.Command), ("pid", vm.Pid?.ToString(CultureInfo.InvariantCulture)), ("uuid", vm.DomainId?.ToString("D")),
            ("source", vm.Source.Word()));

    /// <summary>Those of libvirt first: nobody else's name takes theirs, or their place among those that have series.</summary>
    private static int ByName(VmUse first, VmUse second)
    {
        int order = (first.Vm.DomainId is null).CompareTo(second.Vm.DomainId is null);
        order = order != 0 ? order : string.CompareOrdinal(first.Vm.Name ?? first.Vm.Command, second.Vm.Name ?? second.Vm.Command);
        order = order != 0 ? order : Nullable.Compare(first.Vm.Pid, second.Vm.Pid);
        return order != 0 ? order : string.CompareOrdinal(first.Vm.Key, second.Vm.Key);
    }

    private static void Add(List<MetricSample> samples, MetricLabels labels, bool? value)
    {
        if (value is { } known)
        {
            samples.Add(new(labels, known ? 1 : 0));
        }
    }

    private static void Count(ref (int Yes, int No, int Unknown) counts, bool? value)
    {
        switch (value)
        {
            case true: counts.Yes++; break;
            case false: counts.No++; break;
            case null: counts.Unknown++; break;
        }
    }

    private static MetricFamily One(Metric metric, MetricLabels labels, double value) => new(metric, [new(labels, value)]);

    private static MetricFamily Three(Metric metric, (int Yes, int No, int Unknown) counts) =>
        new(metric, [new(Yes, counts.Yes), new(No, counts.No), new(Unknown, counts.Unknown)]);

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;
}
