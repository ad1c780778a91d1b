using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Host.Guarding;
using VirtNest.Host.Libvirt;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>What the verbs of `guard` that need root begin with: the configuration, the records, what auto means here.</summary>
internal static class GuardSetup
{
    internal static readonly Option Config = new("--config", "FILE", new(
        "the configuration; default: /etc/virt-nest/guard.conf, and where that does not exist the built-in values",
        "配置文件；默认 /etc/virt-nest/guard.conf，该文件不存在时使用内置值"));

    /// <summary>How long to wait for a guard that is on its way out.</summary>
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    /// <summary>The configuration; null with the exit status where there is none to go by.</summary>
    internal static GuardConfig? Read(Arguments arguments, Session session, out int status)
    {
        status = ExitCode.Usage;
        string path = arguments[Config] ?? GuardConfig.DefaultFile;
        UserFile file = UserFile.Read(path, GuardConfig.MostBytes);
        GuardConfig? config = new();
        if (file.Problem is not { } problem)
        {
            config = GuardConfig.Parse(file.Reading.Text, out GuardConfigFault? fault);
            if (config is null)
            {
                session.Fail($"{path}: {GuardText.Fault(fault!, session.Language)}");
                return null;
            }
        }
        else if (arguments.Has(Config) || file.Reading.State != ReadingState.Absent)
        {
            session.Fail(problem);
            return null;
        }

        return arguments[InstanceOptions.Connect] is { } uri ? config with { Uri = uri } : config;
    }

    /// <summary>The configuration, and the records held by this process alone; null with the exit status where one of them cannot be had,
    /// which was said.</summary>
    internal static GuardRecords? Take(Arguments arguments, Session session, bool isGuard, out GuardConfig config, out int status)
    {
        // A configuration that somebody has broken since keeps no blocker in its place: what is wrong with it was said.
        bool isNeeded = isGuard || arguments.Has(Config);
        config = new GuardConfig();
        if (Read(arguments, session, out status) is { } read)
        {
            config = read;
        }
        else if (isNeeded)
        {
            return null;
        }

        status = ExitCode.No;
        if (!IsPermitted(session))
        {
            return null;
        }

        try
        {
            GuardRecords? records = GuardRecords.Open(GuardRecords.DefaultFolder, LockWait, isGuard, out string holder);
            if (records is null)
            {
                session.Fail(GuardRuns(holder));
            }

            return records;
        }
        catch (ChangeRecordException e)
        {
            Fail(session, e);
            return null;
        }
    }

    /// <summary>The process of the guard that runs, or null; false where it cannot be told, which was said. No lock is kept from
    /// others.</summary>
    internal static bool Find(Session session, out string? guard)
    {
        guard = null;
        if (!IsPermitted(session))
        {
            return false;
        }

        try
        {
            guard = GuardRecords.Guard(GuardRecords.DefaultFolder);
            return true;
        }
        catch (ChangeRecordException e)
        {
            Fail(session, e);
            return false;
        }
    }

    /// <summary>What the policy auto means on this host, with the QEMU that a connection has; without its answer the rules that ask for
    /// QEMU may hold.</summary>
    internal static GuardPolicy Auto(GuardConfig config) => GuardRules.Auto(HypervisorVersions.Ask(Host(), config.Uri));

    /// <summary>This host, as far as limits.txt asks and libvirt is not needed.</summary>
    internal static LimitHost Host() =>
        LimitHost.From(HostFacts.Parse(EvidenceGatherer.Quick()));

    private static bool IsPermitted(Session session)
    {
        if (!CurrentUser.IsRoot)
        {
            session.Fail(new Sentence("this needs root", "此操作需要 root"));
        }

        return CurrentUser.IsRoot;
    }

    private static void Fail(Session session, ChangeRecordException e) =>
        session.Fail(GuardFolder(e.Path, LinuxErrno.Describe(e.Errno)));

    private static Sentence GuardRuns(string pid) => new(
        $"a guard, or \"guard release\", runs already{(pid.Length == 0 ? "" : $" (process {pid})")}",
        $"已有守护或 guard release 在运行{(pid.Length == 0 ? "" : $"（进程 {pid}）")}");
    private static Sentence GuardFolder(string path, Sentence reason) => new($"{path}: {reason.English}", $"{path}：{reason.Chinese}");
}
