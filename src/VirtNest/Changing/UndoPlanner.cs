using VirtNest.Changing.Boot;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>A change of the past and the machine of now become the plan that takes the change back.</summary>
public static class UndoPlanner
{
    /// <summary>Plans it.</summary>
    /// <param name="former">The plan of the change, from the journal.</param>
    /// <param name="facts">The machine; the evidence has the former plan's files too.</param>
    /// <param name="use">Who uses KVM on it.</param>
    /// <param name="isThisBoot">The change was made since this boot began.</param>
    /// <param name="when">When it began.</param>
    public static ChangePlan Plan(ChangePlan former, HostFacts facts, KvmUse use, bool isThisBoot, string when)
    {
        List<Remark> refusals = [];
        List<FileStep> files = Files(former, facts.Evidence, refusals);
        ModuleStep? module =
            (isThisBoot || former.Host.ReachesBoot) && former.ModuleStep is { } step ? StepOf(step, facts, files, isThisBoot) : null;
        refusals.AddRange(module is null ? [] : Obstacles.OfModuleStep(facts, use, module, isUndo: true));
        bool isOn = module?.IsOn ?? former.IsOnNow ?? !former.Host.IsOn;
        IReadOnlyList<ProgramStep> programs = files.Count > 0 || former.Files.Count == 0 ? Programs(facts, former.Programs) : [];
        ChangePlan plan = new(ChangeSubject.Host, former.Host with { IsOn = isOn },
            [.. files, .. programs, .. module is null ? (ModuleStep[])[] : [module]], refusals, [])
        {
            Module = former.Module,
            IsOnNow = facts.Nested.IsEnabled,
            TakesBack = former.Host,
        };
        return WithSentences(plan.HasSteps ? plan with { Notices = [.. PlanNotices.Find(facts, isOn)] } : plan, when);
    }

    /// <summary>Plans it for a change of files alone.</summary>
    /// <param name="former">The plan of the change, from the journal.</param>
    /// <param name="evidence">The former plan's files as they are now.</param>
    /// <param name="when">When it began.</param>
    public static ChangePlan Plan(ChangePlan former, HostEvidence evidence, string when)
    {
        List<Remark> refusals = [];
        return WithSentences(former with { Steps = Files(former, evidence, refusals), Refusals = refusals }, when);
    }

    /// <summary>The refusal where a later change did the same: what it did would go too.</summary>
    /// <param name="number">The later change.</param>
    public static Remark ChangedLater(int number) => new(RemarkCode.ChangedSince, new(
        $"Change {number} came later and changed the same. Take that back first: virt-nest undo {number}",
        $"第 {number} 号更改在此之后改动了同样的内容。请先撤销它：virt-nest undo {number}"));

    /// <summary>A plan that takes a change back, with its sentences.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="when">When the change began.</param>
    public static ChangePlan WithSentences(ChangePlan plan, string when) => plan with
    {
        Title = plan is { HasSteps: false, IsAllowed: true } ? NothingLeft(when) : TakeBack(when),
        Done = new("Done and verified: what the change had done is taken back.", "已完成并验证：该更改已撤回。"),
    };

    private static List<FileStep> Files(ChangePlan former, HostEvidence evidence, List<Remark> refusals)
    {
        List<FileStep> files = [];
        foreach (FileStep file in former.Files.Reverse())
        {
            Reading reading = evidence[file.Path];
            byte[]? current = reading.IsKnown ? reading.Bytes.ToArray() : null;
            if (FileStep.AreSame(current, file.Before) && !FileStep.AreSame(file.Before, file.After))
            {
                continue;
            }

            files.Add(file.Undo);
            if (!FileStep.AreSame(current, file.After))
            {
                refusals.Add(new(RemarkCode.ChangedSince, UndoFileChanged(file.Path)) { Difference = new(file.Path, file.After, current) });
            }
        }

        return files;
    }

    /// <summary>The programs that make anew what they had made of files which are by now what they were; also where a change was cut off
    /// or failed.</summary>
    /// <param name="facts">The machine, once the files are what they were.</param>
    /// <param name="begun">The programs of the change that were begun.</param>
    public static IReadOnlyList<ProgramStep> Programs(HostFacts facts, IEnumerable<ProgramStep> begun) =>
        [.. EntryPrograms.OfUndo(facts, begun)];

    /// <summary>The module as it was; null where it already is, and where an earlier boot has already forgotten what was done to
    /// it.</summary>
    private static ModuleStep? StepOf(ModuleStep step, HostFacts facts, List<FileStep> files, bool isThisBoot)
    {
        bool isPresent = facts.Modules.IsPresent;
        IReadOnlyList<ParameterText> now = ModuleParameters.Parse(facts.Evidence, step.Module);
        if (!step.WasLoaded)
        {
            return isThisBoot && isPresent ? new(step.Module, WasLoaded: true, IsLoadedAfter: false, null, [], false, now) : null;
        }

        bool? wasOn = ModuleParameters.IsNested(step.Module, step.Before);
        return wasOn is null || facts.Nested.IsEnabled == wasOn
            ? null
            : new(step.Module, isPresent, IsLoadedAfter: true, wasOn, [wasOn == true ? "nested=1" : "nested=0"],
                Once(facts, files).Loading(step.Module).IsRefused, now);
    }

    /// <summary>The configuration once the files are what they were: it is the one that the module is loaded with.</summary>
    private static ModprobeConfig Once(HostFacts facts, List<FileStep> files)
    {
        ConfigurationDraft draft = new(facts.Evidence);
        files.ForEach(draft.Do);
        return draft.Config;
    }

    private static Sentence TakeBack(string when) => new($"Take back the change of {when}.", $"撤销 {when} 的更改。");
    private static Sentence NothingLeft(string when) =>
        new($"Nothing to do: of the change of {when} nothing is left to take back.", $"无需更改：{when} 的更改已没有需要撤销的内容。");
    private static Sentence UndoFileChanged(string path) => new(
        $"Somebody has changed {path} since, and taking our change back would lose theirs. What is different since then:",
        $"{path} 此后被他人修改过，撤回我们的更改会丢失他们的修改。此后的变化如下：");
}
