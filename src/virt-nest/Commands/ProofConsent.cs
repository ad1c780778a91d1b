using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Output;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>A proof starts a guest. Below some hypervisors that can take this whole machine down: there a person is asked first.</summary>
internal static class ProofConsent
{
    /// <summary>True where a proof may be run: nothing is known against it, --yes was given, or a person said so.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="session">Where the question goes.</param>
    /// <param name="facts">This machine.</param>
    internal static bool IsGiven(Arguments arguments, Session session, HostFacts facts)
    {
        if (PlatformRow.Find(facts.Layer.Platform, facts.Cpu) is not { IsDangerous: true, Warning: { } warning }
            || arguments.Has(ChangeOptions.Yes))
        {
            return true;
        }

        if (TerminalPrompt.CanAsk)
        {
            session.Error.Write(warning.In(session.Language).Replace('\n', ' ') + "\n");
            return Question.IsAnsweredYes(arguments, session, null);
        }

        session.Fail(warning + NotRun);
        return false;
    }

    private static Sentence NotRun => new(" The proof was not run; --yes runs it all the same.", "未运行实证；用 --yes 可照样运行。");
}
