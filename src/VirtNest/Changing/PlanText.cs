using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The text of a plan: each step with its difference, its check and its undo, then what to know and what stands against
/// it.</summary>
public sealed class PlanText
{
    private const string Red = "\e[31m", Yellow = "\e[33m", Bold = "\e[1m", Plain = "\e[0m";

    private readonly StringBuilder _text = new();
    private readonly Language _language;
    private readonly bool _usesColour;

    private PlanText(Language language, bool usesColour)
    {
        _language = language;
        _usesColour = usesColour;
    }

    /// <summary>The plan, in lines of at most 80 columns; lines of files are as long as they are.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="title">The first sentence, or null for the plan's own.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(ChangePlan plan, string? title, Language language, bool usesColour)
    {
        PlanText report = new(language, usesColour);
        string module = plan.Module ?? "kvm";
        if (title is not null || plan.HasSteps || plan.Refusals.Count == 0)
        {
            // Built into the kernel, or on arm64: what runs now changes with the next boot alone.
            bool waits =
                plan.ModuleStep is null && plan.IsOnNow != plan.Goal.IsOn && plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot);
            report.Paragraph(Bold, title ?? (plan.HasSteps
                ? ChangeSentences.PlanTitle(plan.Goal.IsOn, module, plan.Goal.ReachesRunning && !waits, plan.Goal.ReachesBoot).In(language)
                : plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot) ? PlanWaitsForBoot(plan.Goal.IsOn, module).In(language)
                : PlanNothingToDo(plan.Goal.IsOn, module, plan.Goal.ReachesRunning, plan.Goal.ReachesBoot).In(language)));
        }

        for (int step = 0; step < plan.StepCount; step++)
        {
            report.Step(plan, step);
        }

        report.Remarks(plan);
        return report._text.ToString();
    }

    /// <summary>A step in one line.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="step">Its number, counted from 0; the step count for the verification.</param>
    /// <param name="language">The language.</param>
    public static string StepName(ChangePlan plan, int step, Language language)
    {
        if (step < plan.Files.Count)
        {
            FileStep file = plan.Files[step];
            return file.Before is null ? ChangeSentences.PlanMakeFile(file.Path).In(language) : file.After is null
                ? ChangeSentences.PlanRemoveFile(file.Path).In(language) : ChangeSentences.PlanChangeFile(file.Path).In(language);
        }

        if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            return PlanRun(Command(program.Program, program.Arguments)).In(language);
        }

        if (step == plan.StepCount || plan.ModuleStep is not { } module)
        {
            return new Sentence("verification", "验证").In(language);
        }

        string load =
            Command("modprobe", [.. module.IgnoresInstall ? (string[])["--ignore-install"] : [], module.Module, .. module.Arguments]);
        return !module.IsLoadedAfter ? new Sentence($"Unload {module.Module}", $"卸载 {module.Module}").In(language)
            : module.WasLoaded ? PlanReload(module.Module, load).In(language)
            : new Sentence($"Load {module.Module}: {load}", $"加载 {module.Module}：{load}").In(language);
    }

    private static string Command(string program, IReadOnlyList<string> arguments) => string.Join(' ', [program, .. arguments]);

    private void Step(ChangePlan plan, int step)
    {
        _text.Append('\n');
        Coloured(Bold, $"{step + 1}. ");
        TextLayout.Wrap(_text, Printable.Sentence(StepName(plan, step, _language)), 3, 3);
        if (step < plan.Files.Count)
        {
            FileStep file = plan.Files[step];
            Difference(file);
            CheckAndUndo(new Sentence("the file is read again", "重新读取该文件").In(_language), file.Before is null
                ? new Sentence("removing it", "删除该文件").In(_language) : new Sentence("the former content", "恢复原内容").In(_language));
        }
        else if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            CheckAndUndo(program.WritesEntries ? CheckOfBootProgram.In(_language) : CheckOfProgram.In(_language),
                UndoOfProgram(Command(program.Program, program.UndoArguments)).In(_language));
        }
        else if (plan.ModuleStep is { } module)
        {
            string nested = string.Join(' ', module.Before.Where(static p => p.Name == "nested").Select(static p => $"nested={p.Value}"));
            CheckAndUndo(
                module.IsLoadedAfter ? CheckOfModule(module.Module, module.IsOn ?? plan.Goal.IsOn).In(_language) : "/proc/modules",
                !module.IsLoadedAfter ? new Sentence("loading it", "加载该模块").In(_language) : module.WasLoaded
                ? UndoOfReload(nested).In(_language) : new Sentence("unloading it", "卸载该模块").In(_language));
        }
    }

    private void CheckAndUndo(string check, string undo)
    {
        _text.Append("   ");
        TextLayout.Wrap(_text, Printable.Sentence(new Sentence("checked by: " + check, "验证：" + check).In(_language)), 5, 3);
        _text.Append("   ");
        TextLayout.Wrap(_text, Printable.Sentence(new Sentence("undone by: " + undo, "撤销：" + undo).In(_language)), 5, 3);
    }

    private void Difference(FileStep file) => DifferenceText.Append(_text, file, _usesColour);

    private void Remarks(ChangePlan plan)
    {
        foreach (Remark notice in plan.Notices)
        {
            _text.Append('\n');
            Coloured(Yellow, ChangeSentences.PlanNotice.In(_language));
            Remark(notice, TextLayout.ColumnsOf(ChangeSentences.PlanNotice.In(_language)));
        }

        if (plan.Refusals.Count > 0)
        {
            _text.Append(_text.Length > 0 ? "\n" : "");
            Paragraph(Bold + Red, ChangeSentences.PlanRefused.In(_language));
            foreach (Remark refusal in plan.Refusals)
            {
                _text.Append("- ");
                Remark(refusal, 2);
            }
        }
    }

    private void Remark(Remark remark, int column)
    {
        int indent = Math.Min(column, 6);
        string text = string.Join('\n', remark.Text.In(_language).Split('\n').Select(Printable.Sentence));
        TextLayout.Wrap(_text, text, indent, column);
        if (remark.Use is { } use)
        {
            KvmUseText.Write(_text, use, _language, indent + 2);
        }

        foreach (Witness witness in remark.Use is null ? remark.Evidence : [])
        {
            foreach (string line in witness.Value.Split('\n'))
            {
                _text.Append(' ', indent + 2);
                TextLayout.Wrap(_text, Printable.Sanitise($"{witness.Source}: {line}"), indent + 4, indent + 2);
            }
        }

        if (remark.Difference is { } difference)
        {
            Difference(difference);
        }
    }

    private void Paragraph(string colour, string text)
    {
        StringBuilder wrapped = new();
        TextLayout.Wrap(wrapped, Printable.Sentence(text), 0);
        Coloured(colour, wrapped.ToString().TrimEnd('\n'));
        _text.Append('\n');
    }

    private void Coloured(string colour, string text) => _text.Append(_usesColour && colour.Length > 0 ? colour + text + Plain : text);

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
