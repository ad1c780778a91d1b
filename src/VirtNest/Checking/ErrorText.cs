using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>Error lines as text: what they mean, what to do, and what this host says.</summary>
public static class ErrorText
{
    /// <summary>Errors that were met, or entries that are listed.</summary>
    /// <param name="answers">At least one.</param>
    /// <param name="language">English or Chinese.</param>
    /// <param name="hasLines">Lines are numbered: the errors are those of a log.</param>
    public static string Write(IReadOnlyList<ErrorAnswer> answers, Language language, bool hasLines)
    {
        StringBuilder text = new();
        foreach (ErrorAnswer answer in answers)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Write(text, answer, language, hasLines);
        }

        return text.ToString();
    }

    /// <summary>That a line is unknown, and the entries that are nearest to it.</summary>
    /// <param name="line">The line, or null where there are many or none.</param>
    /// <param name="lines">Lines that were read.</param>
    /// <param name="nearest">The nearest entries.</param>
    /// <param name="language">English or Chinese.</param>
    public static string NotRecognised(string? line, long lines, IReadOnlyList<ErrorEntry> nearest, Language language)
    {
        StringBuilder text = new();
        Sentence verdict = line is null ? NoneRecognised(lines) : Unknown(Printable.Sanitise(LineText.WithoutColour(line)));
        TextLayout.Wrap(text, verdict.In(language), 0);
        if (nearest.Count > 0)
        {
            TextLayout.Wrap(text, new Sentence("The nearest that are known:", "最接近的已知条目：").In(language), 0);
            foreach (ErrorEntry entry in nearest)
            {
                TextLayout.Wrap(text, Named(entry, entry.Lines[0]).In(language), 4, Indented(text, 2));
            }
        }

        return text.ToString();
    }

    /// <summary>The programs and how many entries each has.</summary>
    /// <param name="entries">All entries.</param>
    /// <param name="language">English or Chinese.</param>
    public static string Programs(IReadOnlyList<ErrorEntry> entries, Language language)
    {
        StringBuilder text = new();
        TextLayout.Wrap(text, new Sentence(
            "Error lines by program (virt-nest explain 'LINE', ... | virt-nest explain -, virt-nest explain PROGRAM):",
            "各程序的错误信息（virt-nest explain '错误信息'、... | virt-nest explain -、virt-nest explain 程序名）：").In(language), 0);
        foreach (ErrorProgram program in ErrorTable.Programs(entries))
        {
            text.Append("  ").Append(program.Name).Append(": ").Append(program.Entries).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, ErrorAnswer answer, Language language, bool hasLines)
    {
        ErrorEntry entry = answer.Entry;
        LoggedError? logged = answer.Logged;
        TextLayout.Wrap(text, Named(entry, Printable.Sanitise(logged?.Text ?? entry.Lines[0])).In(language), 4, 0);
        if (logged is not null && hasLines)
        {
            TextLayout.Wrap(text, Place(logged).In(language), 2);
        }

        TextLayout.Wrap(text, Cause(entry.Cause).In(language), 2);
        TextLayout.Wrap(text, Remedy(entry.Remedy).In(language), 2);
        if (answer.Here is { } here)
        {
            TextLayout.Wrap(text, Here(here.Title, here.Code.Text()).In(language), 2);
        }

        if (answer.Breaks is { } breaks)
        {
            TextLayout.Wrap(text, Breaks(breaks.Title, breaks.Code.Text(), answer.Here is null).In(language), 2);
        }

        if ((answer.Breaks?.Code.Text() ?? entry.Code) is { } code)
        {
            TextLayout.Wrap(text, More(code).In(language), 2);
        }

        TextLayout.Wrap(text, Source(entry.Sources[0]).In(language), 2);
    }

    private static int Indented(StringBuilder text, int columns)
    {
        text.Append(' ', columns);
        return columns;
    }

    private static Sentence Named(ErrorEntry entry, string line) => new($"{entry.Program}: {line}", $"{entry.Program}：{line}");
    private static Sentence Place(LoggedError logged) => logged.Count == 1
        ? new($"Line {logged.FirstLine}", $"第 {logged.FirstLine} 行")
        : new($"Line {logged.FirstLine}, {logged.Count} times in all", $"第 {logged.FirstLine} 行，共 {logged.Count} 次");
    private static Sentence Cause(Sentence cause) => new($"Cause: {cause.English}", $"原因：{cause.Chinese}");
    private static Sentence Remedy(Sentence remedy) => new($"Remedy: {remedy.English}", $"补救办法：{remedy.Chinese}");
    private static Sentence Here(Sentence title, string code) => new(
        $"On this host: {Printable.Sentence(title.English)} ({code})", $"本机：{Printable.Sentence(title.Chinese)}（{code}）");
    private static Sentence Breaks(Sentence title, string code, bool isFirst) => isFirst ? Here(title, code) : new(
        $"What stops it here: {Printable.Sentence(title.English)} ({code})",
        $"本机的障碍在于：{Printable.Sentence(title.Chinese)}（{code}）");
    private static Sentence More(string code) => new($"More: virt-nest explain {code}", $"详情：virt-nest explain {code}");
    private static Sentence Source(string address) => new($"Source: {address}", $"来源：{address}");
    private static Sentence Unknown(string line) => new($"Not recognised: {line}", $"无法识别：{line}");
    private static Sentence NoneRecognised(long lines) => lines switch
    {
        0 => new("Not recognised: there is no line", "无法识别：没有任何内容"),
        1 => new("Not recognised: the line is blank", "无法识别：该行为空"),
        _ => new($"Not recognised: none of {lines} lines is a known error", $"无法识别：{lines} 行中没有已知的错误信息"),
    };
}
