using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1908: a change of virt-nest's own that was cut off and waits to be completed or taken back.</summary>
internal static class ChangeJournalCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        Reading changes = facts.Evidence[Sources.JournalChanges];
        if (changes.State is ReadingState.Denied or ReadingState.Failed)
        {
            yield return Untold(new(Sources.JournalChanges, LinuxErrno.Name(changes.Errno)), Severity.Note,
                CheckSentences.SourcesDeniedRemedy);
            yield break;
        }

        if (ChangeProgress.Newest(facts.Evidence) is not { } newest)
        {
            yield break;
        }

        Reading reading = facts.Evidence[newest];
        if (ChangeProgress.Parse(reading.Text) is not { } change)
        {
            yield return Untold(new(newest, reading.Value ?? LinuxErrno.Name(reading.Errno)), Severity.Warn, ChangeJournalBrokenRemedy);
        }
        else if (change.State == ChangeState.Unfinished)
        {
            const string source = "lock:" + Sources.JournalLock;
            Witness witness = new(newest, change.LastLine);
            yield return facts.Evidence[source].Value == "held"
                ? Finding.Unknown(FindingCode.ChangeCutOff, ChangeRunsNow(change.Command), [witness, new(source, "held")])
                    with { Severity = Severity.Note }
                : Finding.Fail(FindingCode.ChangeCutOff, ChangeCutOff(change.Command, change.When), [witness],
                    new("virt-nest undo --cut-off", ChangeCutOffRemedy));
        }
    }

    private static Finding Untold(Witness witness, Severity severity, Sentence remedy) =>
        Finding.Unknown(FindingCode.ChangeCutOff, ChangeCutOffUntold, [witness], new(null, remedy)) with { Severity = severity };

    private static Sentence ChangeCutOff(string command, string when) =>
        new($"a change of virt-nest's was cut off: {command}, begun {when}", $"virt-nest 的一次更改曾被打断：{command}，开始于 {when}");
    private static Sentence ChangeRunsNow(string command) =>
        new($"virt-nest changes this host right now: {command}", $"virt-nest 正在更改本主机：{command}");
    private static Sentence ChangeCutOffUntold =>
        new("whether a change of virt-nest's was cut off is not known", "无法判断是否有 virt-nest 的更改曾被打断");
    private static Sentence ChangeCutOffRemedy => new(
        "The command keeps the change where it is whole, and takes it back where it is not; so does the next enable, disable, undo or "
            + "apply, before anything else.",
        "该命令在更改完整时予以保留，否则撤回；下一次 enable、disable、undo 或 apply 也会首先这样做。");
    private static Sentence ChangeJournalBrokenRemedy => new(
        "As long as its journal cannot be read virt-nest changes nothing here: virt-nest explain VN1908 says what to do.",
        "日志无法读取时，virt-nest 不会在此做任何更改：处理办法见 virt-nest explain VN1908。");
}
