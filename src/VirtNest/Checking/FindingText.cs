using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>The parts of a report that a host and an instance share: the chain with one line a link, what stands beside it, the
/// remedy.</summary>
/// <param name="text">Where it goes.</param>
/// <param name="language">The language.</param>
/// <param name="usesColour">With escape codes for colour.</param>
internal sealed class FindingText(StringBuilder text, Language language, bool usesColour)
{
    internal const string Red = TextReport.Red, Green = TextReport.Green, Yellow = TextReport.Yellow, Bold = TextReport.Bold;

    internal const string Plain = TextReport.Plain;

    /// <summary>Columns before a link's sentence: mark, link, spaces.</summary>
    private const int Indent = 18;

    private readonly TextReport _report = new(language, usesColour, text);

    internal void Chain(IReadOnlyList<Finding> findings, Finding? first, bool isVerbose)
    {
        foreach (IGrouping<ChainLink, Finding> link in findings.Where(static f => f.Link is not null && f.Severity == Severity.Fail)
            .GroupBy(static f => f.Link!.Value))
        {
            foreach (Finding finding in link)
            {
                bool isFirst = ReferenceEquals(finding, first);
                Mark(finding, isFirst);
                string name = Name(link.Key).In(language);
                text.Append(name).Append(' ', Math.Max(1, Indent - 6 - TextLayout.ColumnsOf(name)));
                string code = finding.Outcome == Outcome.Pass ? "" : $" ({finding.Code.Text()})";
                TextLayout.Wrap(text, Printable.Sentence(finding.Title.In(language)) + code, Indent, Indent);
                if (isVerbose || isFirst)
                {
                    Evidence(finding);
                }
            }
        }
    }

    internal void Beside(IReadOnlyList<Finding> findings, bool isVerbose)
    {
        Finding[] beside = [.. findings.Where(static f => f.Severity != Severity.Fail).OrderBy(static f => f.Severity)];
        if (beside.Length == 0)
        {
            return;
        }

        text.Append('\n');
        HashSet<FindingCode> shown = [];
        foreach (Finding finding in beside)
        {
            // Many notes on one subject would bury what can be acted on.
            int others = isVerbose || finding.Severity != Severity.Note ? 0 : beside.Count(f => f.Code == finding.Code) - 1;
            if (others > 0)
            {
                if (shown.Add(finding.Code))
                {
                    Coloured("", " -    ");
                    TextLayout.Wrap(text, Several(FindingPages.Title(finding.Code, language), others + 1).In(language), 6, 6);
                }

                continue;
            }

            bool isWarning = finding.Severity == Severity.Warn;
            Coloured(isWarning ? Yellow : "", isWarning ? " !    " : " -    ");
            string title = Printable.Sentence(finding.Title.In(language));
            TextLayout.Wrap(text, (isVerbose || isWarning ? title : FirstSentence(title)) + $" ({finding.Code.Text()})", 6, 6);
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
    private static string FirstSentence(string whole)
    {
        int chinese = whole.IndexOf('。', StringComparison.Ordinal);
        int english = whole.IndexOf(". ", StringComparison.Ordinal);
        int end = chinese >= 0 ? chinese : english;
        return end < 0 ? whole : whole[..end];
    }

    /// <summary>What to do about the link that breaks the chain.</summary>
    internal void ToDo(Finding? finding)
    {
        if (finding?.Remedy is not { } remedy)
        {
            return;
        }

        text.Append('\n');
        Line(Bold, $"{new Sentence("What to do", "如何处理").In(language)} ({finding.Code.Text()})");
        Remedy(remedy, 2);
        TextLayout.Wrap(text, MoreByExplain(finding.Code.Text()).In(language), 2);
    }

    /// <summary>The words, and the command on a line of its own: before them, but where a person has to decide first.</summary>
    private void Remedy(Remedy remedy, int indent)
    {
        string words = CheckJson.PrintableLines(remedy.Text.In(language));
        string? command = remedy.Command is { } verb && remedy.NeedsRoot
            ? new Sentence("As root: " + verb, "以 root 执行：" + verb).In(language) : remedy.Command;
        foreach (string? part in remedy.NeedsDecision ? (string?[])[words, command] : [command, words])
        {
            if (part is not null)
            {
                TextLayout.Wrap(text, part, indent);
            }
        }
    }

    internal void Line(string colour, string line) => _report.Line(colour, line);

    internal void Coloured(string colour, string piece) => _report.Coloured(colour, piece);

    private int Indented(int columns)
    {
        text.Append(' ', columns);
        return columns;
    }

    private void Evidence(Finding finding)
    {
        foreach (Witness witness in finding.Evidence)
        {
            TextLayout.Wrap(text, $"{Printable.Sanitise(witness.Source)}: {Printable.Sanitise(witness.Value)}", Indent + 2,
                Indented(Indent));
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

    private static Sentence Name(ChainLink link) => link switch
    {
        ChainLink.Cpu => Sentence.Verbatim("CPU"),
        ChainLink.Firmware => new("firmware", "固件"),
        ChainLink.Hypervisor => new("below", "下层平台"),
        ChainLink.Kernel => new("kernel", "内核"),
        ChainLink.Module => new("module", "模块"),
        ChainLink.Nested => Sentence.Verbatim("nested"),
        ChainLink.Device => Sentence.Verbatim("/dev/kvm"),
        ChainLink.Offer => new("offered", "向实例提供"),
        ChainLink.Proof => new("proof", "实证"),
        ChainLink.Host => new("host", "宿主机"),
        ChainLink.Definition => new("definition", "定义"),
        ChainLink.Process => new("process", "进程"),
        ChainLink.Inside => new("inside", "内部"),
        ChainLink.InsideModule => new("kvm inside", "内部模块"),
    };

    /// <param name="title">The title of a page, with the code in front.</param>
    /// <param name="count">How many there are.</param>
    private static Sentence Several(string title, int count)
    {
        string[] parts = title.Split((char[])[':', '：'], 2);
        return new($"{parts[^1].Trim()}: {count} notes, shown by --verbose ({parts[0]})", $"{parts[^1].Trim()}：共 {count} 条说明，用 "
            + $"--verbose 显示（{parts[0]}）");
    }

    private static Sentence MoreByExplain(string code) => new($"More: virt-nest explain {code}", $"详情：virt-nest explain {code}");
}
