using System.Collections.Generic;

namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpLimits => "What is possible with one instance now, as far as nesting goes, and what is not: live migration, save, snapshot, restore, vCPU hot-plug; why, and what to stop first. Changes nothing.";

    public override string HelpLimitsTo => "also tell whether another host can take the instance: its evidence document, made there by `virt-nest check --save-evidence FILE`";

    public override string HelpLimitsProof => "also take what was measured on this host: the document of `virt-nest prove --state --json`";

    public override string NotStateProof(string path, string why) => $"{path} is not a document of `virt-nest prove --state --json` (at {why})";

    public override string LimitsOff(string name) => $"{name} is off. Below: what holds once it runs.";

    public override string LimitsWithoutExtension(string name, string state) => $"{name} ({state}) has neither VMX nor SVM: no L2 can run in it, and all is as with any instance.";

    public override string LimitsRunsNested(string name, string state) => $"{name} ({state}): an L2 runs in it now.";

    public override string LimitsRunsNone(string name, string state) => $"{name} ({state}): no L2 ran in it while we looked.";

    public override string LimitsNestedNotTold(string name, string state, bool isPaused) =>
        $"{name} ({state}): whether an L2 runs in it cannot be told ({(isPaused ? "while it is paused no count grows" : "nobody counts its nested entries")}). Below: what holds if one runs, and without one.";

    public override string LimitsExposureNotTold => "Whether it has VMX or SVM at all cannot be told either.";

    public override string LimitsEmulated(string name) => $"{name} is emulated (type qemu): KVM has no part in it, and the limits of nested KVM do not apply.";

    public override string LimitsOtherType(string name, string type) => $"{name} is of type {type}: the limits of nested KVM do not apply.";

    public override string LimitsHost(string? vendor, string? kernel, string? libvirt, string? qemu, bool isQemu) =>
        $"Host: {VendorName(vendor) ?? "vendor not known"}, {(kernel is null ? "kernel not known" : "Linux " + kernel)}; libvirt {libvirt ?? "of a version not known"}, {(isQemu ? "QEMU " + (qemu ?? "of a version not known") : "another VMM than QEMU")}.";

    public override string LimitsQemuOfHost => "That is the installed QEMU, as libvirt tells; an instance that was started before an update runs in an older one.";

    public override string LimitsOwnFixes => "Its distribution mends its kernels by itself, or the release is not known: what the version lacks may be in it.";

    public override string LimitsNoHost => "The host is not this machine: run virt-nest there to have its kernel judged.";

    public override string OperationName(string operation) => operation switch
    {
        "migrate" => "live migration",
        "save" => "save",
        "managed-save" => "managed save",
        "snapshot" => "snapshot",
        "restore" => "restore",
        "suspend-disk" => "suspend to disk",
        "vcpu-hotplug" => "vCPU hot-plug",
        _ => "moving the L2 out",
    };

    public override string LimitVerdictWord(string verdict) => verdict switch
    {
        "works" => "works",
        "undefined" => "undefined",
        "breaks" => "breaks",
        "refused" => "refused",
        _ => "not known",
    };

    public override string AsUsual => "as with any instance";

    public override string NoLimitRule => "the table has no rule for it";

    public override string WithNested(string said) => $"with an L2: {said}";

    public override string WithoutNested(string said) => $"without: {said}";

    public override string MeasuredLost => "breaks: measured on this kernel, whatever the table says";

    public override string LimitDependsOnVersions => "it depends on versions that are not certain";

    public override string LimitWhen(string when) => when switch
    {
        "target-nested-off" => "where nesting is off",
        "target-lacks-features" => "where features are missing",
        "target-other-vendor" => "on another vendor's CPU",
        _ => "after a migration",
    };

    public override string UnderCondition(string condition, string said) => $"; {condition}: {said}";

    public override string InParentheses(string said) => $" ({said})";

    public override string LimitsFeatures => "What KVM does not give to it, since it can nest";

    public override string LimitsMissingFeatures(string features, string source) => $"of VMX or SVM for its nested instances: {features} ({source})";

    public override string LimitsWhy => "Why";

    public override string LimitRuleOf(string id, string date, bool isLow) => $"{id}, {date}{(isLow ? ", no first-hand source" : "")}";

    public override string LimitsStopFirst(string name) =>
        $"First shut down the nested instances inside {name}, or migrate them out from inside; then see by virt-nest limits that no L2 runs in it. A pause of {name} does not end them.";

    public override string TargetHeadline(string file) => $"Can the host of {file} take it?";

    public override string TargetNothingAgainst => "nothing of nesting stands against it";

    public override string TargetQuestionName(string question) => question switch
    {
        "vendor" => "vendor",
        "extension" => "CPU",
        "nesting" => "nested",
        "features" => "features",
        _ => "kernel",
    };

    public override string TargetVendor(bool? isSame, string? here, string? there) => isSame switch
    {
        true => $"of the same kind: {VendorName(there)}",
        false => $"of another kind: {VendorName(here)} here, {VendorName(there)} there. An L2 of one cannot run on the other",
        null => "whether the processors are of one kind cannot be told",
    };

    public override string TargetExtension(bool? has, string? extension) => has switch
    {
        true => $"its CPU shows {extension}",
        false => "its CPU shows neither vmx nor svm",
        null => "whether its CPU has the extension, the document does not tell",
    };

    public override string TargetNesting(bool? offers) => offers switch
    {
        true => "its KVM offers nesting to instances",
        false => "nesting is off there: `virt-nest enable` on that host switches it on",
        null => "whether its KVM offers nesting, the document does not tell",
    };

    public override string TargetFeatures(bool? has, bool sourceKnown) => has == true ? "its KVM offers all features that KVM offers here"
        : sourceKnown ? "whether its KVM offers all features that KVM offers here, the documents do not tell"
        : "what KVM offers here is not known, so there is nothing to compare";

    public override string TargetFeaturesLacking(IReadOnlyCollection<string> features, bool isRefused) =>
        $"its KVM lacks {string.Join(", ", features)}. {(isRefused ? "libvirt refuses the instance there (missing features)" : "Nothing refuses it; the instance goes on with what is not there any more")}";

    public override string TargetFeaturesMayLack(IReadOnlyCollection<string> features) => $"its KVM lacks {string.Join(", ", features)}; whether the instance was given them, its XML does not tell";

    public override string TargetFeaturesNotNeeded(IReadOnlyCollection<string> features) => $"its KVM lacks {string.Join(", ", features)}, which this instance was not given";

    public override string TargetKernel(string? kernel, string verdict, bool isQemu) =>
        $"{kernel ?? "its kernel is not known"}: taking a live L2 in is {verdict switch { "works" => "meant to work", "undefined" => "undefined", "breaks" => "its end", "refused" => "refused", _ => "not known to work or not" }}{(isQemu ? ", with a QEMU as here" : "")}";

    public override string MeasuredHeadline(string file) => $"Measured by prove --state ({file})";

    public override string MeasuredOtherKernel(string kernel, string? here) => here is null
        ? $"on Linux {kernel}; the kernel of this instance's host is not known, so it does not count"
        : $"on Linux {kernel}; this host runs {here}, so it does not count";

    public override string MeasuredProven(string kernel, long moves) => $"on Linux {kernel}: a live L2 went on after each of {moves} saves and restores, in QEMU's order of calls";

    public override string MeasuredRefuted(string kernel) => $"on Linux {kernel}: a live L2 was lost when its state was saved and restored in QEMU's order of calls. That counts more than the table";

    public override string MeasuredInconclusive(string kernel) => $"on Linux {kernel}: it came to no result in QEMU's order of calls";
}
