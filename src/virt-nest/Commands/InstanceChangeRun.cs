using System.Threading;
using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Applying;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>One run of `instance enable`, `disable` or `undo` on a libvirt connection: which instances, what is wished, progress,
/// report.</summary>
internal sealed class InstanceChangeRun(Arguments arguments, Session session)
{
    /// <summary>Seconds that a guest has to shut down, where nothing else is said.</summary>
    private const int DefaultTimeout = 120;

    private const int MostListBytes = 16 << 20;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    internal static readonly Option Now = new("--now", null, new(
        "shut a running instance down (its agent, then its power button) and start it, so that the change takes effect; without it at the "
            + "next cold start",
        "将运行中的实例关机（先经代理，再按电源键）并重新启动，使修改生效；不带此选项则在下次冷启动时生效"));
    internal static readonly Option Timeout = new("--timeout", "SECONDS", new(
        "how long the guest may take to shut down, and to answer afterwards; default 120",
        "允许来宾关机以及之后回应所用的时间；默认 120")) { Range = (1, 86_400) };
    internal static readonly Option ForceOff = new("--force-off", null, new(
        "where the guest does not shut down in time, cut its power: what it has not written is lost",
        "来宾未按时关机时直接断电：尚未写入的数据会丢失"));
    internal static readonly Option NoAgent = new("--no-agent", null, CommandTable.HelpInstanceNoAgent);
    internal static readonly Option All = new("--all", null, new("all instances of the connection", "该连接的所有实例"));
    internal static readonly Option Match =
        new("--match", "GLOB", new("the instances whose names fit a shell pattern", "名称符合 shell 模式的实例"));
    internal static readonly Option ListFile = new("--file", "LIST",
        new("the instances named in a file, one a line (- for standard input)", "文件中列出的实例，每行一个（- 表示标准输入）"));

    /// <summary>The options of every change through libvirt.</summary>
    internal static readonly Option[] Options = [InstanceOptions.Connect, Now, Timeout, ForceOff, NoAgent,
        InstanceOptions.AskQemu, All, Match, ListFile, ChangeOptions.Yes];

    /// <summary>An edit of a file asks nobody and restarts nothing.</summary>
    internal static readonly (Option, Option)[] WithoutLibvirt = [.. Options.Select(static o => (InstanceOptions.Xml, o))];

    internal static readonly (Option, Option[])[] Needs = [(Timeout, [Now]), (ForceOff, [Now])];

    private readonly Dictionary<string, TimeSpan> _told = [];
    private readonly Lock _telling = new();

    /// <summary>`instance enable`, `disable` and `undo`: the instances that the command line names.</summary>
    internal int Execute(InstanceGoal goal, CpuTarget target = CpuTarget.Fitting, bool dropsConflicts = false)
    {
        InstanceWish wish = Wish(goal, target, dropsConflicts);
        return Problem() is { } problem ? session.Fail(problem)
            : Names(Uri, out int status) is not { } names ? status
            : names.Count == 0 ? session.Fail(new Sentence("no instance fits", "没有符合的实例"))
            : Execute(Uri, names, wish, null);
    }

    /// <summary>`instance plan`: the plan of one instance as a document, for `apply`.</summary>
    internal int Plan(InstanceGoal goal, CpuTarget target = CpuTarget.Fitting, bool dropsConflicts = false)
    {
        InstanceWish wish = Wish(goal, target, dropsConflicts) with { IsDryRun = true };
        InstanceChangeReport report = InstanceChanges.Plan(Uri, [arguments.Positional!], wish, new(Tell, CancellationToken.None))[0];
        if (report.Planned is { } planned)
        {
            session.Output.Write(PlanJson.Write(planned.Plan));
            return planned.Plan.IsAllowed ? ExitCode.Yes : ExitCode.No;
        }

        session.Error.Write(InstanceChangeText.Write([report], session.Language));
        return StatusOf([report]);
    }

    /// <summary>`apply`: what `instance plan` has printed, where it would be the same now.</summary>
    internal int Apply(ChangePlan reviewed, InstanceWish wish)
    {
        // Never the connection that the file names: a URI can name a program to run.
        return ForHostAlone() is { } option ? session.Fail(NotForInstances(option.Name))
            : Execute(Uri, [reviewed.Subject.Name], wish with { IsDryRun = arguments.Has(ChangeOptions.DryRun) },
                new ChangeWatch(Tell, CancellationToken.None) { Reviewed = reviewed });
    }

    /// <summary>`undo`: takes the change of an instance back.</summary>
    internal int Undo(JournalEntry entry)
    {
        string? uri = entry.Plan.Connection;
        InstanceWish wish = Wish(InstanceGoal.Undo, CpuTarget.Fitting, dropsConflicts: false);
        return ForHostAlone() is { } option ? session.Fail(NotForInstances(option.Name))
            : Execute(uri, [entry.Plan.Subject.Name], wish, new ChangeWatch(Tell, CancellationToken.None) { Number = entry.Number });
    }

    private string? Uri => arguments[InstanceOptions.Connect];

    /// <summary>An option of `apply` and `undo` that means the module.</summary>
    private Option? ForHostAlone() => Array.Find((Option[])[ChangeOptions.AtIdle, ChangeOptions.Timeout], arguments.Has);

    private InstanceWish Wish(InstanceGoal goal, CpuTarget target, bool dropsConflicts) => new(
        goal, target, InstanceOptions.GivenExtension(arguments), dropsConflicts, arguments.Has(InstanceOptions.EvenIfManaged),
        arguments.Has(Now), TimeSpan.FromSeconds(arguments.Number(Timeout, DefaultTimeout)), arguments.Has(ForceOff),
        arguments.Has(InstanceOptions.DryRun), LooksInside: !arguments.Has(NoAgent), arguments.Has(InstanceOptions.AskQemu));

    /// <summary>Plans, shows, asks, applies, reports.</summary>
    private int Execute(string? uri, IReadOnlyList<string> names, InstanceWish wish, ChangeWatch? given)
    {
        ChangeWatch watch = given ?? new(Tell, CancellationToken.None);
        InstanceChangeReport[] reports = InstanceChanges.Plan(uri, names, wish, watch);
        InstanceChangeReport[] planned = Array.FindAll(reports, static r => r.Outcome == InstanceChangeOutcome.Planned);
        string plans = string.Join('\n',
            planned.Select(r => PlanText.Write(r.Planned!.Plan, session.Language, session.UsesColour)));
        bool isJson = arguments.Has(CommandTable.Json);
        if (!isJson && plans.Length > 0)
        {
            session.Output.Write(wish.IsDryRun ? plans + "\n" : plans);
        }

        if (!wish.IsDryRun && planned.Length > 0)
        {
            if (Question.HasNoAnswer(arguments, session))
            {
                return ExitCode.Usage;
            }

            bool isYes = Question.IsAnsweredYes(arguments, session, isJson ? plans : null);
            using StopSignals signals = new();
            reports = isYes ? InstanceChanges.Apply(uri, reports, wish, watch with { Cancellation = signals.Token })
                : Array.ConvertAll(reports, static r => r.Outcome != InstanceChangeOutcome.Planned ? r
                    : r with { Outcome = InstanceChangeOutcome.Declined });
        }

        session.Print(arguments, () => InstanceChangeJson.Write(reports, wish), () => InstanceChangeText.Write(reports, session.Language));
        return StatusOf(reports);
    }

    private static int StatusOf(IReadOnlyList<InstanceChangeReport> reports) =>
        InstanceChangeReport.AllGood(reports) switch { true => ExitCode.Yes, false => ExitCode.No, null => ExitCode.Unknown };

    private Sentence? Problem()
    {
        Option[] ways = Array.FindAll([All, Match, ListFile], arguments.Has);
        return ways.Length > 1 ? CommandTable.OptionsExclude(ways[0].Name, ways[1].Name)
            : ways.Length + (arguments.Positional is null ? 0 : 1) != 1 ? InstanceNeedsOne
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

        session.Fail(LibvirtText.Describe(failure!, session.Language));
        status = ExitCode.Unknown;
        return null;
    }

    private IReadOnlyList<string>? Listed(string file, out int status)
    {
        UserFile list = UserFile.Read(file, MostListBytes);
        status = ExitCode.Usage;
        Sentence? problem = list.Problem
            ?? (InstanceNames.FaultyLine(list.Reading.Text) is { } line ? InstanceListFaulty(list.Name, line) : null);
        if (problem is { } fault)
        {
            session.Fail(fault);
            return null;
        }

        return InstanceNames.InList(list.Reading.Text);
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
            string shown = Printable.Sanitise(name);
            Sentence? line = step switch
            {
                InstanceStep.Recovering => StepRecovering(shown),
                InstanceStep.AgentAsked => StepAgentAsked(shown),
                InstanceStep.ButtonPressed => new Sentence($"{shown}: its power button was pressed", $"{shown}：已按下其电源键"),
                InstanceStep.Waiting => since < BetweenLines ? null : StepWaiting(shown, (long)since.TotalSeconds),
                InstanceStep.ForcedOff => new Sentence($"{shown}: its power is cut", $"{shown}：断电"),
                InstanceStep.Starting => new Sentence($"{shown}: starting it", $"{shown}：正在启动"),
                InstanceStep.LookingInside => new Sentence($"{shown}: waiting for its guest agent", $"{shown}：等待其来宾代理"),
            };
            if (line is { } told)
            {
                session.Tell(told);
            }
        }
    }

    private static Sentence NotForInstances(string option) =>
        new($"option {option} is for a change of the host; this one is of an instance", $"选项 {option} 用于主机的更改；这是实例的更改");
    private static Sentence InstanceNeedsOne =>
        new("give one of NAME, --all, --match, --file and --xml", "请给出 NAME、--all、--match、--file、--xml 中的一个");
    private static Sentence InstanceListFaulty(Sentence file, int line) => new(
        $"{file.English}, line {line}: no name (it holds a zero byte or is not UTF-8); nothing was changed",
        $"{file.Chinese} 第 {line} 行：不是名称（含有零字节或不是 UTF-8）；未作任何修改");
    private static Sentence StepRecovering(string name) =>
        new($"{name}: an earlier run was interrupted; it is dealt with first", $"{name}：此前的一次运行被中断，先行处理");
    private static Sentence StepAgentAsked(string name) =>
        new($"{name}: its guest agent was asked to shut it down", $"{name}：已请其来宾代理关机");
    private static Sentence StepWaiting(string name, long seconds) =>
        new($"{name}: waiting for it to shut down, {seconds} s", $"{name}：等待关机，{seconds} 秒");
}
