using System.Collections.Generic;
using System.Linq;
using VirtNest.Checks;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changes;

/// <summary>What stands against a change whatever its steps are.</summary>
internal static class Obstacles
{
    /// <summary>Holders that are named in a plan; a host with more has enough to do with these.</summary>
    private const int MostHolders = 64;

    /// <summary>The first, or null.</summary>
    internal static Remark? Of(HostFacts facts, ChangeGoal goal)
    {
        if (facts.Layer.Kind == LayerKind.Container)
        {
            return new(RemarkCode.InContainer, m => m.PlanInContainer(facts.Layer.Container ?? ""));
        }

        if (goal.IsOn && EnableRemedy.BrokenBelow(CheckCatalog.Run(facts)) is { } broken)
        {
            return new(RemarkCode.ChainBroken, m => broken.Title(m) + (broken.Remedy is { } remedy ? "\n" + remedy.Text(m) : ""), broken.Evidence);
        }

        if (facts.Cpu.Arch == "aarch64")
        {
            return goal.IsOn ? OfArm(facts) : null;
        }

        if (facts.Modules.Vendor is not { } module || !EnableRemedy.IsThere(facts))
        {
            return new(RemarkCode.NoModule, m => m.PlanNoModule(facts.Modules.Vendor), facts.Modules.StateWitness is { } witness ? [witness] : []);
        }

        if (goal.IsOn && EnableRemedy.HugePages(facts) is { } pages)
        {
            return new(RemarkCode.HugePages, static m => m.PlanHugePages, [pages]);
        }

        return facts.Modules is { State: not ModuleState.Builtin, IsAvailable: false } && goal.ReachesRunning && (goal.IsOn || facts.Modules.IsPresent)
            ? new(RemarkCode.ModuleNotAvailable, m => m.ModuleNotAvailable(module, facts.Release ?? "-"))
            : null;
    }

    /// <summary>KVM of arm64 lets instances nest from Linux 6.16 on, where the CPU has FEAT_NV2 and the command line says so; its own answer goes before all of that.</summary>
    private static Remark? OfArm(HostFacts facts)
    {
        if (facts.GivesEl2 == true)
        {
            return null;
        }

        if (OtherArchitecture.BeforeNv2(facts.Cpu) is { } core)
        {
            return new(RemarkCode.ChainBroken, static m => m.Arm64CpuTooOld, [core]);
        }

        if (facts.Version is { } version && !version.IsAtLeast(6, 16))
        {
            return new(RemarkCode.KernelTooOld, m => m.Arm64KernelTooOld(facts.Release!), [new("uname", facts.Release!)]);
        }

        return facts.GivesEl2 == false && facts.CommandLine.KvmArmMode == "nested"
            ? new(RemarkCode.ChainBroken, static m => m.Arm64CannotRemedy, [new(HostFacts.El2Source, "0"), new("/proc/cmdline", "kvm-arm.mode=nested")])
            : null;
    }

    /// <summary>Nothing that loads modules was found, or null.</summary>
    internal static Remark? OfModprobe(HostFacts facts) =>
        System.Array.TrueForAll(Sources.ModprobePrograms, p => facts.Evidence["stat:" + p].State == ReadingState.Absent) && !facts.Evidence[Sources.KernelModprobe].IsKnown
            ? new(RemarkCode.ModuleNotAvailable, static m => m.NoModprobe(Sources.KernelModprobe))
            : null;

    /// <summary>Why the module cannot be unloaded now, or null.</summary>
    internal static Remark? OfUse(KvmUse use, string module, bool isUndo) => use.State switch
    {
        KvmUseState.Free => null,
        KvmUseState.Held or KvmUseState.HeldByModules or KvmUseState.HeldByUs or KvmUseState.HeldUnseen => new(RemarkCode.InUse, m => m.PlanInUse(module, isUndo), Users(use)) { Use = use },
        KvmUseState.Unknown => new(RemarkCode.UseUnknown, m => m.PlanUseUnknown(module)) { Use = use },
    };

    private static IReadOnlyList<Witness> Users(KvmUse use) =>
    [
        .. use.Holders.Take(MostHolders).Select(static h => new Witness("pid " + h.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture), HolderText(h))),
        .. (use.Module?.Above ?? []).Select(static a => new Witness("module", a)),
        .. use.Module?.Count is { } count ? (Witness[])[new($"/sys/module/{use.Module.Name}/refcnt", count.ToString(System.Globalization.CultureInfo.InvariantCulture))] : [],
    ];

    private static string HolderText(KvmHolder holder) => holder.Naming.Instance is { } instance ? $"{holder.Naming.Command} ({instance})" : holder.Naming.Command;
}
