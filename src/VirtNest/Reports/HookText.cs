using System.Collections.Generic;
using System.Linq;
using System.Text;
using VirtNest.Changes;
using VirtNest.Evidence;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>What `hook install` and `hook remove` are about to do, and what came of it, in words.</summary>
public static class HookText
{
    /// <summary>The plan, in lines of at most 80 columns; lines of files, paths and commands are as long as they are. Empty where nothing is to be done.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="place">What is there.</param>
    /// <param name="program">The absolute path of virt-nest.</param>
    /// <param name="messages">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Plan(HookPlan plan, HookPlace place, string program, MessageCatalog messages, bool usesColour)
    {
        StringBuilder text = new();
        if (plan.Refusal is not null)
        {
            Refusal(text, plan, messages, usesColour);
            return text.ToString();
        }

        if (!plan.IsDone)
        {
            Sentence(text, plan.IsInstall ? messages.HookInstallTitle : messages.HookRemoveTitle);
        }

        foreach (FileStep file in plan.Files)
        {
            Sentence(text, plan.MendsMode ? messages.HookMode(file.Path) : file.Before is null ? messages.PlanMakeFile(file.Path) : file.After is null ? messages.PlanRemoveFile(file.Path) : messages.PlanChangeFile(file.Path));
            DifferenceText.Append(text, file, usesColour);
        }

        foreach (HookNotice notice in plan.Notices.Where(static n => n != HookNotice.Reload))
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Sentence(text, messages.PlanNotice + Note(notice, place, program, messages));
        }

        return text.ToString();
    }

    /// <summary>What came of it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="messages">The language.</param>
    public static string Outcome(HookReport report, MessageCatalog messages)
    {
        StringBuilder text = new();
        foreach (string sentence in Sentences(report, messages))
        {
            text.Append('\n');
            Sentence(text, sentence);
        }

        return text.ToString();
    }

    /// <summary>The sentences of <see cref="Outcome"/>.</summary>
    internal static IEnumerable<string> Sentences(HookReport report, MessageCatalog messages)
    {
        string path = report.Plan.Files.IsEmpty ? Installed(report.Place).Path : report.Plan.Files[0].Path;
        switch (report.Outcome)
        {
            case HookOutcome.NotNeeded:
                yield return report.Plan.IsInstall ? messages.HookThere(path) : messages.HookNotThere;
                break;
            case HookOutcome.Planned:
                yield return messages.ChangeDryRun;
                break;
            case HookOutcome.NeedsRoot:
                yield return messages.ChangeNeedsRoot;
                break;
            case HookOutcome.Declined:
                yield return messages.ChangeDeclined;
                break;
            case HookOutcome.Failed:
                yield return report.FailedErrno == LinuxErrno.ESTALE ? messages.FileChangedSince(report.FailedPath ?? path) : messages.HookFailed(report.FailedPath ?? path, messages.ErrnoText(LinuxErrno.Name(report.FailedErrno)));
                break;
            case HookOutcome.Done:
                yield return report.Plan.IsInstall ? messages.HookInstalled(path) : messages.HookRemoved;
                if (report.Plan.Notices.Contains(HookNotice.Reload))
                {
                    yield return Note(HookNotice.Reload, report.Place, report.Program, messages);
                }

                break;
            case HookOutcome.Refused:
                break;
        }
    }

    /// <summary>Why nothing is done, in one sentence.</summary>
    internal static string Why(HookPlan plan, MessageCatalog messages) => plan.Refusal switch
    {
        HookRefusal.Foreign => messages.HookForeign(plan.Obstacle),
        HookRefusal.Changed => messages.HookChanged(plan.Obstacle),
        HookRefusal.Link => messages.HookIsLink(plan.Obstacle),
        HookRefusal.Other => messages.HookIsOther(plan.Obstacle),
        HookRefusal.Unreadable => messages.HookUnreadable(plan.Obstacle, messages.ErrnoText(LinuxErrno.Name(plan.Errno))),
        HookRefusal.OnlyOne => messages.HookOnlyOne(plan.Obstacle),
        HookRefusal.ProgramNotSafe => messages.HookProgramNotSafe(plan.Obstacle),
        HookRefusal.ProgramName => messages.HookProgramName(plan.Obstacle),
        null => "",
    };

    /// <summary>A notice in one sentence.</summary>
    internal static string Note(HookNotice notice, HookPlace place, string program, MessageCatalog messages) => notice switch
    {
        HookNotice.Reload => messages.HookNoteReload(place.ReloadCommand),
        HookNotice.LibvirtUnknown => messages.HookNoteLibvirtUnknown,
        HookNotice.Confined => messages.HookNoteConfined(place.Profile ?? "", program),
        HookNotice.NotOffered => messages.HookNoteNotOffered,
    };

    private static HookEntry Installed(HookPlace place) => place.Own.Script is null && place.Main.Script is not null ? place.Main : place.Own;

    private static void Refusal(StringBuilder text, HookPlan plan, MessageCatalog messages, bool usesColour)
    {
        Sentence(text, messages.PlanRefused);
        Sentence(text, Why(plan, messages));
        if (plan.LineByHand is { } line)
        {
            text.Append("   ").Append(Printable.Sentence(line)).Append('\n');
        }

        if (plan.Difference is { } difference)
        {
            DifferenceText.Append(text, difference, usesColour);
        }
    }

    private static void Sentence(StringBuilder text, string sentence) => TextLayout.Wrap(text, Printable.Sentence(sentence), 0);
}
