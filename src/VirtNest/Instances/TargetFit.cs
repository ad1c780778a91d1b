using System.Collections.Immutable;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Tables;

namespace VirtNest.Instances;

/// <summary>What has to hold on a host that takes an instance with nesting in.</summary>
public enum TargetQuestion
{
    /// <summary>Its processor is of the kind that the instance was given: VMX or SVM.</summary>
    Vendor,
    /// <summary>Its processor has the extension.</summary>
    Extension,
    /// <summary>Its KVM offers the extension to instances.</summary>
    Nesting,
    /// <summary>Its KVM offers all features of the extension that the instance was given.</summary>
    Features,
    /// <summary>Its kernel takes the state of a live L2 in; not asked where none runs.</summary>
    Kernel,
}

/// <summary>One question and its answer.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">Does it hold?</param>
/// <param name="Here">What the host of the instance has, in the field's words; null where that is not known or means nothing.</param>
/// <param name="There">What the target has.</param>
public sealed record TargetAnswer(TargetQuestion Question, Answer Answer, string? Here, string? There);

/// <summary>Whether another host can take an instance in, by its evidence document.</summary>
public sealed record TargetFit
{
    /// <summary>The target.</summary>
    public required HostFacts Target { get; init; }

    /// <summary>The questions in their order; empty where the instance does not have the extension, and nesting stands against no
    /// target.</summary>
    public ImmutableArray<TargetAnswer> Answers { get; init; } = [];

    /// <summary>The features that the target does not offer, all of them; null where that cannot be told.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Those of the missing features that the instance was given, as far as its XML tells.</summary>
    public ImmutableArray<string> Needed { get; init; } = [];

    /// <summary>libvirt compares them and refuses, since the XML names them; false where nothing does, and the instance misses them
    /// silently.</summary>
    public bool IsRefusedByLibvirt { get; init; }

    /// <summary>What limits.txt says of the target's kernel when it restores an instance with a live L2.</summary>
    public LimitRuling? Kernel { get; init; }

    /// <summary>The target has the extension of another vendor.</summary>
    public bool? IsOfOtherVendor { get; init; }

    /// <summary>The target offers nesting.</summary>
    public bool? OffersNesting { get; init; }

    /// <summary>The target lacks features that the instance was given.</summary>
    public bool? LacksFeatures { get; init; }

    /// <summary>Can it take the instance in?</summary>
    public Answer Fits => Answers.Any(static a => a.Answer == Answer.No) ? Answer.No : Answers.Any(static a => a.Answer == Answer.Unknown)
        ? Answer.Unknown : Answer.Yes;

    /// <summary>Compares.</summary>
    /// <param name="facts">The instance.</param>
    /// <param name="host">Its host.</param>
    /// <param name="target">The target.</param>
    /// <param name="exposed">The instance has the extension.</param>
    /// <param name="runs">An L2 runs in it.</param>
    public static TargetFit Judge(InstanceFacts facts, InstanceHost host, HostFacts target, bool? exposed, bool? runs)
    {
        LimitHost there =
            LimitHost.From(target) with { Qemu = host.Limits.Qemu, Libvirt = host.Limits.Libvirt, IsQemu = host.Limits.IsQemu };
        bool? offers = HostOffer.From(Verdict.Judge(target)).IsOffered;
        if (exposed == false)
        {
            return new() { Target = target, OffersNesting = offers, LacksFeatures = false };
        }

        IReadOnlyList<string>? missing = host.Facts is null ? null : NestedFeatureTable.Missing(host.Facts.Kvm, target.Kvm);
        ImmutableArray<string> named = [.. (missing ?? []).Where(m => IsNamed(facts.Reading.Xml, m))];
        bool takesAll = facts.Reading.Xml?.Cpu?.Mode is CpuMode.HostPassthrough or CpuMode.Maximum;
        ImmutableArray<string> needed = takesAll ? [.. missing ?? []] : named;

        // A model by its name gives its own share of the features, which no XML lists: what is missing may be in it or not.
        bool? lacks = missing is null ? null : missing.Count == 0 ? false : needed.Length > 0 ? true
            : InstanceLimits.RecordsFeatures(facts.Reading) == true && facts.Reading.Live is not null ? false : null;
        LimitRuling kernel = LimitTable.Verdict(there, LimitOperation.Restore,
            new() { IsTargetNestedOff = false, IsTargetOfOtherVendor = false, LacksTargetFeatures = false, RecordsFeatures = false });
        TargetAnswer[] answers = [.. AnswersOf(host.Limits.Vendor, there, target, offers, lacks, runs == false ? null : kernel.Verdict)];
        return new()
        {
            Target = target,
            Answers = [.. answers],
            Missing = missing,
            Needed = needed,
            IsRefusedByLibvirt = named.Length > 0 && (!takesAll || facts.Reading.Xml?.Cpu?.Check == "full"),
            Kernel = kernel,
            IsOfOtherVendor = answers[0].Answer switch { Answer.Yes => false, Answer.No => true, Answer.Unknown => null },
            OffersNesting = answers.Any(static a => a is { Question: TargetQuestion.Extension, Answer: Answer.No }) ? false : offers,
            LacksFeatures = answers[0].Answer == Answer.No ? false : lacks,
        };
    }

    private static IEnumerable<TargetAnswer> AnswersOf(string? vendorHere, LimitHost there, HostFacts target, bool? offers, bool? lacks,
        LimitVerdict? kernel)
    {
        bool? isSame = vendorHere is null or "" || there.Vendor is null or "" ? null : vendorHere == there.Vendor;
        yield return new(TargetQuestion.Vendor, Said(isSame), vendorHere, there.Vendor);
        if (isSame == false)
        {
            // Of the rest nothing matters any more.
            yield break;
        }

        bool isX86 = vendorHere is "intel" or "amd" || target.Cpu.IsX86;
        if (isX86)
        {
            bool? has = target.Cpu.Extension is not null ? true : target.Cpu.HasFlagsLine || target.Cpu.Raw.Count > 0 ? false : null;
            yield return new(TargetQuestion.Extension, Said(has), null, target.Cpu.Extension is { } extension ? CpuExposures.Name(extension)
                : null);
            if (has == false)
            {
                yield break;
            }
        }

        yield return new(TargetQuestion.Nesting, Said(offers), null, target.Nested.Text);
        if (offers != false && isX86)
        {
            yield return new(TargetQuestion.Features, Said(!lacks), null, null);
        }

        if (kernel is not { } verdict)
        {
            yield break;
        }

        yield return new(TargetQuestion.Kernel, verdict switch
        {
            LimitVerdict.Works => Answer.Yes,
            LimitVerdict.Unknown => Answer.Unknown,
            LimitVerdict.Undefined or LimitVerdict.Breaks or LimitVerdict.Refused => Answer.No,
        }, null, target.Release);
    }

    private static Answer Said(bool? holds) => holds switch { true => Answer.Yes, false => Answer.No, null => Answer.Unknown };

    /// <summary>libvirt's spelling changed from nrip_save to nrip-save.</summary>
    private static bool IsNamed(DomainXml? xml, string feature) =>
        xml?.Cpu?.Features.Any(f => f.Policy is "require" or "force" && f.Name.Replace('_', '-') == feature) == true;
}
