using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The text of a plan: each step with its difference, its check and its undo, then what to know and what stands against
/// it.</summary>
public static class PlanText
{
    /// <summary>The plan, in lines of at most 80 columns; lines of files are as long as they are.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(ChangePlan plan, Language language, bool usesColour)
    {
        TextReport to = new(language, usesColour);
        if (plan.Title is { } title)
        {
            to.Say(TextReport.Bold, title);
        }

        for (int step = 0; step < plan.Steps.Count; step++)
        {
            WriteStep(to, plan.Steps[step], step + 1);
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

    private static void WriteStep(TextReport to, ChangeStep step, int number)
    {
        to.Text.Append('\n');
        to.Coloured(TextReport.Bold, $"{number}. ");
        to.Say(step.Name, 3, 3);
        if (step is FileStep file)
        {
            DifferenceText.Append(to, file);
        }
        else if (step is DefinitionStep definition)
        {
            DifferenceText.Append(to, new FileStep($"{definition.Id:D}.xml", definition.Before, definition.After));
        }

        WriteLine(to, new("checked by: ", "验证："), step.Check);
        WriteLine(to, new("undone by: ", "撤销："), step.WayBack);
    }

    private static void WriteLine(TextReport to, Sentence label, Sentence text)
    {
        to.Text.Append("   ");
        to.Say(label + text, 5, 3);
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
}
