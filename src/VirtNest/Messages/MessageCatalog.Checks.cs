namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string CpuHasExtension(string extension);

    public abstract string CpuNeedsNone(string module);

    public abstract string CpuNotRead { get; }

    public abstract string CpuHidden { get; }

    public abstract string CpuLacksExtension { get; }

    public abstract string CpuLacksExtensionRemedy { get; }

    public abstract string CpuOfArchitecture(string arch, bool? can);

    public abstract string CpuOfArchitectureRemedy { get; }

    public abstract string CpuMixed(string flag);

    public abstract string CpuMixedRemedy { get; }

    public abstract string FirmwareOn { get; }

    public abstract string FirmwareOff(string extension);

    public abstract string FirmwareOffRemedy(string extension);

    public abstract string FirmwareNotTold { get; }

    public abstract string NoHypervisorBelow { get; }

    public abstract string LayerNotTold { get; }

    public abstract string HypervisorPassesOn(string name);

    public abstract string HypervisorNotTold(string name);

    public abstract string HypervisorHides(string name);

    public abstract string HypervisorUnnamed { get; }

    public abstract string HypervisorForbidsKvm(string name);

    public abstract string HypervisorHidesRemedy { get; }

    public abstract string PlatformSwitch(string name, string can, string powerOff, string steps, string date, string source);

    public abstract string ConfidentialGuest(string technology);

    public abstract string ConfidentialGuestRemedy { get; }

    public abstract string XenDom0 { get; }

    public abstract string XenParavirtual { get; }

    public abstract string XenRemedy { get; }

    public abstract string InContainer(string engine);

    public abstract string InContainerRemedy { get; }

    public abstract string KernelShows(string flag);

    public abstract string KernelNeedsNone(string module);

    public abstract string KernelToldToClear(string flag);

    public abstract string KernelToldToClearRemedy { get; }

    public abstract string KernelClearedOnMetal(string flag);

    public abstract string KernelClearedInInstance(string flag);

    public abstract string KernelClearedInInstanceRemedy { get; }

    public abstract string KernelShowsNone(string model);

    public abstract string KernelShowsNoneRemedy { get; }

    public abstract string ModuleLoaded(string module);

    public abstract string ModuleBuiltin(string module);

    public abstract string ModuleNotStarted(string module);

    public abstract string ModuleNotStartedRemedy(string module);

    public abstract string ModuleWasNotStarted(string module);

    public abstract string ModuleNotTold(string module);

    public abstract string ModuleAbsent(string module);

    public abstract string ModuleAbsentRemedy(string module);

    public abstract string ModuleAbsentByHand(string module);

    public abstract string ModuleAbsentKeptOut(string module);

    public abstract string ModuleAbsentValueRefused(string module, string value);

    public abstract string ModuleAbsentBlacklisted(string module);

    public abstract string ModuleNotAvailable(string module, string release);

    public abstract string ModuleNotAvailableRemedy(string release);

    public abstract string KernelWithoutKvm(string module);

    public abstract string KernelWithoutKvmRemedy { get; }

    public abstract string OtherVendorModule(string module);

    public abstract string ModuleInstallOverride(string module, string command, bool isDeliberate, bool isPresent);

    public abstract string ModuleInstallOverrideRemedy(string file, int line);

    public abstract string ModuleBlacklisted(string module, bool isPresent);

    public abstract string ModuleBlacklistedRemedy(string file, int line);

    public abstract string ModuleRefusedByCommandLine(string module);

    public abstract string ModuleRefusedByCommandLineRemedy { get; }

    public abstract string OtherHypervisor(string modules);

    public abstract string OtherHypervisorRemedy(string modules);

    public abstract string NestedOn(string module);

    public abstract string NestedOff(string module);

    public abstract string NestedOffRemedy(string module);

    public abstract string NestedOffAtBootRemedy(string module);

    public abstract string NestedRebootRemedy { get; }

    public abstract string NestedReloadRemedy(string module);

    public abstract string NestedOdd(string module, string text);

    public abstract string NestedOddButOn(string text);

    public abstract string NestedNotRead(string module);

    public abstract string NestedPagingOff(string paging);

    public abstract string NestedPagingOffRemedy(string module, string paging);

    public abstract string NestedPendingAtLoad(bool enabled);

    public abstract string NestedPendingAtBoot(bool enabled);

    public abstract string NestedPendingRemedy(string module, bool enabled);

    public abstract string NestedPendingAtBootRemedy(bool enabled);

    public abstract string NestedNotPersistent(bool enabled);

    public abstract string NestedNotPersistentRemedy(bool enabled);

    public abstract string NestedValueRefused(string module, string value);

    public abstract string NestedValueRefusedRemedy(string file, int line);

    public abstract string NestedValueRefusedAtBoot(string word);

    public abstract string NestedConflict(string file, int line, string value);

    public abstract string NestedConflictRemedy { get; }

    public abstract string NestedConflictOffRemedy { get; }

    public abstract string ModprobeWithoutEffect(string module);

    public abstract string ModprobeWithoutEffectRemedy(string module);

    public abstract string ModprobeWithoutEffectByHand { get; }

    public abstract string NestedOnWrongModule { get; }

    public abstract string NestedOnWrongModuleRemedy(string module);

    public abstract string NestedOnWrongModuleByHand(string module);

    public abstract string InitramfsStale(string image, string file);

    public abstract string InitramfsStaleRemedy { get; }

    public abstract string InitramfsLacks(string image, string file);

    public abstract string InitramfsLacksRemedy(string file);

    /// <summary>The one and the other, as one text.</summary>
    public abstract string InitramfsLacksSo(string image, string file);

    public abstract string ArchitectureStatus(string arch);

    public abstract string ArchitectureNotTold { get; }

    public abstract string NoNestingOnArchitecture(string arch, bool isKnown);

    public abstract string Arm64On { get; }

    public abstract string Arm64Off { get; }

    public abstract string Arm64Remedy { get; }

    public abstract string Arm64CannotRemedy { get; }

    public abstract string Arm64NotTold { get; }

    public abstract string PowerOff { get; }

    public abstract string PowerCannotRemedy { get; }

    public abstract string PowerNotTold { get; }

    public abstract string DeviceAnswers { get; }

    public abstract string DeviceAnswersUnproven(string module);

    public abstract string DeviceNotAsked(string module);

    public abstract string DeviceMakesNoVm { get; }

    public abstract string DeviceAnswersOddly { get; }

    public abstract string DeviceMissing { get; }

    public abstract string DeviceMissingRemedy { get; }

    public abstract string DeviceNotRead { get; }

    public abstract string DeviceSeen { get; }

    public abstract string DeviceWithoutDriver { get; }

    public abstract string DeviceDoesNotOpen(string errno);

    public abstract string DeviceDenied { get; }

    public abstract string DeviceDeniedRemedy(string group);

    public abstract string DeviceRefusedByCgroup { get; }

    public abstract string DeviceRefusedByCgroupRemedy { get; }

    public abstract string Offered(string extension);

    public abstract string NotOffered { get; }

    public abstract string NotOfferedByOtherVendor(string module);

    public abstract string NotOfferedByOtherVendorRemedy(string module);

    public abstract string OfferNotAsked { get; }

    public abstract string WitnessesDisagree { get; }

    public abstract string Limit(string operation, string text, string date);

    public abstract string NestedFeaturesMissing(string features);

    public abstract string UbuntuSupportsX86Only { get; }

    public abstract string RhelDoesNotSupport { get; }

    public abstract string Lockdown { get; }

    public abstract string SourcesDenied(string sources);

    public abstract string SourcesDeniedRemedy { get; }

    public abstract string WouldTell(string source);

    public abstract string ChangeCutOff(string command, string when);

    public abstract string ChangeRunsNow(string command);

    public abstract string ChangeCutOffUntold { get; }

    public abstract string ChangeCutOffRemedy { get; }

    public abstract string ChangeJournalBrokenRemedy { get; }

    public abstract string ProvenPlain { get; }

    public abstract string PlainNotProven { get; }

    public abstract string ProvenNested(bool withPaging, bool withoutPaging);

    public abstract string NestedNotProven { get; }

    public abstract string ProofInconclusive { get; }

    public abstract string ProofBecause(string reason);
}
