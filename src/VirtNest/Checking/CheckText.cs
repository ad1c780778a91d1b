using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>The text of `check`: the two answers, the chain with one line a link, what stands beside it, the remedy last.</summary>
public sealed class CheckText
{
    private readonly StringBuilder _text = new();
    private readonly Language _language;
    private readonly FindingText _findings;

    private CheckText(Language language, bool usesColour)
    {
        _language = language;
        _findings = new FindingText(_text, language, usesColour);
    }

    /// <summary>The report, in lines of at most 80 columns.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="question">The question that decides the exit status.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    /// <param name="isVerbose">With all evidence.</param>
    public static string Write(Verdict verdict, Questions question, Language language, bool usesColour, bool isVerbose)
    {
        CheckText report = new(language, usesColour);
        report.Answers(verdict);

        // The layer that breaks the question asked; where that is answered yes, the one that breaks the other.
        Finding? first = verdict.Decisive(question) ?? verdict.Decisive(Questions.Both);
        report._findings.Chain(verdict.Findings, first, isVerbose);
        report._findings.Beside(verdict.Findings, isVerbose);
        report._findings.ToDo(first);
        if (isVerbose)
        {
            report.Sources(verdict.Facts.Evidence);
        }

        return report._text.ToString();
    }

    /// <summary>The word of a link in JSON.</summary>
    /// <param name="link">A link.</param>
    public static string LinkWord(ChainLink link) => EnumWord.Of(link);

    private void Answers(Verdict verdict)
    {
        if (verdict.RunsGuests == Answer.Yes && verdict.GuestsCanNest == Answer.Yes)
        {
            bool isWarned = verdict.Findings.Any(static f => f.Severity == Severity.Warn && f.Outcome != Outcome.Pass);
            _findings.Line(FindingText.Bold, isWarned ? OnWithWarnings.In(_language) : NothingToDo.In(_language));
        }

        foreach ((string asked,
            Answer answer) in ((string, Answer)[])[
                (new Sentence("Can this host run instances of its own?", "本机能运行自己的实例吗？").In(_language), verdict.RunsGuests),
                    (new Sentence("Can its instances run instances of their own?", "它的实例能再运行自己的实例吗？").In(_language),
                        verdict.GuestsCanNest)])
        {
            string word = answer switch { Answer.Yes => CheckSentences.AnswerYes.In(_language), Answer.No =>
                CheckSentences.AnswerNo.In(_language), Answer.Unknown => CheckSentences.AnswerUnknown.In(_language) };
            string colour =
                answer switch { Answer.Yes => FindingText.Green, Answer.No => FindingText.Red, Answer.Unknown => FindingText.Yellow };
            _text.Append(asked).Append(' ', Math.Max(1, 52 - TextLayout.ColumnsOf(asked)));
            _findings.Coloured(FindingText.Bold + colour, word);
            _text.Append('\n');
        }

        _text.Append('\n');
    }

    private void Sources(HostEvidence evidence)
    {
        _text.Append('\n');
        _findings.Line(FindingText.Bold, new Sentence("All evidence", "全部依据").In(_language));
        foreach ((string source, Reading reading) in evidence.Readings)
        {
            string said = reading.State switch
            {
                ReadingState.NotRead => new Sentence("not read", "未读取").In(_language),
                ReadingState.Absent => new Sentence("does not exist", "不存在").In(_language),
                ReadingState.Denied => ReadingDenied(LinuxErrno.Name(reading.Errno)).In(_language),
                ReadingState.Failed => ReadingFailed(LinuxErrno.Name(reading.Errno)).In(_language),
                ReadingState.Known => Shortened(reading.Text.Trim().Replace('\0', ' ').Replace('\n', ' ').Replace('\t', ' ')),
            };
            TextLayout.Wrap(_text, $"{Printable.Sanitise(source)}: {said}", 4, Indented(2));
        }
    }

    private int Indented(int columns)
    {
        _text.Append(' ', columns);
        return columns;
    }

    private static string Shortened(string text) =>
        Printable.Sanitise(text.Length > 160 ? string.Concat(text.AsSpan(0, 160), "...") : text);

    private static Sentence NothingToDo =>
        new("Nested virtualization is on here: there is nothing to do.", "本机的嵌套虚拟化已开启：无需任何操作。");
    private static Sentence OnWithWarnings =>
        new("Nested virtualization is on here; see the warnings below.", "本机的嵌套虚拟化已开启；请看下面的警告。");
    private static Sentence ReadingDenied(string errno) => new($"denied ({errno})", $"被拒绝（{errno}）");
    private static Sentence ReadingFailed(string errno) => new($"failed ({errno})", $"失败（{errno}）");
}
