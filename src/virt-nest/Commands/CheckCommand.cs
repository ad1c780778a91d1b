using System.Threading;
using VirtNest.Checks;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Host.Proving;
using VirtNest.Proofs;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest check.</summary>
internal static class CheckCommand
{
    private static readonly Option Role = new("--role", "ROLE", m => m.HelpRole) { Choices = ["host", "instance"] };
    private static readonly Option Root = new("--root", "DIR", m => m.HelpRootFolder);
    private static readonly Option Evidence = new("--evidence", "FILE", m => m.HelpEvidence);
    private static readonly Option SaveEvidence = new("--save-evidence", "FILE", m => m.HelpSaveEvidence);
    private static readonly Option Report = new("--report", "FILE", m => m.HelpReport);
    private static readonly Option Prove = new("--prove", null, m => m.HelpCheckProve);
    private static readonly Option Deep = new("--deep", null, m => m.HelpDeep);
    private static readonly Option NoVm = new("--no-vm", null, m => m.HelpNoVm);
    private static readonly Option Verbose = new("--verbose", null, m => m.HelpVerbose);

    internal static readonly Command Table = new("check", m => m.HelpCheck)
    {
        Options = [Role, Prove, Root, Evidence, SaveEvidence, Report, Deep, NoVm, Verbose],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (Exclusion(arguments, session) is { } problem)
        {
            session.Fail(problem);
            return ExitCode.Usage;
        }

        if (Gather(arguments, session) is not { } evidence)
        {
            return ExitCode.Usage;
        }

        ProofReport? proof = arguments.Has(Prove) ? NestedProver.Run(new ProofRequest(), CancellationToken.None) : null;
        Verdict verdict = Verdict.Of(HostFacts.Of(evidence), proof is null ? [] : ProofCheck.Of(proof));
        if (!Save(arguments, session, evidence, verdict, proof))
        {
            return ExitCode.Usage;
        }

        Questions question = arguments[Role] switch
        {
            "host" => Questions.GuestsCanNest,
            "instance" => Questions.RunsGuests,
            _ => verdict.Facts.Layer.Kind is LayerKind.BareMetal or LayerKind.XenDom0 or LayerKind.Lpar ? Questions.GuestsCanNest : Questions.RunsGuests,
        };
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(CheckJson.Write(verdict, question));
        }
        else
        {
            session.Output.Write(CheckText.Write(verdict, question, session.Messages, session.UsesColour, arguments.Has(Verbose)));
        }

        return (question == Questions.RunsGuests ? verdict.RunsGuests : verdict.GuestsCanNest) switch
        {
            Answer.Yes => ExitCode.Yes,
            Answer.No => ExitCode.No,
            Answer.Unknown => ExitCode.Unknown,
        };
    }

    private static string? Exclusion(Arguments arguments, Session session)
    {
        // What asks a live machine means nothing of a dump.
        foreach ((Option first, Option second) in ((Option, Option)[])[(Root, Evidence), (Root, Deep), (Root, Prove), (Evidence, Deep), (Evidence, Prove), (Evidence, SaveEvidence), (NoVm, Prove)])
        {
            if (arguments.Has(first) && arguments.Has(second))
            {
                return session.Messages.OptionsExclude(first.Name, second.Name);
            }
        }

        return null;
    }

    private static HostEvidence? Gather(Arguments arguments, Session session)
    {
        if (arguments[Evidence] is { } file)
        {
            return EvidenceFile.Read(file, session);
        }

        if (arguments[Root] is not { } root)
        {
            return EvidenceGatherer.Live(new GatheringOptions(AllowsVm: !arguments.Has(NoVm), IsDeep: arguments.Has(Deep)));
        }

        HostEvidence? evidence = EvidenceGatherer.Dump(root, out int errno);
        if (evidence is null)
        {
            session.Fail(errno == LinuxErrno.ENOSYS ? session.Messages.NeedsOpenAt2 : session.Messages.CannotRead(root, session.Messages.ErrnoText(LinuxErrno.Name(errno))));
        }

        return evidence;
    }

    private static bool Save(Arguments arguments, Session session, HostEvidence evidence, Verdict verdict, ProofReport? proof)
    {
        bool isSaved = true;
        if (arguments[SaveEvidence] is { } file)
        {
            isSaved &= Write(file, EvidenceJson.Write(evidence), session);
        }

        if (arguments[Report] is { } report)
        {
            isSaved &= Write(report, BugReport.Write(verdict, proof), session);
        }

        return isSaved;
    }

    private static bool Write(string file, byte[] bytes, Session session)
    {
        int errno = UserFile.WriteNew(file, bytes);
        if (errno == 0)
        {
            session.Error.Write(session.Messages.Written(Printable.Of(file)) + "\n");
            return true;
        }

        session.Fail(errno == LinuxErrno.EEXIST ? session.Messages.FileExists(file) : session.Messages.CannotWrite(file, session.Messages.ErrnoText(LinuxErrno.Name(errno))));
        return false;
    }
}
