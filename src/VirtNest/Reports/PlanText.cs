using System;
using System.Linq;
using System.Text;
using VirtNest.Changes;
using VirtNest.Facts;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>The text of a plan: each step with its difference, its check and its undo, then what to know and what stands against it.</summary>
public sealed class PlanText
{
    private const string Red = "\e[31m", Yellow = "\e[33m", Bold = "\e[1m", Plain = "\e[0m";

    private readonly StringBuilder _text = new();
    private readonly MessageCatalog _messages;
    private readonly bool _usesColour;

    private PlanText(MessageCatalog messages, bool usesColour)
    {
        _messages = messages;
        _usesColour = usesColour;
    }

    /// <summary>The plan, in lines of at most 80 columns; lines of files are as long as they are.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="title">The first sentence, or null for the plan's own.</param>
    /// <param name="messages">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(ChangePlan plan, string? title, MessageCatalog messages, bool usesColour)
    {
        PlanText report = new(messages, usesColour);
        string module = plan.Module ?? "kvm";
        if (title is not null || plan.HasSteps || plan.Refusals.Count == 0)
        {
            // Built into the kernel, or on arm64: what runs now changes with the next boot alone.
            bool waits = plan.ModuleStep is null && plan.IsOnNow != plan.Goal.IsOn && plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot);
            report.Sentence(Bold, title ?? (plan.HasSteps
                ? messages.PlanTitle(plan.Goal.IsOn, module, plan.Goal.ReachesRunning && !waits, plan.Goal.ReachesBoot)
                : plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot) ? messages.PlanWaitsForBoot(plan.Goal.IsOn, module)
                : messages.PlanNothingToDo(plan.Goal.IsOn, module, plan.Goal.ReachesRunning, plan.Goal.ReachesBoot)));
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
    /// <param name="messages">The language.</param>
    public static string StepName(ChangePlan plan, int step, MessageCatalog messages)
    {
        if (step < plan.Files.Count)
        {
            FileStep file = plan.Files[step];
            return file.Before is null ? messages.PlanMakeFile(file.Path) : file.After is null ? messages.PlanRemoveFile(file.Path) : messages.PlanChangeFile(file.Path);
        }

        if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            return messages.PlanRun(Command(program.Program, program.Arguments));
        }

        if (step == plan.StepCount || plan.ModuleStep is not { } module)
        {
            return messages.VerificationName;
        }

        string load = Command("modprobe", [.. module.IgnoresInstall ? (string[])["--ignore-install"] : [], module.Module, .. module.Arguments]);
        return !module.IsLoadedAfter ? messages.PlanUnload(module.Module)
            : module.WasLoaded ? messages.PlanReload(module.Module, load)
            : messages.PlanLoad(module.Module, load);
    }

    private static string Command(string program, System.Collections.Generic.IReadOnlyList<string> arguments) => string.Join(' ', [program, .. arguments]);

    private void Step(ChangePlan plan, int step)
    {
        _text.Append('\n');
        Coloured(Bold, $"{step + 1}. ");
        TextLayout.Wrap(_text, Printable.Sentence(StepName(plan, step, _messages)), 3, 3);
        if (step < plan.Files.Count)
        {
            FileStep file = plan.Files[step];
            Difference(file);
            CheckAndUndo(_messages.CheckOfFile, file.Before is null ? _messages.UndoOfNewFile : _messages.UndoOfFile);
        }
        else if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            CheckAndUndo(program.WritesEntries ? _messages.CheckOfBootProgram : _messages.CheckOfProgram, _messages.UndoOfProgram(Command(program.Program, program.UndoArguments)));
        }
        else if (plan.ModuleStep is { } module)
        {
            string nested = string.Join(' ', module.Before.Where(static p => p.Name == "nested").Select(static p => $"nested={p.Value}"));
            CheckAndUndo(
                module.IsLoadedAfter ? _messages.CheckOfModule(module.Module, module.IsOn ?? plan.Goal.IsOn) : _messages.CheckOfUnload,
                !module.IsLoadedAfter ? _messages.UndoOfUnload : module.WasLoaded ? _messages.UndoOfReload(nested) : _messages.UndoOfLoad);
        }
    }

    private void CheckAndUndo(string check, string undo)
    {
        _text.Append("   ");
        TextLayout.Wrap(_text, Printable.Sentence(_messages.PlanCheckedBy(check)), 5, 3);
        _text.Append("   ");
        TextLayout.Wrap(_text, Printable.Sentence(_messages.PlanUndoneBy(undo)), 5, 3);
    }

    private void Difference(FileStep file) => DifferenceText.Append(_text, file, _usesColour);

    private void Remarks(ChangePlan plan)
    {
        foreach (Remark notice in plan.Notices)
        {
            _text.Append('\n');
            Coloured(Yellow, _messages.PlanNotice);
            Remark(notice, TextLayout.ColumnsOf(_messages.PlanNotice));
        }

        if (plan.Refusals.Count > 0)
        {
            _text.Append(_text.Length > 0 ? "\n" : "");
            Sentence(Bold + Red, _messages.PlanRefused);
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
        string text = string.Join('\n', remark.Text(_messages).Split('\n').Select(Printable.Sentence));
        TextLayout.Wrap(_text, text, indent, column);
        if (remark.Use is { } use)
        {
            KvmUseText.Write(_text, use, _messages, indent + 2);
        }

        foreach (Witness witness in remark.Use is null ? remark.Evidence : [])
        {
            foreach (string line in witness.Value.Split('\n'))
            {
                _text.Append(' ', indent + 2);
                TextLayout.Wrap(_text, Printable.Of($"{witness.Source}: {line}"), indent + 4, indent + 2);
            }
        }

        if (remark.Difference is { } difference)
        {
            Difference(difference);
        }
    }

    private void Sentence(string colour, string text)
    {
        StringBuilder wrapped = new();
        TextLayout.Wrap(wrapped, Printable.Sentence(text), 0);
        Coloured(colour, wrapped.ToString().TrimEnd('\n'));
        _text.Append('\n');
    }

    private void Coloured(string colour, string text) => _text.Append(_usesColour && colour.Length > 0 ? colour + text + Plain : text);
}
