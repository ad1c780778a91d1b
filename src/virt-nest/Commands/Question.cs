using VirtNest.Cli.CommandLine;
using VirtNest.Host.Output;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>The question before a change: answered by --yes, or by a person at the terminal, or not at all.</summary>
internal static class Question
{
    /// <summary>True where nobody could answer: no --yes and no terminal. Says so.</summary>
    internal static bool HasNoAnswer(Arguments arguments, Session session)
    {
        if (arguments.Has(ChangeOptions.Yes) || TerminalPrompt.CanAsk)
        {
            return false;
        }

        session.Fail(ChangeNeedsAnswer);
        return true;
    }

    /// <summary>Asks, unless --yes has answered.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="session">Where the question goes.</param>
    /// <param name="plan">What it is about, where that was not shown yet: with --json, which keeps it off standard output; else
    /// null.</param>
    internal static bool IsAnsweredYes(Arguments arguments, Session session, string? plan)
    {
        if (arguments.Has(ChangeOptions.Yes))
        {
            return true;
        }

        session.Error.Write(plan ?? "");
        session.Error.Write("\n" + new Sentence("Go on? [y/N] ", "是否继续？[y/N] ").In(session.Language));
        return TerminalPrompt.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase)
                || answer == "是");
    }

    private static Sentence ChangeNeedsAnswer => new(
        "there is no terminal to ask on: give --yes to go on, or --dry-run to see the plan",
        "没有可供询问的终端：请用 --yes 直接执行，或用 --dry-run 只看计划");
}
