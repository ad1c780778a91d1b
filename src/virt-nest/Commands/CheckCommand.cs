using System.Threading;
using VirtNest.Checking;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Host.Proving;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest check.</summary>
internal static class CheckCommand
{
    private static readonly Option Role = new("--role", "ROLE", new(
        "which question decides the exit status; default: host on bare metal, instance in a VM or a container",
        "由哪个问题决定退出状态；默认：裸金属上为 host，虚拟机或容器内为 instance")) { Choices = ["host", "instance"] };
    private static readonly Option Root = new("--root", "DIR", new(
        "judge a dumped tree (proc, sys, etc, lib/modules, run, dev) instead of this machine",
        "判断转储的目录树（proc、sys、etc、lib/modules、run、dev）而非本机"));
    private static readonly Option Evidence =
        new("--evidence", "FILE", new("judge from an evidence document and read nothing else", "根据依据文档判断，不读取其他内容"));
    private static readonly Option SaveEvidence = new("--save-evidence", "FILE",
        new("write everything that was read to a new file (mode 0600)", "把读到的全部内容写入新文件（权限 0600）"));
    private static readonly Option Report =
        new("--report", "FILE", new("write one redacted file for a bug report", "写出一份脱敏文件，用于问题报告"));
    private static readonly Option Prove = new("--prove", null, new(
        "run an L1 that runs an L2 as well; what runs outweighs what was read",
        "另外实际运行一个 L1 并由它运行 L2；实际运行的结果优先于读到的内容"));
    private static readonly Option Deep =
        new("--deep", null, new("ask slow sources too: what the initramfs image holds", "也查询较慢的来源：initramfs 映像的内容"));
    private static readonly Option NoVm =
        new("--no-vm", null, new("never create a VM, not even where only that tells", "绝不创建虚拟机，即便只有这样才能得知"));
    private static readonly Option Verbose = new("--verbose", null, CommandTable.HelpVerbose);

    internal static readonly Command Table = new("check", new(
        "Tells whether this host can run instances, and whether they can nest: the two answers, the chain from the CPU to /dev/kvm, the "
            + "evidence and the remedy. Reads only; needs no root.",
        "判断本机能否运行实例、实例能否再嵌套：给出两个答案、从 CPU 到 /dev/kvm 的各个环节、依据与补救办法。只读，不需要 root。"))
    {
        Options = [Role, Prove, ChangeOptions.Yes, Root, Evidence, SaveEvidence, Report, Deep, NoVm, Verbose],

        // What asks a live machine means nothing of a dump.
        Excludes = [(Root, Evidence), (Root, Deep), (Root, Prove), (Evidence, Deep), (Evidence, Prove),
            (Evidence, SaveEvidence), (NoVm, Prove)],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (Gather(arguments, session) is not { } evidence)
        {
            return ExitCode.Usage;
        }

        HostFacts facts = HostFacts.Parse(evidence);
        ProofReport? proof = arguments.Has(Prove) && ProofConsent.IsGiven(arguments, session, facts)
            ? NestedProver.Run(new ProofRequest(), CancellationToken.None) : null;
        Verdict verdict = Verdict.Judge(facts, proof is null ? [] : ProofCheck.Run(proof));
        if (!Save(arguments, session, evidence, verdict, proof))
        {
            return ExitCode.Usage;
        }

        Questions question = arguments[Role] switch
        {
            "host" => Questions.GuestsCanNest,
            "instance" => Questions.RunsGuests,
            _ => verdict.Facts.Layer.Kind is LayerKind.BareMetal or LayerKind.XenDom0 or LayerKind.Lpar ? Questions.GuestsCanNest
                : Questions.RunsGuests,
        };
        session.Print(arguments, () => CheckJson.Write(verdict, question),
            () => CheckText.Write(verdict, question, session.Language, session.UsesColour, arguments.Has(Verbose)));
        return ExitCode.From(question == Questions.RunsGuests ? verdict.RunsGuests : verdict.GuestsCanNest);
    }

    private static HostEvidence? Gather(Arguments arguments, Session session)
    {
        if (arguments[Evidence] is { } file)
        {
            return UserFile.Evidence(file, session);
        }

        if (arguments[Root] is not { } root)
        {
            return EvidenceGatherer.Live(new GatheringOptions(AllowsVm: !arguments.Has(NoVm), IsDeep: arguments.Has(Deep)));
        }

        HostEvidence? evidence = EvidenceGatherer.Dump(root, out int errno);
        if (evidence is null)
        {
            session.Fail(errno == LinuxErrno.ENOSYS ? NeedsOpenAt2
                : FileSentences.CannotRead(Sentence.Verbatim(root), LinuxErrno.Describe(errno)));
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
        int errno = WholeFile.WriteNew(file, bytes);
        if (errno == 0)
        {
            session.Tell(Written(Printable.Sanitise(file)));
            return true;
        }

        session.Fail(errno == LinuxErrno.EEXIST
            ? new Sentence($"{file} exists already; it is not overwritten", $"{file} 已存在；不会覆盖")
            : FileSentences.CannotWrite(file, LinuxErrno.Describe(errno)));
        return false;
    }

    private static Sentence Written(string path) => new($"written: {path}", $"已写入：{path}");
    private static Sentence NeedsOpenAt2 => new(
        "this kernel has no openat2 (Linux 5.6): gather evidence there and use --evidence",
        "该内核没有 openat2（Linux 5.6）：请在原机保存依据后使用 --evidence");
}
