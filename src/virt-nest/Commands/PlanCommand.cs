using System.Threading;
using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Host.Applying;
using VirtNest.Host.Gathering;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest plan: the plan of a change as a document, for review elsewhere and for `apply`.</summary>
internal static class PlanCommand
{
    internal static readonly Command Table = new("plan", new(
        "Prints the plan of a change as JSON, for review elsewhere and for \"apply\".",
        "以 JSON 打印更改计划，供在别处审阅，并供 “apply” 使用。"))
    {
        ArgumentName = "enable|disable",
        IsArgumentOptional = true,
        Options = [ChangeOptions.Only, ChangeOptions.OverrideMitigation],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Positional is not (null or "enable" or "disable"))
        {
            return session.Fail(UnknownGoal(arguments.Positional));
        }

        ChangePlan plan = Make(ChangeOptions.Goal(arguments, isOn: arguments.Positional != "disable"));
        session.Output.Write(PlanJson.Write(plan));
        return plan.IsAllowed ? ExitCode.Yes : ExitCode.No;
    }

    /// <summary>Plans from evidence gathered now; the initramfs image is looked into only where that can change the plan.</summary>
    internal static ChangePlan Make(ChangeGoal goal) => Make((facts, use) => Planner.Plan(facts, use, goal), new KvmHolders(), out _)!;

    internal static ChangePlan? Make(Func<HostFacts, KvmUse, ChangePlan?> planner, KvmHolders holders, out string? kvmNode)
    {
        Evidence.HostEvidence evidence = ChangeReader.Gather();
        HostFacts facts = HostFacts.Parse(evidence);
        kvmNode = KvmNode.Access(evidence);
        KvmUse use = holders.Find(facts.Modules.Vendor, CancellationToken.None);
        ChangePlan? plan = planner(facts, use);
        if (plan?.Programs is not { Count: > 0 } || evidence[InitramfsImage.Listing].State != Evidence.ReadingState.NotRead)
        {
            return plan;
        }

        ChangeReader.ReadInitramfs(evidence);
        return planner(HostFacts.Parse(evidence), use);
    }

    private static Sentence UnknownGoal(string word) =>
        new($"\"{word}\" is no goal of a plan: enable, disable", $"“{word}” 不是计划的目标：enable、disable");
}
