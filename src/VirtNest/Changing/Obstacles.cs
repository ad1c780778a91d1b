using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What stands against a change whatever its steps are.</summary>
internal static class Obstacles
{
    /// <summary>Holders that are named in a plan; a host with more has enough to do with these.</summary>
    private const int MostHolders = 64;

    /// <summary>The first, or null.</summary>
    internal static Remark? Find(HostFacts facts, ChangeGoal goal)
    {
        if (facts.Layer.Kind == LayerKind.Container)
        {
            return new(RemarkCode.InContainer, PlanInContainer(facts.Layer.Container ?? ""));
        }

        if (goal.IsOn && EnableRemedy.BrokenBelow(CheckCatalog.Run(facts)) is { } broken)
        {
            return new(RemarkCode.ChainBroken, broken.Remedy is { } remedy ? broken.Title + Sentence.Verbatim("\n") + remedy.Text
                : broken.Title, broken.Evidence);
        }

        if (facts.Cpu.Architecture.IsSwitchedAtBoot)
        {
            return goal.IsOn ? OfArm(facts) : null;
        }

        if (facts.Modules.Vendor is not { } module || !EnableRemedy.IsThere(facts))
        {
            return new(RemarkCode.NoModule, PlanNoModule(facts.Modules.Vendor), facts.Modules.StateWitness is { } witness ? [witness] : []);
        }

        if (goal.IsOn && EnableRemedy.HugePages(facts) is { } pages)
        {
            return new(RemarkCode.HugePages, CheckSentences.PlanHugePages, [pages]);
        }

        return facts.Modules is { State: not ModuleState.Builtin } and ({ IsAvailable: false } or { IsBuiltWithout: true })
            && goal.ReachesRunning && (goal.IsOn || facts.Modules.IsPresent)
            ? new(RemarkCode.ModuleNotAvailable, CheckSentences.ModuleNotAvailable(module, facts.Release ?? "-"))
            : null;
    }

    /// <summary>KVM of arm64 lets instances nest from Linux 6.16 on, where the CPU has FEAT_NV2 and the command line says so; its own
    /// answer goes before all of that.</summary>
    private static Remark? OfArm(HostFacts facts)
    {
        if (facts.GivesEl2 == true)
        {
            return null;
        }

        if (OtherArchitecture.BeforeNv2(facts.Cpu) is { } core)
        {
            return new(RemarkCode.ChainBroken, Arm64CpuTooOld, [core]);
        }

        if (facts.Version?.IsAtLeast(Architecture.Arm64.NestsSince!.Value) == false)
        {
            return new(RemarkCode.KernelTooOld, Arm64KernelTooOld(facts.Release!), [new("uname", facts.Release!)]);
        }

        return facts.GivesEl2 == false && facts.CommandLine.KvmArmMode == Architecture.Arm64.SwitchValue
            ? new(RemarkCode.ChainBroken, CheckSentences.Arm64CannotRemedy,
                [new(HostFacts.El2Source, "0"), new("/proc/cmdline", Architecture.Arm64.SwitchWord!)])
            : null;
    }

    /// <summary>What stands against a step that loads or unloads the module.</summary>
    internal static IEnumerable<Remark> OfModuleStep(HostFacts facts, KvmUse use, ModuleStep step, bool isUndo) =>
        ((Remark?[])[OfModprobe(facts), step.WasLoaded || isUndo ? OfUse(use, step.Module, isUndo) : null]).OfType<Remark>();

    /// <summary>Nothing that loads modules was found, or null.</summary>
    private static Remark? OfModprobe(HostFacts facts) =>
        Array.TrueForAll(Sources.ModprobePrograms, p => facts.Evidence["stat:" + p].State == ReadingState.Absent)
            && !facts.Evidence[Sources.KernelModprobe].IsKnown
            ? new(RemarkCode.ModuleNotAvailable, NoModprobe(Sources.KernelModprobe))
            : null;

    /// <summary>Why the module cannot be unloaded now, or null.</summary>
    internal static Remark? OfUse(KvmUse use, string module, bool isUndo) => use.State switch
    {
        KvmUseState.Free => null,
        KvmUseState.Held or KvmUseState.HeldByModules or KvmUseState.HeldByUs or KvmUseState.HeldUnseen =>
            new(RemarkCode.InUse, ChangeSentences.PlanInUse(module, isUndo), Users(use)) { Use = use },
        KvmUseState.Unknown => new(RemarkCode.UseUnknown, PlanUseUnknown(module)) { Use = use },
    };

    private static IReadOnlyList<Witness> Users(KvmUse use) =>
    [
        .. use.Holders.Take(MostHolders)
            .Select(static h => new Witness("pid " + h.Pid.ToString(CultureInfo.InvariantCulture), HolderText(h))),
        .. (use.Module?.Above ?? []).Select(static a => new Witness("module", a)),
        .. use.Module?.Count is { } count
        ? (Witness[])[new($"/sys/module/{use.Module.Name}/refcnt", count.ToString(CultureInfo.InvariantCulture))] : [],
    ];

    private static string HolderText(KvmHolder holder) =>
        holder.Naming.Instance is { } instance ? $"{holder.Naming.Command} ({instance})" : holder.Naming.Command;

    private static Sentence NoModprobe(string sysctl) => new(
        $"No modprobe was found in the usual folders, and {sysctl} names none: the module cannot be loaded anew here. With \"--only "
            + "boot\" the configuration is changed alone.",
        $"常用目录中没有 modprobe，{sysctl} 也没有指明，因此无法在此重新加载模块。使用 “--only boot” 可只更改配置。");
    private static Sentence Arm64KernelTooOld(string release) => new(
        $"On arm64 instances can nest from Linux 6.16 on, and this kernel is {release}. Boot a newer one first; kvm-arm.mode=nested is "
            + "not given to this one.",
        $"在 arm64 上，Linux 6.16 起实例才能嵌套，而当前内核是 {release}。请先启动更新的内核；不会为当前内核写入 kvm-arm.mode=nested。");
    private static Sentence Arm64CpuTooOld => new(
        "This processor lacks FEAT_NV2 (Armv8.4): without it KVM lets no instance nest.",
        "本处理器没有 FEAT_NV2（Armv8.4）：没有它，KVM 不允许任何实例嵌套。");
    private static Sentence PlanInContainer(string engine) => new(
        $"This is a container ({engine}): the kernel is that of the host around it, and so is its configuration. Run virt-nest there.",
        $"这是一个容器（{engine}）：内核及其配置属于外面的主机。请在主机上运行 virt-nest。");

    private static Sentence PlanNoModule(string? module) => module is null
        ? new(
            "KVM has no vendor module for this processor: there is nothing to switch.",
            "KVM 没有适用于本处理器的厂商模块：没有可切换的开关。")
        : new(
            $"The module {module} has no parameter nested: there is nothing to switch.",
            $"模块 {module} 没有 nested 参数：没有可切换的开关。");

    private static Sentence PlanUseUnknown(string module) =>
        new($"Whether {module} is in use is unknown: not every process could be looked into.",
            $"未知 {module} 是否正在使用：并非所有进程都能查看。");
}
