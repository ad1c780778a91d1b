using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>A change of the past that an undo could take back.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Before">The definition before the step.</param>
/// <param name="Left">The definition as libvirt kept it after the step.</param>
/// <param name="KeptIn">Its folder in the journal.</param>
public sealed record FormerDefinition(DefinitionStep Step, DomainXml Before, DomainXml Left, string KeptIn);

/// <summary>What is known of an instance that is to be changed.</summary>
/// <param name="Connection">libvirt's URI of the connection, in full.</param>
/// <param name="Id">The instance.</param>
/// <param name="Name">Its name; foreign text.</param>
/// <param name="Circumstances">Its state, and what goes with it.</param>
/// <param name="Definition">Its persistent definition: without its secrets to be shown, with them to be done.</param>
/// <param name="Host">What its host offers.</param>
/// <param name="IsPending">It runs without what the definition asks for, or with what it denies.</param>
/// <param name="Former">Its changes that can be undone, the newest first.</param>
public sealed record InstanceSituation(string Connection, Guid Id, string Name, DomainCircumstances Circumstances, DomainXml Definition,
    HostOffer Host, bool IsPending, IReadOnlyList<FormerDefinition> Former);

/// <summary>The plan for one instance, and what it rests on.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Extension">VMX or SVM, where it is known.</param>
/// <param name="Owner">The program that keeps the definition, or null.</param>
/// <param name="Edit">What the edit of the definition gave; null where it did not come to that.</param>
public sealed record InstancePlan(ChangePlan Plan, Extension? Extension, DomainOwner? Owner, CpuEditOutcome? Edit);

/// <summary>An instance and a wish become a plan. It reads nothing and changes nothing; the same gives the same plan.</summary>
public static class InstancePlanner
{
    /// <summary>Plans a change.</summary>
    /// <param name="now">The instance.</param>
    /// <param name="wish">What is wished of it.</param>
    public static InstancePlan Plan(InstanceSituation now, InstanceWish wish)
    {
        DomainXml definition = now.Definition;
        Extension? extension = wish.Extension ?? (definition.Type == "qemu" ? Extension.Svm : now.Host.Extension);
        DomainOwner? owner = OwnerTable.Find(definition);
        InstancePlan plan = new(new(ChangeSubject.Instance(now.Id), wish.PlanGoal, [], [], []), extension, owner, null);
        if ((ObstacleOfState(now, wish) ?? ObstacleOfGoal(now, wish, extension)) is { } obstacle)
        {
            return Refused(plan, obstacle);
        }

        CpuEditOutcome edit = Edit(now, wish, extension);
        plan = plan with { Edit = edit };
        if (Obstacle(now, wish, plan, edit) is { } second)
        {
            return Refused(plan, second);
        }

        DefinitionStep define = new(now.Connection, now.Id, now.Name, definition.Bytes.ToArray(), edit.Bytes.ToArray());
        RestartStep restart = new(now.Connection, now.Id, now.Name, (int)wish.Timeout.TotalSeconds, wish.ForcesOff);
        bool isChanged = edit.State == CpuEditState.Changed;
        bool restarts = wish.IsNow && now.Circumstances.State.IsActive() && (isChanged || now.IsPending);
        Sentence done = Outcome(now, wish, plan);
        return plan with
        {
            Plan = plan.Plan with
            {
                Steps = [.. isChanged ? (ChangeStep[])[define] : [], .. restarts ? (ChangeStep[])[restart] : []],
                Title = isChanged ? Title(Printable.Sanitise(now.Name), wish.Goal) : done,
                Done = done,
            },
        };
    }

    private static InstancePlan Refused(InstancePlan plan, Remark refusal) => plan with { Plan = plan.Plan with { Refusals = [refusal] } };

    private static Remark? ObstacleOfState(InstanceSituation now, InstanceWish wish)
    {
        DomainState state = now.Circumstances.State;
        return now.Circumstances.IsTransient ? new(RemarkCode.Transient, IsTransient)
            : now.Circumstances.IsBusy ? new(RemarkCode.Busy, IsBusy)
            : now.Circumstances.HasManagedSave && !state.IsActive() ? new(RemarkCode.ManagedSave, IsSaved(Printable.Sanitise(now.Name)))
            : wish.IsNow && state is not (DomainState.Running or DomainState.Blocked or DomainState.ShutOff or DomainState.Crashed)
            ? new(RemarkCode.CannotShutDown, CannotShutDown(InstanceSentences.StateName(state)))
            : null;
    }

    private static Remark? ObstacleOfGoal(InstanceSituation now, InstanceWish wish, Extension? extension) => wish.Goal switch
    {
        InstanceGoal.Undo => now.Former is not [var last, ..] ? new(RemarkCode.NothingToUndo, NothingToUndo)
            : !IsLeft(now.Definition, last) && !now.Definition.CpuBytes.Span.SequenceEqual(last.Before.CpuBytes.Span)
            ? new(RemarkCode.ChangedSince, ChangedSince(Printable.Sanitise(last.KeptIn)))
            : null,
        InstanceGoal.Enable => extension is null ? new(RemarkCode.NoExtension, InstanceSentences.NoExtensionOfHost) : null,
        InstanceGoal.Disable => null,
    };

    private static Remark? Obstacle(InstanceSituation now, InstanceWish wish, InstancePlan plan, CpuEditOutcome edit) =>
        edit.Refusal is { } refusal
            ? new(RemarkCode.Edit, InstanceSentences.CpuRefusalReason(
                refusal with { Subject = Printable.Sanitise(refusal.Subject) }, plan.Extension))
        : edit.State == CpuEditState.Changed && plan.Owner is { Rewrites: true } owner && !wish.EvenIfManaged
            ? new(RemarkCode.Managed, InstanceSentences.InstanceManagedBy(
                new(owner.Name(Language.English), owner.Name(Language.Chinese)), owner.Rewrites)
                    + Sentence.Verbatim("\n") + new Sentence(owner.Setting(Language.English), owner.Setting(Language.Chinese)))
        : wish.Goal == InstanceGoal.Enable && now.Definition.Type == "kvm" && now.Host.IsOffered == false
            ? new(RemarkCode.HostDoesNotOffer, now.Host.Verdict?.Facts.Modules is { IsOtherVendor: true, Vendor: { } other }
                ? HostCannotOffer(other) : HostDoesNotOffer)
        : null;

    private static CpuEditOutcome Edit(InstanceSituation now, InstanceWish wish, Extension? extension) => wish.Goal switch
    {
        InstanceGoal.Enable => CpuEdit.Enable(now.Definition, new CpuWish(wish.Target, extension!.Value, wish.DropsConflicts)),
        InstanceGoal.Undo => CpuEdit.Restore(now.Definition, now.Former[0].Before),
        InstanceGoal.Disable when BeforeNesting(now) is { } before => CpuEdit.Restore(now.Definition, before),
        InstanceGoal.Disable when extension is { } known => CpuEdit.Disable(now.Definition, known),
        InstanceGoal.Disable => DisabledBoth(now.Definition),
    };

    /// <summary>The definition before virt-nest gave it nesting; null where others have changed its &lt;cpu&gt; since, or it asked for
    /// nesting by itself.</summary>
    private static DomainXml? BeforeNesting(InstanceSituation now)
    {
        DomainXml later = now.Definition;
        foreach (FormerDefinition former in now.Former.TakeWhile(f => IsLeft(later, f)))
        {
            later = former.Before;
            if (CpuGrant.Decide(later, HostOffer.Unknown with { IsOffered = true }, isLive: false).Asks == false)
            {
                return later;
            }
        }

        return null;
    }

    private static bool IsLeft(DomainXml definition, FormerDefinition former) =>
        definition.CpuBytes.Span.SequenceEqual(former.Left.CpuBytes.Span);

    /// <summary>Where nobody knows the host's extension, both go.</summary>
    private static CpuEditOutcome DisabledBoth(DomainXml domain)
    {
        CpuEditOutcome first = CpuEdit.Disable(domain, Extension.Vmx);
        CpuEditOutcome second = first.State == CpuEditState.Refused ? first : CpuEdit.Disable(Parsed(first.Bytes), Extension.Svm);
        return second.State == CpuEditState.Unchanged ? first : second;
    }

    /// <summary>What libvirt gave us was read before it came here.</summary>
    private static DomainXml Parsed(ReadOnlyMemory<byte> xml) =>
        DomainXml.Parse(xml, out XmlFault? fault) ?? throw new FormatException($"{fault!.Kind} {fault.Line}");

    private static Sentence Outcome(InstanceSituation now, InstanceWish wish, InstancePlan plan)
    {
        string name = Printable.Sanitise(now.Name), extension = plan.Extension is { } known ? CpuExposures.Name(known) : "vmx, svm";
        return plan.Edit switch
        {
            { IsRestored: true } => InstanceSentences.InstanceRestored(name),
            { State: CpuEditState.Changed } => wish.Goal == InstanceGoal.Enable
                ? InstanceSentences.InstanceEnabled(name, extension, Printable.Sanitise(ModeOf(plan.Edit) ?? "-"))
                : InstanceSentences.InstanceDisabled(name, extension),
            _ => wish.Goal == InstanceGoal.Enable ? InstanceSentences.InstanceEnabledAlready(name, extension)
                : InstanceSentences.InstanceDisabledAlready(name, extension),
        };
    }

    /// <summary>The CPU mode of the definition after an edit; null where it is refused.</summary>
    /// <param name="edit">The edit.</param>
    internal static string? ModeOf(CpuEditOutcome? edit) => edit is { State: not CpuEditState.Refused }
        && DomainXml.Parse(edit.Bytes, out _) is { } xml ? xml.Cpu?.ModeText ?? "custom" : null;

    private static Sentence Title(string name, InstanceGoal goal) => goal switch
    {
        InstanceGoal.Enable => new($"Give nesting to {name}.", $"为 {name} 开启嵌套。"),
        InstanceGoal.Disable => new($"Take nesting away from {name}.", $"取消 {name} 的嵌套。"),
        InstanceGoal.Undo => new($"Put the former <cpu> of {name} back.", $"恢复 {name} 原来的 <cpu>。"),
    };

    private static Sentence IsTransient => new(
        "it is transient: it has no definition that could be changed. Change it where it is made, or make it persistent (virsh define)",
        "它是临时实例，没有可以修改的定义。请在创建它的地方修改，或使其持久（virsh define）");
    private static Sentence IsSaved(string name) => new(
        "a saved state waits, and the next start restores it with the old CPU. Start it and shut it down inside, or give the state up: "
            + $"virsh managedsave-remove {name}",
        $"有一个保存的状态，下次启动会以旧的 CPU 恢复。请启动后在内部关机，或放弃该状态：virsh managedsave-remove {name}");
    private static Sentence IsBusy => new(
        "a job holds it (a migration, a save, a dump or a backup): try again when that is over",
        "它正被一项任务占用（迁移、保存、转储或备份）：请待其结束后再试");
    private static Sentence CannotShutDown(Sentence state) => new(
        $"its state is {state.English}: it cannot be shut down now. Resume it first, or leave --now out",
        $"其状态为{state.Chinese}：现在无法关机。请先恢复运行，或不带 --now");
    private static Sentence HostDoesNotOffer => new(
        "its host does not offer VMX or SVM to instances, and it would not start, or start without. First, on the host: sudo virt-nest "
            + "enable",
        "其宿主机不向实例提供 VMX 或 SVM，它会无法启动，或启动后没有该扩展。请先在宿主机上运行：sudo virt-nest enable");
    private static Sentence HostCannotOffer(string module) => new(
        $"KVM of its host is provided by {module}, which offers neither VMX nor SVM to instances: it would fail to start, or start without "
            + "it. Move it to a host with kvm_intel or kvm_amd",
        $"其宿主机的 KVM 由 {module} 驱动，不向实例提供 VMX 或 SVM：它会无法启动，或启动后没有该扩展。请把它迁移到使用 kvm_intel 或 "
            + "kvm_amd 的宿主机");
    private static Sentence ChangedSince(string path) => new(
        $"somebody else has changed its <cpu> since; the definition as it was before virt-nest is kept in {path}",
        $"此后有他人修改了其 <cpu>；virt-nest 修改之前的定义保存在 {path}");
    private static Sentence NothingToUndo =>
        new("virt-nest has not changed it: there is nothing to undo", "virt-nest 没有修改过它：没有可撤销的内容");
}
