using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Host.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard run.</summary>
internal static class GuardRunCommand
{
    internal static readonly Option Debugfs = new("--debugfs", "DIR", new(
        "where the kernel counts: the folder kvm of a debugfs; default: /sys/kernel/debug/kvm",
        "内核计数所在处：debugfs 的 kvm 目录；默认 /sys/kernel/debug/kvm"));

    internal static readonly Command Table = new("run", new(
        "Watches who runs an L2, and has libvirt refuse to save, snapshot or migrate those instances for as long as one runs. Stays in "
            + "the foreground, for a service; needs root.",
        "监视哪些实例内有 L2 在运行，并在运行期间让 libvirt 拒绝保存、快照或迁移这些实例。在前台运行，供服务使用；需要 root。"))
    {
        Options = [GuardSetup.Config, InstanceOptions.Connect, Debugfs],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        using GuardRecords? records = GuardSetup.Take(arguments, session, isGuard: true, out GuardConfig config, out int status);
        if (records is null)
        {
            return status;
        }

        using StopSignals stop = new();
        bool isJson = arguments.Has(CommandTable.Json);

        // The journal gives each line its moment.
        bool tellsTime = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"));
        void Tell(GuardEvent happened)
        {
            if (isJson)
            {
                session.Output.Write(GuardJson.Event(happened, config));
                return;
            }

            string time = tellsTime ? happened.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z '", CultureInfo.InvariantCulture) : "";
            session.Output.Write($"{time}{GuardText.Line(happened, config, session.Language)}\n");
        }

        using Guard guard = new(config, GuardSetup.Host(),
            new WatchOptions(config.Uri, arguments[Debugfs] ?? Watcher.KernelCounts, AsksQemu: false), records, Tell);
        using ServiceWatchdog watchdog = new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        guard.Run(watchdog, stop.Token);
        return ExitCode.Yes;
    }
}
