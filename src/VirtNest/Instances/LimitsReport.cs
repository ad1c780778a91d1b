using VirtNest.Checking;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>What `limits` tells: the limits of one instance, and where they were asked for.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Connection">The connection, with its versions.</param>
/// <param name="TargetFile">The target's evidence document, as the user named it; null where none was.</param>
/// <param name="ProofFile">The document of a proof, as the user named it; null where none was.</param>
public sealed record LimitsReport(InstanceLimits Limits, InstanceList Connection, string? TargetFile, string? ProofFile)
{
    /// <summary>Every rule that is told of, in the order in which it is told of first.</summary>
    public IReadOnlyList<Section> Rules
    {
        get
        {
            IEnumerable<LimitRuling?> rulings =
                Limits.Operations.SelectMany(static o => (LimitRuling?[])[o.WithNested, o.WithoutNested]).Append(Limits.Target?.Kernel);
            return [.. rulings.OfType<LimitRuling>().SelectMany(static r => r.Rules.Concat(r.Conditions.Select(static c => c.Rule)))
                .Concat(Limits.FeatureRules).DistinctBy(static r => r.Id)];
        }
    }

    /// <summary>The sentence on top: does an L2 run in it?</summary>
    /// <param name="language">The language.</param>
    public string Headline(Language language)
    {
        InstanceReading reading = Limits.Facts.Reading;
        string name = Printable.Sanitise(reading.Name);
        string state = InstanceSentences.StateName(reading.State).In(language);
        Sentence headline = Limits.Scope switch
        {
            LimitScope.Emulated => LimitsEmulated(name),
            LimitScope.OtherType => LimitsOtherType(name, Printable.Sanitise(reading.Xml?.Type ?? "-")),
            LimitScope.NotRead => InstanceSentences.InstanceNotRead(Printable.Sanitise(reading.Failure?.Message ?? "")),
            LimitScope.Concerned when Limits.IsExposed == false => LimitsWithoutExtension(name, state),
            LimitScope.Concerned when !reading.State.IsActive() => LimitsOff(name),
            LimitScope.Concerned => Limits.RunsNested switch
            {
                true => LimitsRunsNested(name, state),
                false => LimitsRunsNone(name, state),
                null => LimitsNestedNotTold(name, state, reading is { State: DomainState.Paused, Samples.Second.NestedRuns: not null }),
            },
        };
        return headline.In(language);
    }

    /// <summary>What the headline leaves open: the host with its versions, and what of them is not sure.</summary>
    /// <param name="language">The language.</param>
    public IEnumerable<string> HostSentences(Language language)
    {
        if (Limits.IsExposed is null)
        {
            yield return LimitsExposureNotTold.In(language);
        }

        LimitHost host = Limits.Host.Limits;
        bool isQemu = host.IsQemu == true;
        yield return LimitsHostSentence(host.Vendor is { Length: > 0 } vendor ? vendor : null, Limits.Host.Facts?.Release is { } release
            ? Printable.Sanitise(release) : null, InstanceList.Version(Connection.LibvirtVersion), isQemu
            ? InstanceList.Version(Connection.HypervisorVersion) : null, isQemu).In(language);
        if (host.Qemu is not null)
        {
            yield return LimitsQemuOfHost.In(language);
        }

        if (Limits.Host.Facts is null)
        {
            yield return LimitsNoHost.In(language);
        }
        else if (!host.IsUpstream
            && Limits.Operations.Any(static o => (o.WithNested ?? o.WithoutNested).Conditions.Any(static c => c.When is null)))
        {
            yield return LimitsOwnFixes.In(language);
        }
    }

    /// <summary>One answer about the target, in a sentence.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="language">The language.</param>
    public string Sentence(TargetAnswer answer, Language language)
    {
        bool? holds = answer.Answer switch { Answer.Yes => true, Answer.No => false, Answer.Unknown => null };
        TargetFit fit = Limits.Target!;
        return answer.Question switch
        {
            TargetQuestion.Vendor => TargetVendor(holds, answer.Here, answer.There).In(language),
            TargetQuestion.Extension => TargetExtension(holds, answer.There).In(language),
            TargetQuestion.Nesting => TargetNesting(holds).In(language),
            TargetQuestion.Features when fit.Missing is not { Count: > 0 } missing =>
                TargetFeatures(holds, Limits.Host.Facts is not null).In(language),
            TargetQuestion.Features => holds switch
            {
                true => TargetFeaturesNotNeeded([.. fit.Missing!]).In(language),
                false => TargetFeaturesLacking(fit.Needed, fit.IsRefusedByLibvirt).In(language),
                null => TargetFeaturesMayLack([.. fit.Missing!]).In(language),
            },
            TargetQuestion.Kernel => TargetKernel(answer.There is { } release ? Printable.Sanitise(release) : null,
                fit.Kernel!.Verdict, Limits.Host.Limits.IsQemu == true).In(language),
        };
    }

    /// <summary>What a proof that was run says, in a sentence.</summary>
    /// <param name="measured">The proof.</param>
    /// <param name="language">The language.</param>
    public string Sentence(MeasuredState measured, Language language)
    {
        string kernel = Printable.Sanitise(measured.Document.Kernel);
        return measured.IsOfKernel != true
            ? MeasuredOtherKernel(kernel, Limits.Host.Facts?.Release is { } here ? Printable.Sanitise(here) : null).In(language)
            : measured.Verdict switch
            {
                Proving.ProofVerdict.Proven => MeasuredProven(kernel, measured.Document.MovesForQemu).In(language),
                Proving.ProofVerdict.Refuted => MeasuredRefuted(kernel).In(language),
                Proving.ProofVerdict.Inconclusive => MeasuredInconclusive(kernel).In(language),
            };
    }

    /// <summary>The word of a question about the target, in JSON.</summary>
    /// <param name="question">A question.</param>
    public static string Word(TargetQuestion question) => EnumWord.Of(question);

    private static Sentence LimitsOff(string name) =>
        new($"{name} is off. Below: what holds once it runs.", $"{name} 已关机。以下是它运行之后的情况。");
    private static Sentence LimitsWithoutExtension(string name, string state) => new(
        $"{name} ({state}) has neither VMX nor SVM: no L2 can run in it, and all is as with any instance.",
        $"{name}（{state}）既没有 VMX 也没有 SVM：其中不可能运行 L2，一切与普通实例相同。");
    private static Sentence LimitsRunsNested(string name, string state) =>
        new($"{name} ({state}): an L2 runs in it now.", $"{name}（{state}）：其中此刻有 L2 在运行。");
    private static Sentence LimitsRunsNone(string name, string state) =>
        new($"{name} ({state}): no L2 ran in it while we looked.", $"{name}（{state}）：查看期间其中没有 L2 运行。");
    private static Sentence LimitsNestedNotTold(string name, string state, bool isPaused) => new(
        $"{name} ({state}): whether an L2 runs in it cannot be told "
            + $"({(isPaused ? "while it is paused no count grows" : "nobody counts its nested entries")}). Below: what holds if one runs, "
            + "and without one.",
        $"{name}（{state}）：无法得知其中是否有 L2 "
            + $"在运行（{(isPaused ? "暂停期间计数不会增长" : "没有可用的嵌套进入计数")}）。以下分别给出有 L2 和没有 L2 时的情况。");
    private static Sentence LimitsExposureNotTold =>
        new("Whether it has VMX or SVM at all cannot be told either.", "它究竟有没有 VMX 或 SVM 也无法得知。");
    private static Sentence LimitsEmulated(string name) => new(
        $"{name} is emulated (type qemu): KVM has no part in it, and the limits of nested KVM do not apply.",
        $"{name} 是纯模拟的（type qemu）：与 KVM 无关，嵌套 KVM 的限制不适用。");
    private static Sentence LimitsOtherType(string name, string type) =>
        new($"{name} is of type {type}: the limits of nested KVM do not apply.", $"{name} 的类型是 {type}：嵌套 KVM 的限制不适用。");
    private static Sentence LimitsHostSentence(string? vendor, string? kernel, string? libvirt, string? qemu, bool isQemu) => new(
        $"Host: {InstanceSentences.VendorName(vendor) ?? "vendor not known"}, "
            + $"{(kernel is null ? "kernel not known" : "Linux " + kernel)}; libvirt {libvirt ?? "of a version not known"}, "
            + $"{(isQemu ? "QEMU " + (qemu ?? "of a version not known") : "another VMM than QEMU")}.",
        $"宿主机：{InstanceSentences.VendorName(vendor) ?? "厂商未知"}，{(kernel is null ? "内核未知" : "Linux " + kernel)}；libvirt "
            + $"{libvirt ?? "版本未知"}，{(isQemu ? "QEMU " + (qemu ?? "版本未知") : "QEMU 以外的 VMM")}。");
    private static Sentence LimitsQemuOfHost => new(
        "That is the installed QEMU, as libvirt tells; an instance that was started before an update runs in an older one.",
        "这是 libvirt 所说的已安装的 QEMU；更新之前启动的实例仍在较旧的 QEMU 中运行。");
    private static Sentence LimitsOwnFixes => new(
        "Its distribution mends its kernels by itself, or the release is not known: what the version lacks may be in it.",
        "其发行版自行修补内核，或具体版本未知：版本号所缺少的内容可能已经包含在内。");
    private static Sentence LimitsNoHost => new(
        "The host is not this machine: run virt-nest there to have its kernel judged.",
        "宿主机不是本机：请在那里运行 virt-nest，以便判断其内核。");

    private static Sentence TargetVendor(bool? isSame, string? here, string? there) => isSame switch
    {
        true => new($"of the same kind: {InstanceSentences.VendorName(there)}", $"种类相同：{InstanceSentences.VendorName(there)}"),
        false => new(
            $"of another kind: {InstanceSentences.VendorName(here)} here, {InstanceSentences.VendorName(there)} there. An L2 of one "
                + "cannot run on the other",
            $"种类不同：本机为 {InstanceSentences.VendorName(here)}，那里为 {InstanceSentences.VendorName(there)}。一种处理器上的 L2 "
                + "无法在另一种上运行"),
        null => new("whether the processors are of one kind cannot be told", "无法得知两者的处理器是否为同一种类"),
    };

    private static Sentence TargetExtension(bool? has, string? extension) => has switch
    {
        true => new($"its CPU shows {extension}", $"其 CPU 显示 {extension}"),
        false => new("its CPU shows neither vmx nor svm", "其 CPU 既不显示 vmx 也不显示 svm"),
        null => new("whether its CPU has the extension, the document does not tell", "其 CPU 是否具有该扩展，文档中没有说明"),
    };

    private static Sentence TargetNesting(bool? offers) => offers switch
    {
        true => new("its KVM offers nesting to instances", "其 KVM 向实例提供嵌套"),
        false => new(
            "nesting is off there: `virt-nest enable` on that host switches it on",
            "那里未启用嵌套：在该宿主机上运行 `virt-nest enable` 可以启用"),
        null => new("whether its KVM offers nesting, the document does not tell", "其 KVM 是否提供嵌套，文档中没有说明"),
    };

    private static Sentence TargetFeatures(bool? has, bool sourceKnown) => has == true
        ? new("its KVM offers all features that KVM offers here", "其 KVM 提供本机 KVM 所提供的全部特性")
        : sourceKnown
            ? new(
                "whether its KVM offers all features that KVM offers here, the documents do not tell",
                "其 KVM 是否提供本机 KVM 所提供的全部特性，文档中没有说明")
            : new("what KVM offers here is not known, so there is nothing to compare", "本机 KVM 提供哪些特性未知，无从比较");

    private static Sentence TargetFeaturesLacking(IReadOnlyCollection<string> features, bool isRefused) => new(
        $"its KVM lacks {string.Join(", ", features)}. "
            + $"{(isRefused ? "libvirt refuses the instance there (missing features)" : "Nothing refuses it; the instance goes on with "
                + "what is not there any more")}",
        $"其 KVM 缺少 {string.Join("、", features)}。"
            + $"{(isRefused ? "libvirt 会在那里拒绝该实例（missing features）" : "没有任何环节会拒绝；实例会继续使用已不存在的特性")}");
    private static Sentence TargetFeaturesMayLack(IReadOnlyCollection<string> features) => new(
        $"its KVM lacks {string.Join(", ", features)}; whether the instance was given them, its XML does not tell",
        $"其 KVM 缺少 {string.Join("、", features)}；该实例是否用到它们，从其 XML 无法得知");
    private static Sentence TargetFeaturesNotNeeded(IReadOnlyCollection<string> features) => new(
        $"its KVM lacks {string.Join(", ", features)}, which this instance was not given",
        $"其 KVM 缺少 {string.Join("、", features)}，但该实例并未获得这些特性");
    private static Sentence TargetKernel(string? kernel, LimitVerdict verdict, bool isQemu)
    {
        Sentence result = verdict switch
        {
            LimitVerdict.Works => new("meant to work", "应当可行"),
            LimitVerdict.Unknown => new("not known to work or not", "是否可行未知"),
            LimitVerdict.Undefined => new("undefined", "结果未定义"),
            LimitVerdict.Breaks => new("its end", "会使其丢失"),
            LimitVerdict.Refused => new("refused", "会被拒绝"),
        };
        return new(
            $"{kernel ?? "its kernel is not known"}: taking a live L2 in is {result.English}{(isQemu ? ", with a QEMU as here" : "")}",
            $"{kernel ?? "其内核未知"}：{(isQemu ? "若 QEMU 与本机相同，" : "")}接收运行中的 L2 {result.Chinese}");
    }

    private static Sentence MeasuredOtherKernel(string kernel, string? here) => here is null
        ? new(
            $"on Linux {kernel}; the kernel of this instance's host is not known, so it does not count",
            $"内核为 Linux {kernel}；该实例宿主机的内核未知，因此不予采用")
        : new($"on Linux {kernel}; this host runs {here}, so it does not count", $"内核为 Linux {kernel}；本机运行 {here}，因此不予采用");

    private static Sentence MeasuredProven(string kernel, long moves) => new(
        $"on Linux {kernel}: a live L2 went on after each of {moves} saves and restores, in QEMU's order of calls",
        $"Linux {kernel}：按 QEMU 的调用顺序保存并恢复 {moves} 次，运行中的 L2 每次都继续运行");
    private static Sentence MeasuredRefuted(string kernel) => new(
        $"on Linux {kernel}: a live L2 was lost when its state was saved and restored in QEMU's order of calls. That counts more than the "
            + "table",
        $"Linux {kernel}：按 QEMU 的调用顺序保存并恢复状态时，运行中的 L2 丢失。这一结果优先于表中的内容");
    private static Sentence MeasuredInconclusive(string kernel) =>
        new($"on Linux {kernel}: it came to no result in QEMU's order of calls", $"Linux {kernel}：按 QEMU 的调用顺序没有得出结果");
}
