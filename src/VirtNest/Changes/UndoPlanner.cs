using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Changes.Boot;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changes;

/// <summary>A change of the past and the machine of now become the plan that takes the change back.</summary>
public static class UndoPlanner
{
    /// <summary>Plans it.</summary>
    /// <param name="former">The plan of the change, from the journal.</param>
    /// <param name="facts">The machine; the evidence has the former plan's files too.</param>
    /// <param name="use">Who uses KVM on it.</param>
    /// <param name="isThisBoot">The change was made since this boot began.</param>
    public static ChangePlan Of(ChangePlan former, HostFacts facts, KvmUse use, bool isThisBoot)
    {
        List<Remark> refusals = [];
        List<FileStep> files = [];
        foreach (FileStep file in former.Files.Reverse())
        {
            Reading reading = facts.Evidence[file.Path];
            byte[]? current = reading.IsKnown ? reading.Bytes.ToArray() : null;
            if (Same(current, file.Before))
            {
                continue;
            }

            files.Add(file.Undo);
            if (!Same(current, file.After))
            {
                refusals.Add(new(RemarkCode.ChangedSince, m => m.UndoFileChanged(file.Path)) { Difference = new(file.Path, file.After, current) });
            }
        }

        ModuleStep? module = former.ModuleStep is { } step ? StepOf(step, facts, isThisBoot) : null;
        if (module is not null && Obstacles.OfUse(use, module.Module, isUndo: true) is { } inUse)
        {
            refusals.Add(inUse);
        }

        bool isOn = module?.IsOn ?? former.IsOnNow ?? !former.Goal.IsOn;
        ChangePlan plan = new(former.Goal with { IsOn = isOn }, former.Module, facts.Nested.IsEnabled, files, [.. files.Count > 0 || former.Files.Count == 0 ? EntryPrograms.OfUndo(facts, former.Programs) : []], module, refusals, [])
        {
            ChecksConfiguration = false,
        };
        return !plan.HasSteps ? plan : plan with { Notices = [.. isOn ? PlanNotices.OfEnabling(facts) : [], .. PlanNotices.OfStaleCaches(facts)] };
    }

    /// <summary>The module as it was; null where it already is, and where an earlier boot has already forgotten what was done to it.</summary>
    private static ModuleStep? StepOf(ModuleStep step, HostFacts facts, bool isThisBoot)
    {
        bool isPresent = facts.Modules.IsPresent;
        IReadOnlyList<ParameterText> now = ModuleParameters.Of(facts.Evidence, step.Module);
        if (!step.WasLoaded)
        {
            return isThisBoot && isPresent ? new(step.Module, WasLoaded: true, IsLoadedAfter: false, null, [], false, now) : null;
        }

        string? before = step.Before.FirstOrDefault(static p => p.Name == "nested")?.Value;
        bool? wasOn = NestedReading.Of(step.Module, before).IsEnabled;
        return wasOn is null || facts.Nested.IsEnabled == wasOn
            ? null
            : new(step.Module, isPresent, IsLoadedAfter: true, wasOn, [wasOn == true ? "nested=1" : "nested=0"], facts.Modprobe.Loading(step.Module).IsRefused, now);
    }

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
