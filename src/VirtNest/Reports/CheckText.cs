using System;
using System.Linq;
using System.Text;
using VirtNest.Checks;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>The text of `check`: the two answers, the chain with one line a link, what stands beside it, the remedy last.</summary>
public sealed class CheckText
{
    private const string Red = "\e[31m", Green = "\e[32m", Yellow = "\e[33m", Bold = "\e[1m", Plain = "\e[0m";

    /// <summary>Columns before a link's sentence: mark, link, spaces.</summary>
    private const int Indent = 18;

    private readonly StringBuilder _text = new();
    private readonly MessageCatalog _messages;
    private readonly bool _usesColour;

    private CheckText(MessageCatalog messages, bool usesColour)
    {
        _messages = messages;
        _usesColour = usesColour;
    }

    /// <summary>The report, in lines of at most 80 columns.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="question">The question that decides the exit status.</param>
    /// <param name="messages">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    /// <param name="isVerbose">With all evidence.</param>
    public static string Write(Verdict verdict, Questions question, MessageCatalog messages, bool usesColour, bool isVerbose)
    {
        CheckText report = new(messages, usesColour);
        report.Answers(verdict);
        report.Chain(verdict, question, isVerbose);
        report.Beside(verdict, isVerbose);
        report.ToDo(verdict, question);
        if (isVerbose)
        {
            report.Sources(verdict.Facts.Evidence);
        }

        return report._text.ToString();
    }

    /// <summary>The word of a link in JSON.</summary>
    /// <param name="link">A link.</param>
    public static string LinkWord(ChainLink link) => link switch
    {
        ChainLink.Cpu => "cpu",
        ChainLink.Firmware => "firmware",
        ChainLink.Hypervisor => "hypervisor",
        ChainLink.Kernel => "kernel",
        ChainLink.Module => "module",
        ChainLink.Nested => "nested",
        ChainLink.Device => "device",
        ChainLink.Offer => "offer",
        ChainLink.Proof => "proof",
    };

    private void Answers(Verdict verdict)
    {
        if (verdict.RunsGuests == Answer.Yes && verdict.GuestsCanNest == Answer.Yes)
        {
            bool isWarned = verdict.Findings.Any(static f => f.Severity == Severity.Warn && f.Outcome != Outcome.Pass);
            Line(Bold, isWarned ? _messages.OnWithWarnings : _messages.NothingToDo);
        }

        foreach ((string asked, Answer answer) in ((string, Answer)[])[(_messages.RunsGuestsQuestion, verdict.RunsGuests), (_messages.GuestsCanNestQuestion, verdict.GuestsCanNest)])
        {
            string word = answer switch { Answer.Yes => _messages.AnswerYes, Answer.No => _messages.AnswerNo, Answer.Unknown => _messages.AnswerUnknown };
            string colour = answer switch { Answer.Yes => Green, Answer.No => Red, Answer.Unknown => Yellow };
            _text.Append(asked).Append(' ', Math.Max(1, 52 - TextLayout.ColumnsOf(asked)));
            Coloured(Bold + colour, word);
            _text.Append('\n');
        }

        _text.Append('\n');
    }

    private void Chain(Verdict verdict, Questions question, bool isVerbose)
    {
        Finding? first = verdict.Decisive(question) ?? verdict.Decisive(Questions.Both);
        foreach (IGrouping<ChainLink, Finding> link in verdict.Findings.Where(static f => f.Link is not null && f.Severity == Severity.Fail).GroupBy(static f => f.Link!.Value))
        {
            foreach (Finding finding in link)
            {
                bool isFirst = ReferenceEquals(finding, first);
                Mark(finding, isFirst);
                string name = Name(link.Key);
                _text.Append(name).Append(' ', Math.Max(1, Indent - 6 - TextLayout.ColumnsOf(name)));
                string code = finding.Outcome == Outcome.Pass ? "" : $" ({finding.Code.Text()})";
                TextLayout.Wrap(_text, Printable.Sentence(finding.Title(_messages)) + code, Indent, Indent);
                if (isVerbose || isFirst)
                {
                    Evidence(finding);
                }
            }
        }
    }

    private void Beside(Verdict verdict, bool isVerbose)
    {
        Finding[] beside = [.. verdict.Findings.Where(static f => f.Severity != Severity.Fail).OrderBy(static f => f.Severity)];
        if (beside.Length == 0)
        {
            return;
        }

        _text.Append('\n');
        foreach (Finding finding in beside)
        {
            bool isWarning = finding.Severity == Severity.Warn;
            Coloured(isWarning ? Yellow : "", isWarning ? " !    " : " -    ");
            string title = Printable.Sentence(finding.Title(_messages));
            TextLayout.Wrap(_text, (isVerbose || isWarning ? title : FirstSentence(title)) + $" ({finding.Code.Text()})", 6, 6);
            if (isVerbose || isWarning)
            {
                Evidence(finding);
            }

            if (isWarning && finding.Remedy is { } remedy)
            {
                Remedy(remedy, 6);
            }
        }
    }

    /// <summary>Notes are short unless all is asked for.</summary>
    private static string FirstSentence(string text)
    {
        int chinese = text.IndexOf('。', StringComparison.Ordinal);
        int english = text.IndexOf(". ", StringComparison.Ordinal);
        int end = chinese >= 0 ? chinese : english;
        return end < 0 ? text : text[..end];
    }

    private void ToDo(Verdict verdict, Questions question)
    {
        // The layer that breaks the question asked; where that is answered yes, the one that breaks the other.
        Finding? finding = verdict.Decisive(question) ?? verdict.Decisive(Questions.Both);
        if (finding?.Remedy is not { } remedy)
        {
            return;
        }

        _text.Append('\n');
        Line(Bold, $"{_messages.ToDo} ({finding.Code.Text()})");
        Remedy(remedy, 2);
        TextLayout.Wrap(_text, _messages.MoreByExplain(finding.Code.Text()), 2);
    }

    /// <summary>The words, and the command on a line of its own: before them, but where a person has to decide first.</summary>
    private void Remedy(Remedy remedy, int indent)
    {
        string words = CheckJson.PrintableLines(remedy.Text(_messages));
        string? command = remedy.Command is { } verb ? _messages.RunAsRoot(verb) : null;
        foreach (string? part in remedy.NeedsDecision ? (string?[])[words, command] : [command, words])
        {
            if (part is not null)
            {
                TextLayout.Wrap(_text, part, indent);
            }
        }
    }

    private void Sources(HostEvidence evidence)
    {
        _text.Append('\n');
        Line(Bold, _messages.AllEvidence);
        foreach ((string source, Reading reading) in evidence.Readings)
        {
            string said = reading.State switch
            {
                ReadingState.NotRead => _messages.ReadingNotRead,
                ReadingState.Absent => _messages.ReadingAbsent,
                ReadingState.Denied => _messages.ReadingDenied(LinuxErrno.Name(reading.Errno)),
                ReadingState.Failed => _messages.ReadingFailed(LinuxErrno.Name(reading.Errno)),
                ReadingState.Known => Shortened(reading.Text.Trim().Replace('\0', ' ').Replace('\n', ' ').Replace('\t', ' ')),
            };
            TextLayout.Wrap(_text, $"{Printable.Of(source)}: {said}", 4, Indented(2));
        }
    }

    private int Indented(int columns)
    {
        _text.Append(' ', columns);
        return columns;
    }

    private static string Shortened(string text) => Printable.Of(text.Length > 160 ? string.Concat(text.AsSpan(0, 160), "...") : text);

    private void Evidence(Finding finding)
    {
        foreach (Witness witness in finding.Evidence)
        {
            TextLayout.Wrap(_text, $"{Printable.Of(witness.Source)}: {Printable.Of(witness.Value)}", Indent + 2, Indented(Indent));
        }
    }

    private void Mark(Finding finding, bool isFirst)
    {
        (string colour, string mark) = finding.Outcome switch
        {
            Outcome.Pass => (Green, " ok   "),
            Outcome.Fail => (Red, isFirst ? ">NO   " : " no   "),
            Outcome.Unknown => (Yellow, isFirst ? ">?    " : " ?    "),
        };
        Coloured(colour, mark);
    }

    private string Name(ChainLink link) => link switch
    {
        ChainLink.Cpu => _messages.LinkCpu,
        ChainLink.Firmware => _messages.LinkFirmware,
        ChainLink.Hypervisor => _messages.LinkHypervisor,
        ChainLink.Kernel => _messages.LinkKernel,
        ChainLink.Module => _messages.LinkModule,
        ChainLink.Nested => _messages.LinkNested,
        ChainLink.Device => _messages.LinkDevice,
        ChainLink.Offer => _messages.LinkOffer,
        ChainLink.Proof => _messages.LinkProof,
    };

    private void Line(string colour, string text)
    {
        Coloured(colour, text);
        _text.Append('\n');
    }

    private void Coloured(string colour, string text)
    {
        bool isColoured = _usesColour && colour.Length > 0;
        _text.Append(isColoured ? colour : "").Append(text).Append(isColoured ? Plain : "");
    }
}
