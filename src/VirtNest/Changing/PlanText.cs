using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The text of a plan: each step with its difference, its check and its undo, then what to know and what stands against
/// it.</summary>
public static class PlanText
{
    /// <summary>The plan, in lines of at most 80 columns; lines of files are as long as they are.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="title">The first sentence, or null for the plan's own.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(ChangePlan plan, string? title, Language language, bool usesColour)
    {
        TextReport to = new(language, usesColour);
        string module = plan.Module ?? "kvm";
        if (title is not null || plan.HasSteps || plan.Refusals.Count == 0)
        {
            // Built into the kernel, or on arm64: what runs now changes with the next boot alone.
            bool waits =
                plan.ModuleStep is null && plan.IsOnNow != plan.Goal.IsOn && plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot);
            to.Say(TextReport.Bold, title is not null ? Sentence.Verbatim(title)
                : plan.HasSteps
                ? ChangeSentences.PlanTitle(plan.Goal.IsOn, module, plan.Goal.ReachesRunning && !waits, plan.Goal.ReachesBoot)
                : plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot) ? PlanWaitsForBoot(plan.Goal.IsOn, module)
                : PlanNothingToDo(plan.Goal.IsOn, module, plan.Goal.ReachesRunning, plan.Goal.ReachesBoot));
        }

        for (int step = 0; step < plan.StepCount; step++)
        {
            WriteStep(to, plan, step);
        }

        foreach (Remark notice in plan.Notices)
        {
            string mark = ChangeSentences.PlanNotice.In(language);
            to.Text.Append('\n');
            to.Coloured(TextReport.Yellow, mark);
            WriteRemark(to, notice, TextLayout.ColumnsOf(mark));
        }

        if (plan.Refusals.Count > 0)
        {
            to.Text.Append(to.Text.Length > 0 ? "\n" : "");
            to.Say(TextReport.Bold + TextReport.Red, ChangeSentences.PlanRefused);
            foreach (Remark refusal in plan.Refusals)
            {
                to.Text.Append("- ");
                WriteRemark(to, refusal, 2);
            }
        }

        return to.ToString();
    }

    /// <summary>A step in one line.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="step">Its number, counted from 0; the step count for the verification.</param>
    /// <param name="language">The language.</param>
    public static string StepName(ChangePlan plan, int step, Language language) => StepName(plan, step).In(language);

    private static Sentence StepName(ChangePlan plan, int step)
    {
        if (step < plan.Files.Count)
        {
            return ChangeSentences.PlanFile(plan.Files[step]);
        }

        if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            return PlanRun(Command(program.Program, program.Arguments));
        }

        if (step == plan.StepCount || plan.ModuleStep is not { } module)
        {
            return new("verification", "验证");
        }

        string load =
            Command("modprobe", [.. module.IgnoresInstall ? (string[])["--ignore-install"] : [], module.Module, .. module.Arguments]);
        return !module.IsLoadedAfter ? new($"Unload {module.Module}", $"卸载 {module.Module}")
            : module.WasLoaded ? PlanReload(module.Module, load)
            : new($"Load {module.Module}: {load}", $"加载 {module.Module}：{load}");
    }

    private static string Command(string program, IReadOnlyList<string> arguments) => string.Join(' ', [program, .. arguments]);

    private static void WriteStep(TextReport to, ChangePlan plan, int step)
    {
        to.Text.Append('\n');
        to.Coloured(TextReport.Bold, $"{step + 1}. ");
        to.Say(StepName(plan, step), 3, 3);
        if (step < plan.Files.Count)
        {
            FileStep file = plan.Files[step];
            DifferenceText.Append(to, file);
            WriteCheckAndUndo(to, new("the file is read again", "重新读取该文件"),
                file.Before is null ? new("removing it", "删除该文件") : new("the former content", "恢复原内容"));
        }
        else if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            WriteCheckAndUndo(to, program.WritesEntries ? CheckOfBootProgram : CheckOfProgram,
                UndoOfProgram(Command(program.Program, program.UndoArguments)));
        }
        else if (plan.ModuleStep is { } module)
        {
            string nested = string.Join(' ', module.Before.Where(static p => p.Name == "nested").Select(static p => $"nested={p.Value}"));
            WriteCheckAndUndo(to,
                module.IsLoadedAfter ? CheckOfModule(module.Module, module.IsOn ?? plan.Goal.IsOn) : Sentence.Verbatim("/proc/modules"),
                !module.IsLoadedAfter ? new("loading it", "加载该模块")
                : module.WasLoaded ? UndoOfReload(nested)
                : new("unloading it", "卸载该模块"));
        }
    }

    private static void WriteCheckAndUndo(TextReport to, Sentence check, Sentence undo)
    {
        to.Text.Append("   ");
        to.Say(new Sentence("checked by: ", "验证：") + check, 5, 3);
        to.Text.Append("   ");
        to.Say(new Sentence("undone by: ", "撤销：") + undo, 5, 3);
    }

    private static void WriteRemark(TextReport to, Remark remark, int column)
    {
        int indent = Math.Min(column, 6);
        TextLayout.Wrap(to.Text, Printable.Lines(remark.Text.In(to.Language)), indent, column);
        if (remark.Use is { } use)
        {
            KvmUseText.Write(to, use, indent + 2);
        }

        foreach (Witness witness in remark.Use is null ? remark.Evidence : [])
        {
            foreach (string line in witness.Value.Split('\n'))
            {
                to.Text.Append(' ', indent + 2);
                TextLayout.Wrap(to.Text, Printable.Sanitise($"{witness.Source}: {line}"), indent + 4, indent + 2);
            }
        }

        if (remark.Difference is { } difference)
        {
            DifferenceText.Append(to, difference);
        }
    }

    private static Sentence PlanNothingToDo(bool isOn, string module, bool running, bool boot) => new(
        $"Nothing to do: nested virtualization is {ChangeSentences.OnOff(isOn).English} ("
            + $"{module}), {ChangeSentences.Reach(running, boot).English}.",
        $"无需更改：嵌套虚拟化已{(isOn ? "启用" : "关闭")}（{module}），{ChangeSentences.Reach(running, boot).Chinese}。");
    private static Sentence PlanWaitsForBoot(bool isOn, string module) => new(
        $"Nothing more to do: the next boot has nested virtualization {ChangeSentences.OnOff(isOn).English} ({module}).",
        $"无需再做更改：下次启动时嵌套虚拟化将为{ChangeSentences.OnOff(isOn).Chinese}状态（{module}）。");
    private static Sentence PlanRun(string command) => new($"Run {command}", $"运行 {command}");
    private static Sentence PlanReload(string module, string command) =>
        new($"Unload {module} and load it again: {command}", $"卸载 {module} 并重新加载：{command}");
    private static Sentence CheckOfProgram =>
        new("its exit status, and what the image holds, where that can be listed", "程序的退出状态，以及映像中的内容（在能列出时）");
    private static Sentence CheckOfBootProgram =>
        new("its exit status, and what the boot entries say in the end", "程序的退出状态，以及最后读出的引导条目");
    private static Sentence CheckOfModule(string module, bool isOn) => new(
        $"/sys/module/{module}/parameters/nested, and whether KVM {(isOn ? "offers" : "no longer offers")} the extension to instances",
        $"/sys/module/{module}/parameters/nested，以及 KVM 是否{(isOn ? "" : "不再")}向实例提供该扩展");
    private static Sentence UndoOfProgram(string command) =>
        new($"{command}, once the files are what they were", $"文件恢复后运行 {command}");
    private static Sentence UndoOfReload(string parameters) =>
        new($"the module again as it is now ({parameters})", $"按现在的样子重新加载模块（{parameters}）");
}
