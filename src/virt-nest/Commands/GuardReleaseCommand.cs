using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard release.</summary>
internal static class GuardReleaseCommand
{
    private static readonly Option UnlessClosed = new("--unless-closed", null,
        new("do nothing where the configuration says on-failure = closed", "配置为 on-failure = closed 时什么也不做"));

    internal static readonly Command Table = new("release", new(
        "Takes away every blocker that a guard has left behind, so that libvirt permits everything again. Needs root, and that no guard "
            + "runs.",
        "取下守护遗留的所有阻止项，使 libvirt 重新允许一切操作。需要 root，且没有守护在运行。"))
    {
        Options = [UnlessClosed, GuardSetup.Config, InstanceOptions.Connect],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        using GuardRecords? records = GuardSetup.Take(arguments, session, isGuard: false, out GuardConfig config, out int status);
        if (records is null)
        {
            return status;
        }

        bool isLeft = arguments.Has(UnlessClosed) && config.FailsClosed;
        IReadOnlyList<BlockedInstance> done = isLeft ? [] : Blockers.Release(config.Uri, records);
        BlockedInstance[] left = [.. done.Where(static b => b.IsBlocked != false)];
        int released = done.Count - left.Length;
        Sentence said = isLeft ? GuardLeftClosed
            : done.Count == 0 ? new Sentence("There was no blocker.", "没有阻止项。")
            : GuardReleased(released);
        session.Print(arguments, () => GuardJson.Release(released, new GuardReport(null, config, GuardPolicy.Off, left)),
            () => said.In(session.Language) + "\n");

        foreach (BlockedInstance blocked in left)
        {
            session.Fail(
                GuardNotReleased(blocked.Name, blocked.Failure is { } failure ? LibvirtText.Describe(failure, session.Language) : null));
        }

        return left.Length == 0 ? ExitCode.Yes : ExitCode.No;
    }

    private static Sentence GuardReleased(int count) =>
        new(count == 1 ? "One blocker was taken away." : $"{count} blockers were taken away.", $"已取下 {count} 个阻止项。");
    private static Sentence GuardLeftClosed =>
        new("The configuration says on-failure = closed: blockers are left as they are.", "配置为 on-failure = closed：阻止项保持原样。");
    private static Sentence GuardNotReleased(string name, string? failure) => new(
        $"{name}: its blocker could not be taken away{(failure is null ? " in time" : ". " + failure)}",
        $"{name}：其阻止项未能{(failure is null ? "及时取下" : "取下。" + failure)}");
}
