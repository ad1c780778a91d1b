using System.Collections.Immutable;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Proving;
using VirtNest.Tables;

namespace VirtNest.Instances;

/// <summary>Do the limits of nesting concern an instance?</summary>
public enum LimitScope
{
    /// <summary>KVM runs it.</summary>
    Concerned,
    /// <summary>It is emulated: nested KVM has no part in it.</summary>
    Emulated,
    /// <summary>Something else runs it (Xen, LXC, libvirt's test driver...).</summary>
    OtherType,
    /// <summary>Its definition could not be read.</summary>
    NotRead,
}

/// <summary>What comes of one operation on the instance.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="WithNested">While an L2 runs; null where none can (the instance does not have the extension).</param>
/// <param name="WithoutNested">While none runs.</param>
/// <param name="Now">Now: one of the two, and where it is not known whether an L2 runs, what both say, or unknown.</param>
/// <param name="IsMeasuredLost">A proof that was run on this kernel failed, and counts more than the table.</param>
public sealed record OperationLimit(LimitOperation Operation, LimitRuling? WithNested, LimitRuling WithoutNested, LimitVerdict Now,
    bool IsMeasuredLost);

/// <summary>What is possible with an instance now, as far as nesting goes, and what is not.</summary>
public sealed record InstanceLimits
{
    /// <summary>The instance.</summary>
    public required InstanceFacts Facts { get; init; }

    /// <summary>Its host.</summary>
    public required InstanceHost Host { get; init; }

    /// <summary>Do the limits concern it?</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>It has VMX or SVM (on other machines: what lets it nest). Null where that cannot be told.</summary>
    public bool? IsExposed { get; init; }

    /// <summary>An L2 runs in it now. Null where that cannot be told.</summary>
    public bool? RunsNested { get; init; }

    /// <summary>The operations, in the order of <see cref="LimitOperation"/>; empty where the limits do not concern it.</summary>
    public ImmutableArray<OperationLimit> Operations { get; init; } = [];

    /// <summary>Rules about what KVM withholds from an instance that nests.</summary>
    public ImmutableArray<Section> FeatureRules { get; init; } = [];

    /// <summary>Features of VMX or SVM that KVM on this host does not offer, by its own answer.</summary>
    public ImmutableArray<string> MissingFeatures { get; init; } = [];

    /// <summary>Where KVM said so.</summary>
    public string MissingSource => Host.Facts?.Modules.Row?.CapabilitySource ?? VendorModule.SupportedCpuid;

    /// <summary>Whether another host can take it; null where none was named.</summary>
    public TargetFit? Target { get; init; }

    /// <summary>What a proof says that was run; null where none was given.</summary>
    public MeasuredState? Measured { get; init; }

    /// <summary>An operation on its state does not work, or not for certain, while an L2 runs, and one does or may: the nested instances
    /// have to be stopped first.</summary>
    public bool MustStopNested =>
        RunsNested != false && Operations.Any(static o => IsOnState(o.Operation) && o.WithNested is { Verdict: not LimitVerdict.Works });

    /// <summary>The one entry.</summary>
    /// <param name="facts">The instance.</param>
    /// <param name="host">Its host.</param>
    /// <param name="target">The host that shall take it, or null.</param>
    /// <param name="proof">The document of a proof that was run, or null.</param>
    public static InstanceLimits Judge(InstanceFacts facts, InstanceHost host, HostFacts? target = null, StateDocument? proof = null)
    {
        LimitScope scope = ScopeOf(facts.Reading.Xml);
        if (scope != LimitScope.Concerned)
        {
            return new() { Facts = facts, Host = host, Scope = scope };
        }

        bool? runs = RunsNow(facts);
        bool? exposed = runs == true ? true : facts.IsExposed;
        MeasuredState? measured = proof is null ? null : MeasuredState.Judge(proof, host);
        TargetFit? fit = target is null ? null : TargetFit.Judge(facts, host, target, exposed, runs);
        return new()
        {
            Facts = facts,
            Host = host,
            Scope = scope,
            IsExposed = exposed,
            RunsNested = exposed == false ? false : runs,
            Operations = [.. Rulings(facts, host, exposed, runs, fit, measured)],
            FeatureRules = exposed == false ? [] : [.. LimitTable.Features(host.Limits)],
            MissingFeatures = exposed == false || host.Facts is null ? [] : [.. NestedFeatures.MissingOf(host.Facts)],
            Target = fit,
            Measured = measured,
        };
    }

    /// <summary>The operation saves, moves or takes in the state of the instance.</summary>
    /// <param name="operation">An operation.</param>
    public static bool IsOnState(LimitOperation operation) => operation switch
    {
        LimitOperation.Migrate or LimitOperation.Save or LimitOperation.ManagedSave or LimitOperation.Snapshot or LimitOperation.Restore =>
            true,
        LimitOperation.SuspendToDisk or LimitOperation.VcpuHotplug or LimitOperation.MigrateNested => false,
    };

    /// <summary>The features of VMX that a definition lists one by one, or libvirt has written out for a process.</summary>
    internal static bool? RecordsFeatures(InstanceReading reading) => reading.Xml?.Cpu is not { } cpu ? false
        : cpu.Features.Any(static f => f.Name.StartsWith("vmx-", StringComparison.Ordinal) && f.Policy is "require" or "force") ? true
        : reading.Live is null && cpu.Mode == CpuMode.HostModel;

    private static LimitScope ScopeOf(DomainXml? xml) => xml?.Type switch
    {
        "kvm" => LimitScope.Concerned,
        "qemu" => LimitScope.Emulated,
        null => LimitScope.NotRead,
        _ => LimitScope.OtherType,
    };

    /// <summary>Of an instance that is off no L2 runs; of one of another architecture nobody counts, and a count of zero there is
    /// none.</summary>
    private static bool? RunsNow(InstanceFacts facts) => !facts.Reading.State.IsActive() ? false : facts.RunsNested;

    /// <summary>What has to go well on two hosts.</summary>
    private static LimitRuling Both(LimitRuling here, LimitRuling there) => new(
        here.Verdict > there.Verdict ? here.Verdict : there.Verdict, [.. here.Rules.Concat(there.Rules).DistinctBy(static r => r.Id)],
            [.. here.Conditions.Concat(there.Conditions).DistinctBy(static c => c.Rule.Id)]);

    private static IEnumerable<OperationLimit> Rulings(InstanceFacts facts, InstanceHost host, bool? exposed, bool? runs, TargetFit? fit,
        MeasuredState? measured)
    {
        IReadOnlyList<Section> table = LimitTable.Rules();
        foreach (LimitOperation operation in Enum.GetValues<LimitOperation>())
        {
            if (exposed == false)
            {
                yield return new(operation, null, new(LimitVerdict.Works, [], []), LimitVerdict.Works, false);
                continue;
            }

            // Without a target that is named a state is restored here, perhaps with nesting off by then; where a migration goes is not
            // known.
            LimitSituation with = new()
            {
                IsTargetNestedOff = fit is not null ? !fit.OffersNesting
                    : operation == LimitOperation.Restore && facts.Host.IsOffered == false ? true : null,
                IsTargetOfOtherVendor = fit is not null ? fit.IsOfOtherVendor : operation == LimitOperation.Restore ? false : null,
                LacksTargetFeatures = fit is not null ? fit.LacksFeatures : operation == LimitOperation.Restore ? false : null,
                RecordsFeatures = RecordsFeatures(facts.Reading),
            };
            LimitRuling nested = LimitTable.Verdict(table, host.Limits, operation, with);
            LimitRuling idle = LimitTable.Verdict(table, host.Limits, operation, with with { RunsNested = false });
            nested = fit?.Kernel is { } there && fit.IsOfOtherVendor != true
                && operation is (LimitOperation.Migrate or LimitOperation.Restore) ? Both(nested, there) : nested;
            bool isLost = measured is { Counts: true, Verdict: ProofVerdict.Refuted } && IsOnState(operation);
            nested = isLost && nested.Verdict < LimitVerdict.Breaks ? nested with { Verdict = LimitVerdict.Breaks } : nested;
            LimitVerdict now = runs switch
            {
                true => nested.Verdict,
                false => idle.Verdict,
                null => nested.Verdict == idle.Verdict ? nested.Verdict : LimitVerdict.Unknown,
            };
            yield return new(operation, nested, idle, now, isLost);
        }
    }
}
