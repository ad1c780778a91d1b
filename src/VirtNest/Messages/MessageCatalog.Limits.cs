using System.Collections.Generic;

namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpLimits { get; }

    public abstract string HelpLimitsTo { get; }

    public abstract string HelpLimitsProof { get; }

    public abstract string NotStateProof(string path, string why);

    public abstract string LimitsOff(string name);

    public abstract string LimitsWithoutExtension(string name, string state);

    public abstract string LimitsRunsNested(string name, string state);

    public abstract string LimitsRunsNone(string name, string state);

    public abstract string LimitsNestedNotTold(string name, string state, bool isPaused);

    public abstract string LimitsExposureNotTold { get; }

    public abstract string LimitsEmulated(string name);

    public abstract string LimitsOtherType(string name, string type);

    public abstract string LimitsHost(string? vendor, string? kernel, string? libvirt, string? qemu, bool isQemu);

    public abstract string LimitsQemuOfHost { get; }

    public abstract string LimitsOwnFixes { get; }

    public abstract string LimitsNoHost { get; }

    public abstract string OperationName(string operation);

    public abstract string LimitVerdictWord(string verdict);

    public abstract string AsUsual { get; }

    public abstract string NoLimitRule { get; }

    public abstract string WithNested(string said);

    public abstract string WithoutNested(string said);

    public abstract string MeasuredLost { get; }

    public abstract string LimitDependsOnVersions { get; }

    public abstract string LimitWhen(string when);

    public abstract string UnderCondition(string condition, string said);

    public abstract string InParentheses(string said);

    public abstract string LimitsFeatures { get; }

    public abstract string LimitsMissingFeatures(string features, string source);

    public abstract string LimitsWhy { get; }

    public abstract string LimitRuleOf(string id, string date, bool isLow);

    public abstract string LimitsStopFirst(string name);

    public abstract string TargetHeadline(string file);

    public abstract string TargetNothingAgainst { get; }

    public abstract string TargetQuestionName(string question);

    public abstract string TargetVendor(bool? isSame, string? here, string? there);

    public abstract string TargetExtension(bool? has, string? extension);

    public abstract string TargetNesting(bool? offers);

    public abstract string TargetFeatures(bool? has, bool sourceKnown);

    public abstract string TargetFeaturesLacking(IReadOnlyCollection<string> features, bool isRefused);

    public abstract string TargetFeaturesMayLack(IReadOnlyCollection<string> features);

    public abstract string TargetFeaturesNotNeeded(IReadOnlyCollection<string> features);

    public abstract string TargetKernel(string? kernel, string verdict, bool isQemu);

    public abstract string MeasuredHeadline(string file);

    public abstract string MeasuredOtherKernel(string kernel, string? here);

    public abstract string MeasuredProven(string kernel, long moves);

    public abstract string MeasuredRefuted(string kernel);

    public abstract string MeasuredInconclusive(string kernel);

    /// <summary>How the makers of processors write themselves, by the word of limits.txt.</summary>
    private protected static string? VendorName(string? vendor) => vendor switch
    {
        "intel" => "Intel",
        "amd" => "AMD",
        "arm" => "Arm",
        "ibm-s390" => "IBM Z",
        "ibm-power" => "IBM POWER",
        _ => vendor,
    };
}
