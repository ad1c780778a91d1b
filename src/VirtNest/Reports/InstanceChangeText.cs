using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using VirtNest.Domains;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>What became of instances that were to be changed, in sentences.</summary>
public static class InstanceChangeText
{
    /// <summary>All reports, and where they are many a summary at the end; in lines of at most 80 columns.</summary>
    /// <param name="reports">The changes.</param>
    /// <param name="messages">The language.</param>
    public static string Write(IReadOnlyList<InstanceChangeReport> reports, MessageCatalog messages)
    {
        StringBuilder text = new();
        foreach (InstanceChangeReport report in reports)
        {
            foreach (string sentence in Sentences(report, messages))
            {
                TextLayout.Wrap(text, CheckJson.PrintableLines(sentence), 0);
            }

            if (report.Outcome == InstanceChangeOutcome.Planned)
            {
                text.Append(PrintableDiff(report));
            }
        }

        if (reports.Count > 1)
        {
            (int changed, int unchanged, int failed, int unknown) = Summary(reports);
            text.Append('\n');
            TextLayout.Wrap(text, messages.InstanceChangeSummary(changed, unchanged, failed, unknown), 0);
        }

        return text.ToString();
    }

    /// <summary>How many were changed, needed nothing, failed or were refused, and are not known.</summary>
    /// <param name="reports">The changes.</param>
    public static (int Changed, int Unchanged, int Failed, int Unknown) Summary(IReadOnlyList<InstanceChangeReport> reports) => (
        reports.Count(static r => r.IsGood == true && r.Outcome != InstanceChangeOutcome.NotNeeded),
        reports.Count(static r => r.Outcome == InstanceChangeOutcome.NotNeeded),
        reports.Count(static r => r.IsGood == false),
        reports.Count(static r => r.IsGood is null));

    /// <summary>The change of the definition as a unified diff; empty where there is none. The definition is shown without its secrets.</summary>
    /// <param name="report">The change.</param>
    public static string Diff(InstanceChangeReport report) => report is { Before: { } before, Edit: { State: CpuEditState.Changed } edit }
        ? UnifiedDiff.Of(report.Id is { } id ? $"{id:D}.xml" : "domain.xml", before.Bytes.ToArray(), edit.Bytes.ToArray())
        : "";

    /// <summary>What happened, and what to do, in sentences.</summary>
    /// <param name="report">The change.</param>
    /// <param name="messages">The language.</param>
    public static IEnumerable<string> Sentences(InstanceChangeReport report, MessageCatalog messages)
    {
        string name = Printable.Of(report.Name);
        if (report.IsRecovered)
        {
            yield return messages.InstanceChangeRecovered(name);
        }

        if (report.IsForced)
        {
            yield return messages.InstanceChangeForced(name);
        }

        foreach (string sentence in Outcome(report, messages, name))
        {
            yield return sentence;
        }

        if (report.IsStartedAgain)
        {
            yield return messages.InstanceChangeRunsAgain(name);
        }

        foreach (LibvirtFailure? failure in (LibvirtFailure?[])[report.Failure, report.SecondFailure])
        {
            if (failure is not null && !(report.Refusal == InstanceRefusal.Libvirt && ReferenceEquals(failure, report.Failure)))
            {
                yield return LibvirtText.Of(failure, messages);
            }
        }

        if (report.Failure is { } first && Meaning(first, messages) is { } meaning)
        {
            yield return meaning;
        }

        if (report is { Outcome: InstanceChangeOutcome.Defined, Circumstances.IsAutostarted: true })
        {
            yield return messages.InstanceChangeAutostart(name);
        }

        if (report.Circumstances is { Snapshots: > 0 and var snapshots } && report.Outcome is InstanceChangeOutcome.Defined or InstanceChangeOutcome.Applied)
        {
            yield return messages.InstanceChangeSnapshots(name, snapshots);
        }
    }

    private static IEnumerable<string> Outcome(InstanceChangeReport report, MessageCatalog messages, string name) => report.Outcome switch
    {
        InstanceChangeOutcome.NotNeeded => [Edited(report, messages, name)],
        InstanceChangeOutcome.Planned => [messages.InstanceChangeWould(name)],
        InstanceChangeOutcome.Defined => [Edited(report, messages, name), report.TakesEffectLater ? messages.InstanceChangeDefinedLater(name) : messages.InstanceChangeDefinedOff(name)],
        InstanceChangeOutcome.Applied => [Edited(report, messages, name), report.Goal == InstanceGoal.Undo
            ? messages.InstanceChangeRunsAgain(name)
            : messages.InstanceChangeSeen(name, report.Goal == InstanceGoal.Enable, report.After?.Reading.Inside.HasExtension is not null)],
        InstanceChangeOutcome.Unverified => [Edited(report, messages, name), messages.InstanceChangeUnverified(name)],
        InstanceChangeOutcome.NotDelivered => [Edited(report, messages, name), messages.InstanceChangeNotDelivered(name, report.Goal == InstanceGoal.Enable)],
        InstanceChangeOutcome.Refused => [messages.InstanceRefused(name, Refusal(report, messages)), .. Owner(report, messages)],
        InstanceChangeOutcome.RolledBack => report.Refusal is null ? [messages.InstanceChangeRolledBack(name)] : [messages.InstanceRefused(name, Refusal(report, messages)), messages.InstanceChangeRolledBack(name)],
        InstanceChangeOutcome.Stuck => [.. report.Refusal == InstanceRefusal.ChangedMeanwhile ? [messages.InstanceChangeRefusedMeanwhile] : (string[])[], messages.InstanceChangeStuck(name, Printable.Of(report.KeptIn ?? "-"))],
    };

    private static string Edited(InstanceChangeReport report, MessageCatalog messages, string name)
    {
        string extension = report.Extension is { } known ? CpuExposures.Name(known) : "vmx, svm";
        return report.Edit switch
        {
            { IsRestored: true } => messages.InstanceRestored(name),
            { State: CpuEditState.Changed } => report.Goal == InstanceGoal.Enable ? messages.InstanceEnabled(name, extension, Printable.Of(report.Mode ?? "-")) : messages.InstanceDisabled(name, extension),
            _ => report.Goal == InstanceGoal.Enable ? messages.InstanceEnabledAlready(name, extension) : messages.InstanceDisabledAlready(name, extension),
        };
    }

    private static string Refusal(InstanceChangeReport report, MessageCatalog messages) => report.Refusal switch
    {
        InstanceRefusal.Edit => messages.CpuRefusalReason(report.Edit!.Refusal! with { Subject = Printable.Of(report.Edit.Refusal!.Subject) }, report.Extension),
        InstanceRefusal.Managed => messages.InstanceManagedBy(report.Owner!.Name(messages.Language), report.Owner.Rewrites),
        InstanceRefusal.Transient => messages.InstanceChangeRefusedTransient,
        InstanceRefusal.ManagedSave => messages.InstanceChangeRefusedSaved(Printable.Of(report.Name)),
        InstanceRefusal.Busy => messages.InstanceChangeRefusedBusy,
        InstanceRefusal.OtherRun => messages.InstanceChangeRefusedOtherRun,
        InstanceRefusal.CannotShutDown => messages.InstanceChangeRefusedState(messages.StateWord(report.Circumstances!.State.Word())),
        InstanceRefusal.NoExtension => messages.NoExtensionOfHost,
        InstanceRefusal.HostDoesNotOffer => messages.InstanceChangeRefusedHost,
        InstanceRefusal.ShutdownIgnored => messages.InstanceChangeRefusedShutdown((long)report.Waited.TotalSeconds),
        InstanceRefusal.CannotKeep => messages.InstanceChangeRefusedKeep(Printable.Of(report.KeptIn ?? "-"), report.Errno == 0 ? messages.NotAsWritten(null) : messages.ErrnoText(LinuxErrno.Name(report.Errno))),
        InstanceRefusal.ChangedMeanwhile => messages.InstanceChangeRefusedMeanwhile,
        InstanceRefusal.ChangedSince => messages.InstanceChangeRefusedSince(Printable.Of(report.KeptIn ?? "-")),
        InstanceRefusal.NothingToUndo => messages.InstanceChangeRefusedNothing,
        InstanceRefusal.Libvirt or null => report.Failure is { } failure ? LibvirtText.Of(failure, messages) : "-",
    };

    private static string[] Owner(InstanceChangeReport report, MessageCatalog messages) =>
        report.Refusal == InstanceRefusal.Managed ? [report.Owner!.Setting(messages.Language)] : [];

    /// <summary>Our reading of libvirt's words at a start, where we have one.</summary>
    private static string? Meaning(LibvirtFailure failure, MessageCatalog messages) =>
        failure.Message.Contains("match specification", StringComparison.Ordinal) ? messages.ReadingCpuMismatch
        : failure.Message.Contains("allocate memory", StringComparison.Ordinal) || failure.Message.Contains("set up guest memory", StringComparison.Ordinal) ? messages.ReadingMemory
        : failure.Message.Contains("CPU mode", StringComparison.Ordinal) ? messages.ReadingMode
        : null;

    private static string PrintableDiff(InstanceChangeReport report)
    {
        StringBuilder text = new();
        foreach (string line in Diff(report).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(Printable.Of(line.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal), int.MaxValue)).Append('\n');
        }

        return text.ToString();
    }
}
