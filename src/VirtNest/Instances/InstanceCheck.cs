using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>VN2001 to VN2201: the links from the host to the process that runs the instance. What the inside says follows in
/// <see cref="InsideCheck"/>.</summary>
internal static class InstanceCheck
{
    internal static IEnumerable<Finding> Run(InstanceFacts facts)
    {
        if (facts.Applies is not true)
        {
            yield return facts.Applies is null ? NotRead(facts) : NotJudged(facts.Reading.Xml!);
            yield break;
        }

        if (facts.Reading.Failure is not null)
        {
            yield return NotRead(facts);
        }

        yield return facts.IsEmulated
            ? Finding.Pass(FindingCode.InstanceEmulated, InstanceEmulated, [Type(facts)])
            : Host(facts);
        if (facts.Next is not null)
        {
            yield return Definition(facts);
        }

        if (facts.Reading.State.IsActive())
        {
            yield return Process(facts);
        }

        foreach (Finding finding in InsideCheck.Run(facts))
        {
            yield return finding;
        }

        foreach (Finding finding in Beside(facts))
        {
            yield return finding;
        }
    }

    /// <summary>A name as an argument of a shell command: the UUID where the name has characters that a shell or a terminal takes for
    /// more.</summary>
    internal static string Argument(InstanceReading reading)
    {
        foreach (char c in reading.Name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return reading.Id.ToString("D");
            }
        }

        return reading.Name.Length is > 0 and < 64 && reading.Name[0] != '-' ? reading.Name : reading.Id.ToString("D");
    }

    private static Finding NotRead(InstanceFacts facts) => Finding.Unknown(FindingCode.InstanceNotRead,
        InstanceSentences.InstanceNotRead(facts.Reading.Failure?.Message ?? ""),
        [new("libvirt", facts.Reading.Failure is { } failure ? $"{failure.Call}: {failure.Code}" : "-")]);

    private static Finding NotJudged(DomainXml xml) => Finding.Unknown(FindingCode.InstanceNotJudged,
        InstanceNotJudged(xml.Type ?? "-", xml.Arch ?? "-"),
        [new("/domain/@type", xml.Type ?? "-"), new("/domain/os/type/@arch", xml.Arch ?? "-")]);

    private static Finding Host(InstanceFacts facts)
    {
        Witness[] evidence = [new(facts.Host.Source.Length > 0 ? facts.Host.Source : "-", facts.Host.IsOffered switch { true =>
            "offered", false => "not offered", null => "-" })];

        // What runs with the extension shows that it was offered, whatever cannot be read.
        return facts.Host.IsOffered switch
        {
            true => Finding.Pass(FindingCode.InstanceHost, new("its host offers VMX or SVM to instances", "其宿主机向实例提供 VMX 或 SVM"),
                evidence),
            false => Finding.Fail(FindingCode.InstanceHost,
                new("its host does not offer VMX or SVM to instances", "其宿主机不向实例提供 VMX 或 SVM"), evidence,
                facts.Host.Verdict is null ? new(null, InstanceHostRemedyElsewhere)
                : new("virt-nest check --role host", InstanceHostRemedy) { NeedsRoot = false })
                with { Decides = facts.IsUsed == true ? Questions.None : Questions.RunsGuests },
            null => Finding.Unknown(FindingCode.InstanceHost, InstanceHostNotTold, evidence, new(null, InstanceHostRemedyElsewhere))
                with { Decides = facts.IsExposed == true ? Questions.None : Questions.RunsGuests },
        };
    }

    private static Finding Definition(InstanceFacts facts)
    {
        CpuGrant next = facts.Next!;
        DomainCpu? cpu = facts.Reading.Persistent!.Cpu;
        string says = cpu is null ? "-" : $"mode='{cpu.ModeText ?? "custom"}' model={cpu.Model ?? "-"} check={cpu.Check ?? "-"}";
        Witness[] evidence = [new("/domain/cpu", says)];

        // What runs decides for a running instance; where it has not got the extension, the definition is the first to blame.
        Questions decides = facts.IsExposed == true && facts.Reading.State.IsActive() ? Questions.None : Questions.RunsGuests;
        Remedy enable = new($"virt-nest instance enable {Argument(facts.Reading)}", InstanceEnableRemedy) { NeedsRoot = false };
        if (!facts.IsEmulated && facts.Reading.Persistent.LaunchSecurity is { } technology)
        {
            return Finding.Fail(FindingCode.InstanceDefinition, InstanceSentences.Encrypted(Printable.Sanitise(technology)),
                [new("/domain/launchSecurity", technology)]) with { Decides = decides };
        }

        if (!facts.IsEmulated && cpu is not null && facts.Extension is { } own
            && CpuSubfeatures.OfOtherMaker(cpu, own) is { } foreign)
        {
            return Finding.Fail(FindingCode.InstanceDefinition, RequiresOtherMaker(foreign), [new("/domain/cpu", foreign)], enable)
                with { Decides = decides };
        }

        bool isBareHostModel = next.How == CpuExposure.Undecided && facts.Extension == Extension.Svm && !facts.IsEmulated;
        return next.Asks switch
        {
            true => Finding.Pass(FindingCode.InstanceDefinition, InstanceAsks(next.How!.Value), evidence),
            false
                when isBareHostModel => Finding.Fail(FindingCode.InstanceHostModel, InstanceHostModelAlone, evidence, enable)
                    with { Decides = decides },
            false => Finding.Fail(FindingCode.InstanceDefinition, InstanceDoesNotAsk(next.How!.Value), evidence, enable)
                with { Decides = decides },
            null => Finding.Unknown(FindingCode.InstanceDefinition,
                new("whether its definition asks for it cannot be told", "无法得知其定义是否要求它"), evidence, enable)
                with { Decides = facts.Reading.State.IsActive() ? Questions.None : Questions.RunsGuests },
        };
    }

    private static Finding Process(InstanceFacts facts)
    {
        List<Witness> evidence = [];
        if (facts.Reading.Live is { } live)
        {
            evidence.Add(
                new("/domain/cpu (live)", live.Cpu is null ? "-"
                    : $"mode='{live.Cpu.ModeText ?? "custom"}' {Line(live, facts.Extension)}"));
        }

        if (facts.Reading.QemuHas is { } has)
        {
            evidence.Add(new("qom-get", has ? "true" : "false"));
        }

        if (facts.IsUsed is { } used)
        {
            evidence.Add(new("vcpu.*.nested_run.sum", used ? "> 0" : "0"));
        }

        string name = Argument(facts.Reading);
        if (facts.IsRestartPending == true && facts.IsExposed != true)
        {
            return Finding.Fail(FindingCode.InstanceRestartPending, InstancePending, evidence,
                new($"virt-nest instance enable --now {name}", InstancePendingRemedy(name)) { NeedsRoot = false });
        }

        return facts.IsExposed switch
        {
            true => Finding.Pass(FindingCode.InstanceProcess, new("the process that runs it has VMX or SVM", "运行它的进程具有 VMX 或 SVM"),
                evidence),
            false => Finding.Fail(FindingCode.InstanceProcess,
                new("the process that runs it has neither VMX nor SVM", "运行它的进程既没有 VMX 也没有 SVM"), evidence,
                facts.Next?.Asks == false ? null : new(null, InstanceHasNotRemedy)),
            null => Finding.Unknown(FindingCode.InstanceProcess, InstanceHasNotTold, evidence,
                new($"virt-nest instance check --ask-qemu {name}", InstanceHasNotToldRemedy) { NeedsRoot = false }),
        };
    }

    private static IEnumerable<Finding> Beside(InstanceFacts facts)
    {
        if (facts.IsRestartPending == true && facts.IsExposed == true)
        {
            yield return Finding.Fail(FindingCode.InstanceRestartPending, InstancePendingToLose, [],
                new(null, InstancePendingRemedy(Argument(facts.Reading)))) with { Link = null, Severity = Severity.Warn,
                Decides = Questions.None };
        }

        if (facts.Reading.HasManagedSave)
        {
            yield return Finding.Fail(FindingCode.InstanceManagedSave, InstanceSaved, [new("virDomainHasManagedSaveImage", "1")],
                new(null, InstanceSavedRemedy(Argument(facts.Reading))));
        }

        if (facts.Reading.Xml?.CpuOverride is { } arguments)
        {
            yield return Finding.Fail(FindingCode.InstanceCpuOverride, InstanceCpuOverride, [new("/domain/qemu:commandline", arguments)]);
        }

        if (facts.Reading.Persistent is { } definition && OwnerTable.Find(definition) is { } owner)
        {
            yield return Finding.Fail(FindingCode.InstanceManaged,
                InstanceSentences.InstanceManagedBy(new(owner.Name(Language.English), owner.Name(Language.Chinese)), owner.Rewrites),
                [new("owners.txt", owner.Mark)], new(null, new(owner.Setting(Language.English), owner.Setting(Language.Chinese))))
                with { Severity = owner.Rewrites ? Severity.Warn : Severity.Note };
        }

        if (facts.IsUsed == true)
        {
            yield return Finding.Pass(FindingCode.InstanceNestedUse, InstanceNestedUse(facts.RunsNested),
                [new("vcpu.*.nested_run.sum", $"{facts.Reading.Samples.First.NestedRuns} {facts.Reading.Samples.Second.NestedRuns}")]);
        }
    }

    private static string Line(DomainXml xml, Extension? extension)
    {
        foreach (Extension each in extension is { } known ? [known] : (Extension[])[Extension.Vmx, Extension.Svm])
        {
            if (xml.Cpu?.Feature(CpuExposures.Name(each)) is { } feature)
            {
                return $"feature {feature.Name}: {feature.Policy}";
            }
        }

        return xml.Cpu?.Model is { } model ? "model " + model : "";
    }

    private static Witness Type(InstanceFacts facts) => new("/domain/@type", facts.Reading.Xml?.Type ?? "-");

    private static Sentence InstanceHostNotTold => new(
        "whether its host offers VMX or SVM to instances cannot be told from here",
        "从此处无法得知其宿主机是否向实例提供 VMX 或 SVM");
    private static Sentence InstanceHostRemedy => new(
        "It names the layer and its remedy. An instance that runs keeps the CPU that it was started with: shut it down and start it "
            + "afterwards.",
        "它会指出是哪一层以及补救办法。运行中的实例保持启动时的 CPU：之后请将其关机再启动。");
    private static Sentence InstanceHostRemedyElsewhere =>
        new("Run `virt-nest check --role host` on the host of the instance.", "请在该实例的宿主机上运行 `virt-nest check --role host`。");
    private static Sentence InstanceEmulated => new(
        "the instance is emulated (type qemu): its extension is that of its CPU model, whatever the host offers, and everything in it is "
            + "slow",
        "该实例是纯模拟的（type qemu）：扩展取决于其 CPU 型号，与宿主机无关，且其中一切都很慢");
    private static Sentence InstanceNotJudged(string type, string arch) => new(
        $"an instance of type {type} on {arch}: VMX and SVM are questions of x86 instances of KVM and QEMU",
        $"类型为 {type}、架构为 {arch} 的实例：VMX 和 SVM 只涉及 KVM 和 QEMU 的 x86 实例");

    private static Sentence InstanceAsks(CpuExposure how) => how switch
    {
        CpuExposure.FollowsHost => new("its definition takes the CPU of the host", "其定义采用宿主机的 CPU"),
        CpuExposure.OfModel => new("its CPU model has SVM", "其 CPU 型号带 SVM"),
        CpuExposure.Overridden => new("arguments for QEMU in its definition ask for it", "其定义中给 QEMU 的参数要求了它"),
        CpuExposure.Undecided => new("its definition takes the model of the host, with VMX", "其定义采用宿主机的型号，含 VMX"),
        CpuExposure.Asked or CpuExposure.NotAsked or CpuExposure.Denied => new("its definition asks for it", "其定义要求了它"),
    };

    private static Sentence InstanceDoesNotAsk(CpuExposure how) => how switch
    {
        CpuExposure.Denied => new("its definition denies it (policy disable or forbid)", "其定义不允许它（策略 disable 或 forbid）"),
        CpuExposure.Overridden => new("arguments for QEMU in its definition take it away", "其定义中给 QEMU 的参数去掉了它"),
        CpuExposure.Asked or CpuExposure.FollowsHost or CpuExposure.Undecided or CpuExposure.OfModel or CpuExposure.NotAsked => new(
            "its definition does not ask for it: a CPU model by itself has neither VMX nor SVM under KVM",
            "其定义没有要求它：在 KVM 下，CPU 型号本身既没有 VMX 也没有 SVM"),
    };

    private static Sentence RequiresOtherMaker(string feature) => new(
        $"its definition requires {feature}, which the CPU of its host cannot have: the instance does not start here",
        $"其定义要求 {feature}，而其宿主机的 CPU 不可能有它：实例无法在此启动");
    private static Sentence InstanceHostModelAlone => new(
        "its definition says host-model and nothing else: on AMD libvirt and QEMU leave svm out of that, without a word",
        "其定义只写了 host-model：在 AMD 上 libvirt 和 QEMU 会不声不响地去掉 svm");
    private static Sentence InstanceEnableRemedy => new(
        "It takes effect at the next cold start; with --now the instance is shut down and started at once.",
        "下次冷启动时生效；加上 --now 则立即关机并启动该实例。");
    private static Sentence InstanceHasNotRemedy => new(
        "QEMU left it out when the instance was started: the host did not offer it at that time, or does not offer it now. See the link "
            + "host; then shut the instance down and start it.",
        "实例启动时 QEMU 去掉了它：宿主机当时没有提供，或现在没有提供。请看“宿主机”一环；然后将实例关机再启动。");
    private static Sentence InstanceHasNotTold => new(
        "whether the process that runs it has VMX or SVM, its XML does not tell",
        "运行它的进程是否具有 VMX 或 SVM，从其 XML 无法得知");
    private static Sentence InstanceHasNotToldRemedy => new(
        "QEMU itself is asked; libvirt notes in its log that the monitor was used.",
        "直接询问 QEMU；libvirt 会在日志中记下监视器被使用过。");
    private static Sentence InstancePending =>
        new("it runs on an older definition; the present one asks for nesting", "它仍按较旧的定义运行；现在的定义要求了嵌套");
    private static Sentence InstancePendingToLose => new(
        "it runs on an older definition: at its next cold start it has nesting no more",
        "它仍按较旧的定义运行：下次冷启动后不再有嵌套");
    private static Sentence InstancePendingRemedy(string name) => new(
        $"Or: virsh shutdown {name}, and when it is off, virsh start {name}. A reboot inside does not suffice: the process stays the same.",
        $"或 virsh shutdown {name}，关机后再 virsh start {name}。在内部重启不够：进程仍是同一个。");
    private static Sentence InstanceSaved => new(
        "a saved state waits: the next start restores it with the CPU that it was saved with, whatever the definition says",
        "有一个保存的状态：下次启动会以保存时的 CPU 恢复，与定义无关");
    private static Sentence InstanceSavedRemedy(string name) => new(
        $"virsh start {name}, then shut it down inside; or give the saved state up: virsh managedsave-remove {name}",
        $"virsh start {name} 后在内部关机；或放弃保存的状态：virsh managedsave-remove {name}");
    private static Sentence InstanceCpuOverride => new(
        "qemu:commandline hands QEMU a CPU of its own; what <cpu> says does not count",
        "qemu:commandline 给了 QEMU 另一个 CPU；<cpu> 的内容不起作用");

    private static Sentence InstanceNestedUse(bool? runsNow) => runsNow switch
    {
        true => new("an L2 runs in it now", "其中此刻有 L2 在运行"),
        false => new("an L2 has run in it since it was started; none ran while we looked", "自启动以来其中运行过 L2；查看期间没有"),
        null => new(
            "an L2 has run in it since it was started; whether one runs now cannot be told",
            "自启动以来其中运行过 L2；此刻是否有 L2 在运行无法得知"),
    };
}
