using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest apply FILE: applies what `plan` has printed. What is done is planned anew here; the file only says what was
/// reviewed.</summary>
internal static class ApplyCommand
{
    private const int MostBytes = 64 << 20;

    internal static readonly Command Table = new("apply", new(
        "Applies a plan that \"plan\" has printed, unless this host has changed since.",
        "执行 “plan” 打印的计划；若本主机此后有变化则拒绝。"))
    {
        ArgumentName = "FILE",
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.AtIdle, ChangeOptions.Timeout, InstanceOptions.Connect],
        Needs = [(ChangeOptions.Timeout, [ChangeOptions.AtIdle])],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        string file = arguments.Positional!;
        if (UserFile.Read(file, MostBytes).Bytes(session) is not { } bytes)
        {
            return ExitCode.Usage;
        }

        if (PlanJson.Read(bytes, out string? place) is not { } reviewed)
        {
            return session.Fail(NotAPlan(file, place ?? ""));
        }

        if (reviewed.Goal is DefinitionGoal goal)
        {
            return InstanceWish.Read(goal) is { } wish ? new InstanceChangeRun(arguments, session).Apply(reviewed, wish)
                : session.Fail(NotAPlan(file, "goal"));
        }

        if (reviewed.Goal is not ChangeGoal host)
        {
            return session.Fail(NotAPlan(file, "subject"));
        }

        ChangeRun run = new(arguments, session, "apply", reviewed.Subject);
        return run.Execute(_ => run.OfHost((facts, use) =>
        {
            ChangePlan plan = Planner.Plan(facts, use, host);
            byte[] before = PlanJson.Steps(reviewed);
            byte[] now = PlanJson.Steps(plan);
            return before.AsSpan().SequenceEqual(now) ? plan with { Refusals = [.. plan.Refusals.Select(OfApply)] }
                : plan with { Refusals =
                    [new Remark(RemarkCode.PlanOutdated, PlanOutdated(file)) { Difference = new(file, before, now) }] };
        }));
    }

    /// <summary>A sentence that names an option of the plan's commands: such options belong to the plan, and `apply` has none of
    /// them.</summary>
    private static Remark OfApply(Remark refusal) =>
        refusal.Code is RemarkCode.InUse or RemarkCode.Mitigation or RemarkCode.BuiltinNeedsBoot
        ? refusal with { Text = refusal.Text + Sentence.Verbatim("\n") + OptionsOfPlan } : refusal;

    private static Sentence OptionsOfPlan => new(
        "--only and --override-mitigation belong to the plan: make it anew with \"virt-nest plan\" and the option, and review that one.",
        "--only 和 --override-mitigation 属于计划：请用 “virt-nest plan” 加上该选项重新生成计划，并审阅新的计划。");
    private static Sentence NotAPlan(string file, string place) =>
        new($"{file} is not a plan of virt-nest (at {place})", $"{file} 不是 virt-nest 的计划（位置：{place}）");
    private static Sentence PlanOutdated(string file) => new(
        $"This host is not as it was when {file} was written: the plan would be another one now. Review the new one (virt-nest plan). "
            + "What differs:",
        $"本主机与写入 {file} 时不同：现在的计划会是另一个。请审阅新的计划（virt-nest plan）。不同之处：");
}
