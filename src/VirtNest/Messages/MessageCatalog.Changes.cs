namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string PlanTitle(bool isOn, string module, bool running, bool boot);

    public abstract string PlanNothingToDo(bool isOn, string module, bool running, bool boot);

    public abstract string PlanWaitsForBoot(bool isOn, string module);

    public abstract string PlanChangeFile(string path);

    public abstract string PlanMakeFile(string path);

    public abstract string PlanRemoveFile(string path);

    public abstract string PlanRun(string command);

    public abstract string PlanReload(string module, string command);

    public abstract string PlanLoad(string module, string command);

    public abstract string PlanUnload(string module);

    public abstract string PlanCheckedBy(string check);

    public abstract string PlanUndoneBy(string undo);

    public abstract string CheckOfFile { get; }

    public abstract string CheckOfProgram { get; }

    public abstract string CheckOfBootProgram { get; }

    public abstract string CheckOfModule(string module, bool isOn);

    public abstract string CheckOfUnload { get; }

    public abstract string UndoOfFile { get; }

    public abstract string UndoOfNewFile { get; }

    public abstract string UndoOfProgram(string command);

    public abstract string UndoOfReload(string parameters);

    public abstract string UndoOfLoad { get; }

    public abstract string UndoOfUnload { get; }

    public abstract string PlanRefused { get; }

    public abstract string PlanNotice { get; }

    public abstract string VerificationName { get; }

    public abstract string UnknownGoal(string word);

    public abstract string WouldHaveWon(string file, int line, string value);

    public abstract string MasksVendorFile(string file, string copy);

    public abstract string LeavesFileAlone(string file);

    public abstract string CommandLineDecides(string word);

    public abstract string CommandLineRefused(string word);

    public abstract string NotEffective(string module);

    public abstract string MitigationStands { get; }

    public abstract string MitigationAtBoot { get; }

    public abstract string LineElsewhere(string file);

    public abstract string NoModprobe(string sysctl);

    public abstract string AfterReboot { get; }

    public abstract string BuiltinNeedsBoot(string parameter);

    public abstract string ByHandWsl(string word);

    public abstract string ByHandDeclared(string system, string word);

    public abstract string ByHandBootLoader(string word);

    public abstract string ByHandThen(string file, string? variable, string word, string command);

    public abstract string ByHandProxmox(string word);

    public abstract string ByHandEntries(string word);

    public abstract string ByHandOstree(string word);

    public abstract string BootEntriesNotRead { get; }

    public abstract string GrubbyKeepsOneLine(string file);

    public abstract string GrubbyOverwrites(string file);

    public abstract string GrubbyMakesFile(string file);

    public abstract string UndoAlikeForAll(string? word);

    public abstract string EntriesNotReadBack { get; }

    public abstract string ByHandWithout(string? file, string word);

    public abstract string Arm64KernelTooOld(string release);

    public abstract string Arm64CpuTooOld { get; }

    public abstract string OptionsOfPlan { get; }

    public abstract string ConfigurationNotRead { get; }

    public abstract string PlanInContainer(string engine);

    public abstract string PlanNoModule(string? module);

    public abstract string PlanHugePages { get; }

    public abstract string PlanInUse(string module, bool isUndo);

    public abstract string PlanUseUnknown(string module);

    public abstract string InitramfsNotRebuilt(string image);

    public abstract string InitramfsNotMade(string image);

    public abstract string StaleLibvirt { get; }

    public abstract string StaleKubernetes { get; }

    public abstract string ChangeQuestion { get; }

    public abstract string ChangeDeclined { get; }

    public abstract string ChangeNeedsAnswer { get; }

    public abstract string ChangeNeedsRoot { get; }

    public abstract string ChangeDryRun { get; }

    public abstract string ChangeApplied(bool isOn, bool running, bool boot);

    public abstract string ChangeApplying(int number, int count, string step);

    public abstract string ChangeGap(string module, string time);

    public abstract string ChangeParameterDiffers(string module, string parameter, string before, string now);

    public abstract string ChangeNodeDiffers(string before, string now);

    public abstract string ChangeUndoHint { get; }

    public abstract string ChangeFailed(string step, string why);

    public abstract string ChangeRolledBack { get; }

    public abstract string ChangeNotRolledBack(string step, string why);

    public abstract string ChangeInterrupted { get; }

    public abstract string ChangeLocked(string pid);

    public abstract string JournalBroken(string path, string why);

    public abstract string FileChangedSince(string path);

    public abstract string FileNotWritten(string path, string why);

    public abstract string ProgramFailed(string program, string status, string output);

    public abstract string ProgramNotStarted(string program, string why);

    public abstract string ModuleStillInUse(string module);

    public abstract string ModuleNotUnloaded(string module, string why);

    public abstract string ModuleNotLoadable(string module, string output);

    public abstract string ModuleNotLoaded(string module, string output);

    public abstract string ModuleRestored(string module);

    public abstract string ModuleLost(string module, string output);

    public abstract string ReloadBroken(string why);

    public abstract string NotVerified(string source, string wished, string read);

    public abstract string NothingToUndo { get; }

    public abstract string UndoTitle(string when);

    public abstract string UndoNothingLeft(string when);

    public abstract string UndoDone { get; }

    public abstract string UndoFileChanged(string path);

    public abstract string RecoveryRolledBack(string when);

    public abstract string RecoveryCompleted(string when);

    public abstract string RecoveryStuck(string folder, string why);

    public abstract string RecoveryPlanned(string when, bool isKept);

    public abstract string NothingCutOff { get; }

    public abstract string WaitingForIdle(string module, int users, string left);

    public abstract string WaitedTooLong(string module, string time);

    /// <param name="file">The file.</param>
    /// <param name="place">"LINE:BYTE", or a field.</param>
    public abstract string NotAPlan(string file, string place);

    /// <param name="place">"LINE:BYTE", or a field; null where there is none.</param>
    public abstract string NotAsWritten(string? place);

    public abstract string PlanOutdated(string file);

    public abstract string RunAsRoot(string command);

    public abstract string MendBelowFirst { get; }

    public abstract string SwitchOnHostAround { get; }

    public abstract string PastMitigation(string line);

    public abstract string HelpEnable { get; }

    public abstract string HelpDisable { get; }

    public abstract string HelpUndo { get; }

    public abstract string HelpPlan { get; }

    public abstract string HelpApply { get; }

    public abstract string HelpDryRun { get; }

    public abstract string HelpYes { get; }

    public abstract string HelpOnly { get; }

    public abstract string HelpAtIdle { get; }

    public abstract string HelpTimeout { get; }

    public abstract string HelpOverrideMitigation { get; }

    public abstract string HelpCutOff { get; }
}
