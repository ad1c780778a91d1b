using System;
using System.Collections.Generic;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Domains;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Messages;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>One run of `instance enable`, `disable` or `undo` on a libvirt connection: which instances, what is wished, progress, report.</summary>
internal sealed class InstanceChangeRun(Arguments arguments, Session session)
{
    /// <summary>Seconds that a guest has to shut down, where nothing else is said.</summary>
    private const int DefaultTimeout = 120;

    private const int MostListBytes = 16 << 20;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    internal static readonly Option Now = new("--now", null, m => m.HelpInstanceNow);
    internal static readonly Option Timeout = new("--timeout", "SECONDS", m => m.HelpInstanceTimeout) { Range = (1, 86_400) };
    internal static readonly Option ForceOff = new("--force-off", null, m => m.HelpInstanceForceOff);
    internal static readonly Option NoAgent = new("--no-agent", null, m => m.HelpInstanceNoAgent);
    internal static readonly Option All = new("--all", null, m => m.HelpInstanceAll);
    internal static readonly Option Match = new("--match", "GLOB", m => m.HelpInstanceMatch);
    internal static readonly Option ListFile = new("--file", "LIST", m => m.HelpInstanceListFile);

    /// <summary>The options of every change through libvirt.</summary>
    internal static readonly Option[] Options = [InstanceLooking.Connect, Now, Timeout, ForceOff, NoAgent, InstanceLooking.AskQemu, All, Match, ListFile, ChangeOptions.Yes];

    private readonly Dictionary<string, TimeSpan> _told = [];
    private readonly Lock _telling = new();

    internal int Execute(InstanceGoal goal, CpuTarget target, Extension? extension, bool dropsConflicts)
    {
        InstanceWish wish = new(
            goal, target, extension, dropsConflicts, arguments.Has(InstanceOptions.EvenIfManaged), arguments.Has(Now), TimeSpan.FromSeconds(arguments.Number(Timeout, DefaultTimeout)),
            arguments.Has(ForceOff), arguments.Has(InstanceOptions.DryRun), LooksInside: !arguments.Has(NoAgent), arguments.Has(InstanceLooking.AskQemu));
        if (Problem() is { } problem)
        {
            session.Fail(problem);
            return ExitCode.Usage;
        }

        string? uri = arguments[InstanceLooking.Connect];
        if (Names(uri, out int status) is not { } names)
        {
            return status;
        }

        if (names.Count == 0)
        {
            session.Fail(session.Messages.InstanceNoneFits);
            return ExitCode.Usage;
        }

        InstanceChangeReport[] reports = InstanceChanges.Run(uri, names, wish, Tell);
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(InstanceChangeJson.Write(reports, wish));
        }
        else
        {
            session.Output.Write(InstanceChangeText.Write(reports, session.Messages));
        }

        return InstanceChangeReport.AllGood(reports) switch { true => ExitCode.Yes, false => ExitCode.No, null => ExitCode.Unknown };
    }

    private bool IsMany => arguments.Has(All) || arguments.Has(Match) || arguments.Has(ListFile);

    private string? Problem()
    {
        Option[] ways = Array.FindAll([All, Match, ListFile], arguments.Has);
        return ways.Length > 1 ? session.Messages.OptionsExclude(ways[0].Name, ways[1].Name)
            : ways.Length + (arguments.Positional is null ? 0 : 1) != 1 ? session.Messages.InstanceNeedsOne
            : arguments.Has(Now) && IsMany && !arguments.Has(ChangeOptions.Yes) && !arguments.Has(InstanceOptions.DryRun) ? session.Messages.InstanceManyNeedYes
            : null;
    }

    private IReadOnlyList<string>? Names(string? uri, out int status)
    {
        status = ExitCode.Yes;
        if (arguments.Positional is { } name)
        {
            return [name];
        }

        if (arguments[ListFile] is { } file)
        {
            return Listed(file, out status);
        }

        if (InstanceChanges.Names(uri, arguments[Match], out LibvirtFailure? failure) is { } names)
        {
            return names;
        }

        session.Fail(LibvirtText.Of(failure!, session.Messages));
        status = ExitCode.Unknown;
        return null;
    }

    private IReadOnlyList<string>? Listed(string file, out int status)
    {
        Reading list = file == "-" ? UserFile.ReadStandardInput(MostListBytes) : UserFile.Read(file, MostListBytes);
        status = ExitCode.Usage;
        string name = file == "-" ? session.Messages.StandardInput : file;
        if (list is { IsKnown: true, IsTruncated: false })
        {
            if (InstanceNames.FaultyLine(list.Text) is not { } line)
            {
                return InstanceNames.InList(list.Text);
            }

            session.Fail(session.Messages.InstanceListFaulty(name, line));
            return null;
        }

        session.Fail(list.IsKnown ? session.Messages.TooLarge(name, MostListBytes >> 20) : session.Messages.CannotRead(name, session.Messages.ErrnoText(LinuxErrno.Name(list.Errno))));
        return null;
    }

    /// <summary>Progress on standard error: each step once, waiting every ten seconds.</summary>
    private void Tell(string name, InstanceStep step, TimeSpan since)
    {
        lock (_telling)
        {
            string key = $"{step} {name}";
            if (_told.TryGetValue(key, out TimeSpan last) && (step is not InstanceStep.Waiting || since - last < BetweenLines))
            {
                return;
            }

            _told[key] = since;
            MessageCatalog m = session.Messages;
            string shown = Printable.Of(name);
            string? line = step switch
            {
                InstanceStep.AgentAsked => m.StepAgentAsked(shown),
                InstanceStep.ButtonPressed => m.StepButtonPressed(shown),
                InstanceStep.Waiting => since < BetweenLines ? null : m.StepWaiting(shown, (long)since.TotalSeconds),
                InstanceStep.ForcedOff => m.StepForcedOff(shown),
                InstanceStep.Starting => m.StepStarting(shown),
                InstanceStep.LookingInside => m.StepLookingInside(shown),
            };
            if (line is not null)
            {
                session.Error.Write(line + "\n");
            }
        }
    }
}
