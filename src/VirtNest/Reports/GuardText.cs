using System.Globalization;
using System.Text;
using VirtNest.Guarding;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>What the guard tells people.</summary>
public static class GuardText
{
    /// <summary>One event in one line, without its moment.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="config">What the guard was told.</param>
    /// <param name="messages">The language.</param>
    public static string Line(GuardEvent happened, GuardConfig config, MessageCatalog messages)
    {
        string name = Printable.Of(happened.Name ?? "");
        string failure = happened.Failure is { } reason ? LibvirtText.Of(reason, messages) : "";
        return happened.Kind switch
        {
            GuardEventKind.Started => messages.GuardStarted(
                Printable.Of(config.Uri), config.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture), config.Policy.Word(), happened.Auto == GuardPolicy.Block, config.FailsClosed),
            GuardEventKind.Stopped => messages.GuardStopped,
            GuardEventKind.Adopted => messages.GuardAdopted(name),
            GuardEventKind.Armed => messages.GuardArmed(name),
            GuardEventKind.Disarmed => messages.GuardDisarmed(name),
            GuardEventKind.Warned => messages.GuardWarned(name),
            GuardEventKind.Unguarded => messages.GuardUnguarded(name, happened.Pid ?? 0),
            GuardEventKind.ArmFailed => messages.GuardArmFailed(name, failure),
            GuardEventKind.DisarmFailed => messages.GuardDisarmFailed(name, failure),
            GuardEventKind.SourceLost => messages.GuardSourceLost(failure),
            GuardEventKind.SourceBack => messages.GuardSourceBack,
            GuardEventKind.AutoChanged => messages.GuardAutoChanged(happened.Auto == GuardPolicy.Block),
        };
    }

    /// <summary>What is wrong in a configuration.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="messages">The language.</param>
    public static string Fault(GuardConfigFault fault, MessageCatalog messages) => fault.Problem switch
    {
        GuardConfigProblem.NotALine => messages.GuardConfigNotALine(fault.Line, Printable.Of(fault.Key)),
        GuardConfigProblem.Key => messages.GuardConfigKey(fault.Line, Printable.Of(fault.Key)),
        GuardConfigProblem.Value => messages.GuardConfigValue(fault.Line, fault.Key, Printable.Of(fault.Value)),
        GuardConfigProblem.Twice => messages.GuardConfigTwice(fault.Line, Printable.Of(fault.Key)),
    };

    /// <summary>The state of the guard, in lines of at most 80 columns.</summary>
    /// <param name="report">The state.</param>
    /// <param name="messages">The language.</param>
    public static string Status(GuardReport report, MessageCatalog messages)
    {
        StringBuilder text = new();
        TextLayout.Wrap(text, report.Pid is { } pid ? messages.GuardStatusRuns(pid) : messages.GuardStatusOff, 0);
        TextLayout.Wrap(text, messages.GuardStatusPolicy(report.Config.Policy.Word(), report.Auto == GuardPolicy.Block, report.Config.FailsClosed), 0);
        TextLayout.Wrap(text, report.Blocked.Count == 0 ? messages.GuardStatusNone : messages.GuardStatusBlocked, 0);
        foreach (BlockedInstance blocked in report.Blocked)
        {
            string name = Printable.Of(blocked.Name);
            TextLayout.Wrap(text, blocked.IsBlocked == true ? name : messages.GuardStatusDoubtful(name), 2);
        }

        return text.ToString();
    }
}
