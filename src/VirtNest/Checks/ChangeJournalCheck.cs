using System;
using System.Collections.Generic;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Messages;

namespace VirtNest.Checks;

/// <summary>VN1908: a change of virt-nest's own that was cut off and waits to be completed or taken back.</summary>
internal static class ChangeJournalCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        Reading changes = facts.Evidence[Sources.JournalChanges];
        if (changes.State is ReadingState.Denied or ReadingState.Failed)
        {
            yield return Untold(new(Sources.JournalChanges, LinuxErrno.Name(changes.Errno)), Severity.Note, static m => m.SourcesDeniedRemedy);
            yield break;
        }

        if (ChangeProgress.Newest(facts.Evidence) is not { } newest)
        {
            yield break;
        }

        Reading reading = facts.Evidence[newest];
        if (ChangeProgress.Parse(reading.Text) is not { } change)
        {
            yield return Untold(new(newest, reading.Value ?? LinuxErrno.Name(reading.Errno)), Severity.Warn, static m => m.ChangeJournalBrokenRemedy);
        }
        else if (change.State == ChangeState.Unfinished)
        {
            const string source = "lock:" + Sources.JournalLock;
            Witness witness = new(newest, change.LastLine);
            yield return facts.Evidence[source].Value == "held"
                ? new(FindingCode.ChangeCutOff, null, Outcome.Unknown, Severity.Note, Questions.None, m => m.ChangeRunsNow(change.Command), [witness, new(source, "held")])
                : new(FindingCode.ChangeCutOff, null, Outcome.Fail, Severity.Warn, Questions.None, m => m.ChangeCutOff(change.Command, change.When), [witness], new("virt-nest undo --cut-off", static m => m.ChangeCutOffRemedy));
        }
    }

    private static Finding Untold(Witness witness, Severity severity, Func<MessageCatalog, string> remedy) =>
        new(FindingCode.ChangeCutOff, null, Outcome.Unknown, severity, Questions.None, static m => m.ChangeCutOffUntold, [witness], new(null, remedy));
}
