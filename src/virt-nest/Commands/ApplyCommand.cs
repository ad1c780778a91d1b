using System;
using System.Linq;
using VirtNest.Changes;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Files;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest apply FILE: applies what `plan` has printed. What is done is planned anew here; the file only says what was reviewed.</summary>
internal static class ApplyCommand
{
    private const int MostBytes = 64 << 20;

    internal static readonly Command Table = new("apply", m => m.HelpApply)
    {
        ArgumentName = "FILE",
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.AtIdle, ChangeOptions.Timeout],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        string file = arguments.Positional!;
        Reading reading = UserFile.Read(file, MostBytes);
        if (!reading.IsKnown || reading.IsTruncated)
        {
            session.Fail(reading.IsTruncated ? session.Messages.TooLarge(file, MostBytes >> 20) : session.Messages.CannotRead(file, session.Messages.ErrnoText(LinuxErrno.Name(reading.Errno))));
            return ExitCode.Usage;
        }

        if (PlanJson.Read(reading.Bytes.ToArray(), out string? place) is not { } reviewed)
        {
            session.Fail(session.Messages.NotAPlan(file, place ?? ""));
            return ExitCode.Usage;
        }

        return new ChangeRun(arguments, session, "apply").Execute((_, facts, use) =>
        {
            ChangePlan plan = Planner.Of(facts, use, reviewed.Goal);
            byte[] before = PlanJson.Steps(reviewed);
            byte[] now = PlanJson.Steps(plan);
            return before.AsSpan().SequenceEqual(now) ? plan with { Refusals = [.. plan.Refusals.Select(OfApply)] }
                : plan with { Refusals = [new Remark(RemarkCode.PlanOutdated, m => m.PlanOutdated(file)) { Difference = new(file, before, now) }] };
        });
    }

    /// <summary>A sentence that names an option of the plan's commands: such options belong to the plan, and `apply` has none of them.</summary>
    private static Remark OfApply(Remark refusal) => refusal.Code is RemarkCode.InUse or RemarkCode.Mitigation or RemarkCode.BuiltinNeedsBoot
        ? refusal with { Text = m => refusal.Text(m) + "\n" + m.OptionsOfPlan } : refusal;
}
