using VirtNest.Checking;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The text of `instance check`: the answer, the chain with one line a link, what stands beside it, the remedy last.</summary>
public static class InstanceCheckText
{
    /// <summary>Columns of the question before its answer.</summary>
    private const int QuestionWidth = 52;

    /// <summary>The report, in lines of at most 80 columns.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    /// <param name="isVerbose">With all evidence.</param>
    public static string Write(InstanceVerdict verdict, Language language, bool usesColour, bool isVerbose)
    {
        StringBuilder text = new();
        FindingText findings = new(text, language, usesColour);
        InstanceReading reading = verdict.Facts.Reading;
        string question = InstanceQuestion(Printable.Sanitise(reading.Name), InstanceSentences.StateName(reading.State),
            !reading.State.IsActive()).In(language);
        (string colour, string word) = Shown(verdict.CanNest, language);
        if (TextLayout.ColumnsOf(question) < QuestionWidth)
        {
            text.Append(question).Append(' ', QuestionWidth - TextLayout.ColumnsOf(question));
        }
        else
        {
            TextLayout.Wrap(text, question, 0);
            text.Append(' ', QuestionWidth);
        }

        findings.Coloured(FindingText.Bold + colour, word);
        text.Append("\n\n");
        findings.Chain(verdict.Findings, verdict.Decisive, isVerbose);
        findings.Beside(verdict.Findings, isVerbose);
        findings.ToDo(verdict.Decisive);
        return text.ToString();
    }

    /// <summary>An answer in its colour.</summary>
    internal static (string Colour, string Word) Shown(Answer answer, Language language) => answer switch
    {
        Answer.Yes => (FindingText.Green, CheckSentences.AnswerYes.In(language)),
        Answer.No => (FindingText.Red, CheckSentences.AnswerNo.In(language)),
        Answer.Unknown => (FindingText.Yellow, CheckSentences.AnswerUnknown.In(language)),
    };

    private static Sentence InstanceQuestion(string name, Sentence state, bool isOff) => new(
        $"Can {name} ({state.English}) run instances of its own{(isOff ? " once it is started" : "")}?",
        $"{name}（{state.Chinese}）{(isOff ? "启动后" : "")}能否运行自己的实例？");
}
