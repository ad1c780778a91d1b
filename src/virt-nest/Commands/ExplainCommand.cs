using VirtNest.Checking;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest explain: the page of a code, what an error line means, or each that a log holds.</summary>
internal static class ExplainCommand
{
    /// <summary>Entries that are named where a line is unknown.</summary>
    private const int MostNearest = 3;

    /// <summary>What a code has in front of its number.</summary>
    private const string Letters = "VN";

    internal static readonly Command Table = new("explain", new(
        "Prints the page of a finding (VN1001, 1001), or what an error line of the kernel, QEMU, libvirt or another program means; - reads "
            + "a log from standard input. Without an argument, lists codes and programs.",
        "打印某条目的说明页（VN1001、1001），或说明内核、QEMU、libvirt 等程序的一行错误信息；- 表示从标准输入读取日志。"
            + "不带参数时列出代码和程序。"))
    {
        ArgumentName = "CODE|LINE",
        IsArgumentOptional = true,
        IsArgumentText = true,
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        string asked = arguments.Text.Trim();
        if (arguments.Positional is null)
        {
            session.Print(arguments, () => FindingPages.ListJson(ErrorTable.Load()),
                () => FindingPages.List(session.Language) + "\n" + ErrorText.Programs(ErrorTable.Load(), session.Language));
            return ExitCode.Yes;
        }

        string code = asked.Length > 0 && asked.All(char.IsAsciiDigit) ? Letters + asked : asked.ToUpperInvariant();
        if (FindingPages.Find(code, session.Language) is { } page)
        {
            session.Print(arguments, () => FindingPages.PageJson(code), () => page);
            return ExitCode.Yes;
        }

        if (LooksLikeCode(code))
        {
            return session.Fail(UnknownCode(asked, Parser.Nearest(code, Enum.GetValues<FindingCode>().Select(static c => c.Text()))));
        }

        IReadOnlyList<ErrorEntry> entries = ErrorTable.Load();
        return ErrorTable.OfProgram(entries, asked) is { Count: > 0 } listed
            ? Print(arguments, session, [.. listed.Select(ErrorAnswer.Listed)])
            : Explain(arguments, session, entries, asked);
    }

    /// <summary>A word that begins like a code, or two codes.</summary>
    private static bool LooksLikeCode(string text) => text.StartsWith(Letters, StringComparison.Ordinal)
        && (!text.Contains(' ', StringComparison.Ordinal) || (text.Length > Letters.Length && char.IsAsciiDigit(text[Letters.Length])));

    private static int Print(Arguments arguments, Session session, IReadOnlyList<ErrorAnswer> answers)
    {
        session.Print(arguments, () => ErrorJson.Write(answers, null, []),
            () => ErrorText.Write(answers, session.Language, hasLines: false));
        return ExitCode.Yes;
    }

    private static int Explain(Arguments arguments, Session session, IReadOnlyList<ErrorEntry> entries, string asked)
    {
        bool isLog = asked == UserFile.StandardInput;
        ErrorLog log = new(entries);
        if (!isLog)
        {
            log.Read(Encoding.UTF8.GetBytes(asked));
        }
        else if (WholeFile.ReadStandardInput(log.Read) is var errno and not 0)
        {
            return session.Fail(FileSentences.CannotRead(FileSentences.StandardInput, LinuxErrno.Describe(errno)), ExitCode.Unknown);
        }

        log.End();
        if (log.Errors.Count == 0)
        {
            IReadOnlyList<ErrorEntry> nearest = log.OnlyLine is { } line ? ErrorTable.Nearest(entries, line, MostNearest) : [];
            session.Print(arguments, () => ErrorJson.Write([], log.Lines, nearest),
                () => ErrorText.NotRecognised(log.OnlyLine, log.Lines, nearest, session.Language));
            return ExitCode.No;
        }

        bool asksHost = log.Errors.Any(static e => e.Entry.Code is not null);
        Verdict? host = asksHost ? Verdict.Judge(HostFacts.Parse(EvidenceGatherer.Quick())) : null;
        ErrorAnswer[] answers = [.. log.Errors.Select(e => ErrorAnswer.Judge(e, host))];
        session.Print(arguments, () => ErrorJson.Write(answers, log.Lines, []),
            () => ErrorText.Write(answers, session.Language, hasLines: log.FilledLines > 1));
        return ExitCode.Yes;
    }

    private static Sentence UnknownCode(string code, string? nearest) => new(
        $"unknown code '{code}'{(nearest is null ? "; virt-nest explain lists all" : $"; did you mean '{nearest}'?")}",
        $"未知代码“{code}”{(nearest is null ? "；virt-nest explain 可列出全部" : $"；是否想输入“{nearest}”？")}");
}
