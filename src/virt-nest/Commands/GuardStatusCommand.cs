using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard status.</summary>
internal static class GuardStatusCommand
{
    internal static readonly Command Table = new("status", new(
        "Tells whether a guard runs, its policy, and which instances are blocked now. Needs root.",
        "说明是否有守护在运行、其策略，以及当前哪些实例被阻止。需要 root。"))
    {
        Options = [GuardSetup.Config, InstanceOptions.Connect],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (GuardSetup.Read(arguments, session, out int status) is not { } config)
        {
            return status;
        }

        if (!GuardSetup.Find(session, out string? guard))
        {
            return ExitCode.Unknown;
        }

        GuardReport report = new(guard, config, GuardSetup.Auto(config),
            [.. Blockers.Look(config.Uri, GuardRecords.DefaultFolder).Where(static b => b.IsBlocked != false)]);
        session.Print(arguments, () => GuardJson.Status(report), () => GuardText.Status(report, session.Language));
        return ExitCode.Yes;
    }
}
