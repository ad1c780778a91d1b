using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest limits: what a live L2 forbids to one instance.</summary>
internal static class LimitsCommand
{
    private static readonly Option To = new("--to", "FILE", new(
        "also tell whether another host can take the instance: its evidence document, made there by `virt-nest check --save-evidence FILE`",
        "另外判断另一台宿主机能否接收该实例：在那里用 `virt-nest check --save-evidence FILE` 生成的依据文档"));

    private static readonly Option Proof = new("--proof", "FILE", new(
        "also take what was measured on this host: the document of `virt-nest prove --state --json`",
        "另外采用在本机实测的结果：`virt-nest prove --state --json` 的文档"));

    internal static readonly Command Table = new("limits", new(
        "What is possible with one instance now, as far as nesting goes, and what is not: live migration, save, snapshot, restore, vCPU "
            + "hot-plug; why, and what to stop first. Changes nothing.",
        "就嵌套而言，一个实例现在可以做什么、不可以做什么：热迁移、保存、快照、恢复、虚拟 CPU 热插拔；原因何在，以及应先停止什么。"
            + "不作任何修改。"))
    {
        ArgumentName = "NAME",
        Options = [InstanceOptions.Connect, To, Proof, InstanceOptions.AskQemu],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        // What was typed is looked at before anything is asked of libvirt.
        if (!Read(arguments, session, out HostFacts? target, out StateDocument? proof))
        {
            return ExitCode.Usage;
        }

        LookOptions options = new(arguments[InstanceOptions.Connect], LooksInside: false, arguments.Has(InstanceOptions.AskQemu));
        if (InstanceReader.Alone(options, arguments.Positional!, out LibvirtFailure? failure) is not { } connection)
        {
            return InstanceOptions.Fail(session, failure!);
        }

        InstanceFacts facts = connection.Instances[0];
        InstanceLimits limits = InstanceLimits.Judge(facts, InstanceHost.From(connection, HostOf(facts, connection)), target, proof);
        LimitsReport report = new(limits, connection, arguments[To], arguments[Proof]);
        session.Print(arguments, () => LimitsJson.Write(report), () => LimitsText.Write(report, session.Language, session.UsesColour));
        return limits.Scope == LimitScope.NotRead ? ExitCode.Unknown : ExitCode.Yes;
    }

    private static bool Read(Arguments arguments, Session session, out HostFacts? target, out StateDocument? proof)
    {
        (target, proof) = (null, null);
        if (arguments[To] is { } targetFile)
        {
            if (UserFile.Evidence(targetFile, session) is not { } evidence)
            {
                return false;
            }

            target = HostFacts.Parse(evidence);
        }

        if (arguments[Proof] is { } proofFile)
        {
            if (UserFile.Document(proofFile, session) is not { } bytes)
            {
                return false;
            }

            proof = StateDocument.Read(bytes, out string? problem);
            if (proof is null)
            {
                session.Fail(problem == StateDocument.NotProven ? ProofWithoutState(proofFile) : NotStateProof(proofFile, problem ?? ""));
                return false;
            }
        }

        return true;
    }

    /// <summary>This machine, where the instance is one of its own that KVM runs; a reader that judged it already has it.</summary>
    private static HostFacts? HostOf(InstanceFacts facts, InstanceList connection) =>
        facts.Host.Verdict?.Facts
        ?? (facts.Reading.Xml?.Type == "kvm" && ConnectionUri.Parse(connection.Uri).IsLocal
            ? HostFacts.Parse(EvidenceGatherer.Quick())
            : null);

    private static Sentence ProofWithoutState(string path) => new(
        $"{path}: the proof did not succeed, so it moved no state and says nothing about save and restore",
        $"{path}：实证没有成功，因此没有移动过状态，无法说明保存与恢复的情况");
    private static Sentence NotStateProof(string path, string why) => new(
        $"{path} is not a document of `virt-nest prove --state --json` (at {why})",
        $"{path} 不是 `virt-nest prove --state --json` 的文档（位置：{why}）");
}
