namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string PlanTitle(bool isOn, string module, bool running, bool boot) =>
        $"Switch nested virtualization {OnOff(isOn)} ({module}): {Reach(running, boot)}.";

    public override string PlanNothingToDo(bool isOn, string module, bool running, bool boot) =>
        $"Nothing to do: nested virtualization is {OnOff(isOn)} ({module}), {Reach(running, boot)}.";

    public override string PlanWaitsForBoot(bool isOn, string module) => $"Nothing more to do: the next boot has nested virtualization {OnOff(isOn)} ({module}).";

    public override string PlanChangeFile(string path) => $"Change {path}";

    public override string PlanMakeFile(string path) => $"Write {path} (a new file)";

    public override string PlanRemoveFile(string path) => $"Remove {path}";

    public override string PlanRun(string command) => $"Run {command}";

    public override string PlanReload(string module, string command) => $"Unload {module} and load it again: {command}";

    public override string PlanLoad(string module, string command) => $"Load {module}: {command}";

    public override string PlanUnload(string module) => $"Unload {module}";

    public override string PlanCheckedBy(string check) => "checked by: " + check;

    public override string PlanUndoneBy(string undo) => "undone by: " + undo;

    public override string CheckOfFile => "the file is read again";

    public override string CheckOfProgram => "its exit status, and what the image holds, where that can be listed";

    public override string CheckOfBootProgram => "its exit status, and what the boot entries say in the end";

    public override string CheckOfModule(string module, bool isOn) => $"/sys/module/{module}/parameters/nested, and whether KVM {(isOn ? "offers" : "no longer offers")} the extension to instances";

    public override string CheckOfUnload => "/proc/modules";

    public override string UndoOfFile => "the former content";

    public override string UndoOfNewFile => "removing it";

    public override string UndoOfProgram(string command) => $"{command}, once the files are what they were";

    public override string UndoOfReload(string parameters) => $"the module again as it is now ({parameters})";

    public override string UndoOfLoad => "unloading it";

    public override string UndoOfUnload => "loading it";

    public override string PlanRefused => "Refused; nothing was changed:";

    public override string PlanNotice => "Note: ";

    public override string VerificationName => "verification";

    public override string UnknownGoal(string word) => $"\"{word}\" is no goal of a plan: enable, disable";

    public override string WouldHaveWon(string file, int line, string value) => $"So far the line that decides is {file}:{line} (nested={value}).";

    public override string MasksVendorFile(string file, string copy) => $"{file} stays as it is; its edited copy {copy} goes before it. Later versions of the vendor's file no longer count.";

    public override string LeavesFileAlone(string file) => $"{file} belongs to a package, or its lines are not ours to edit: it stays as it is, and a file that modprobe reads later overrides it.";

    public override string CommandLineDecides(string word) => $"The kernel command line says {word}, which comes after all files of modprobe.d: only the boot loader's configuration can change what the next boot has.";

    public override string CommandLineRefused(string word) => $"The kernel command line says {word}, which the module refuses: it will not load, whatever else is configured. Take the word out of the boot loader's configuration by hand, and reboot.";

    public override string NotEffective(string module) => $"No line below /etc/modprobe.d makes the wished value of nested the effective one for {module}; these lines speak of it:";

    public override string MitigationStands => "These lines stand against nested virtualization on purpose: as long as nested instances are not trusted, they protect this host. Ask whoever wrote them first; with --override-mitigation the lines are changed.";

    public override string MitigationAtBoot => "The kernel command line keeps the module out on purpose. Take the word out of the boot loader's configuration by hand and reboot.";

    public override string LineElsewhere(string file) => $"{file} has only a name in /etc/modprobe.d: it leads elsewhere, or has a second name, and virt-nest does not edit it. Take these lines out by hand where the file is made.";

    public override string NoModprobe(string sysctl) => $"No modprobe was found in the usual folders, and {sysctl} names none: the module cannot be loaded anew here. With \"--only boot\" the configuration is changed alone.";

    public override string AfterReboot => "The kernel command line takes effect after a reboot.";

    public override string BuiltinNeedsBoot(string parameter) => $"{parameter} belongs to code that is built into the kernel: it changes only at boot. Leave out \"--only running\".";

    public override string ByHandWsl(string word) => $"The kernel command line is set on the Windows side. In %UserProfile%\\.wslconfig:\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine={word}\nthen in Windows: wsl --shutdown";

    public override string ByHandDeclared(string system, string word) => $"The configuration of this system ({system}) is made elsewhere and its root is not written to. Add \"{word}\" to the kernel arguments there, and boot that.";

    public override string ByHandBootLoader(string word) => $"No boot loader was found whose configuration virt-nest can change. Add \"{word}\" to the kernel command line by hand, and reboot.";

    public override string ByHandThen(string file, string? variable, string word, string command) =>
        $"What the next boot has is written by \"{command}\", which virt-nest leaves to a person here. Add \"{word}\" to {(variable is null ? file : $"{variable} in {file}")} by hand, run that, and reboot.";

    public override string ByHandProxmox(string word) =>
        $"The boot partitions of this host are filled by proxmox-boot-tool, and nothing tells that systemd-boot boots from them. Add \"{word}\" by hand to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub where GRUB boots, or to /etc/kernel/cmdline where systemd-boot does (\"proxmox-boot-tool status\" tells); run \"proxmox-boot-tool refresh\", and reboot.";

    public override string ByHandEntries(string word) =>
        $"GRUB takes kernel command lines from the entries in /boot/loader/entries here (GRUB_ENABLE_BLSCFG=true), which grub2-mkconfig leaves as they are. Install grubby and run virt-nest again; or add \"{word}\" by hand to the \"options\" line of each entry and to /etc/kernel/cmdline, and reboot.";

    public override string ByHandOstree(string word) =>
        $"What the next boot has could not be read by \"rpm-ostree kargs\". Look there for words of the same name, and run by hand: rpm-ostree kargs --append={word} (with --delete=OLD for each that is there); then reboot.";

    public override string BootEntriesNotRead => "The boot entries could not be read; as root they can.";

    public override string GrubbyKeepsOneLine(string file) =>
        $"{file} has more than one line or a comment, and grubby writes back its first line alone: the others would be lost. Put all words on one line, and run virt-nest again.";

    public override string GrubbyOverwrites(string file) =>
        $"This version of grubby overwrites every line of {file} that begins with GRUB_CMDLINE_LINUX, GRUB_CMDLINE_LINUX_DEFAULT too. Update grubby, or move what such lines say to GRUB_CMDLINE_LINUX and take them out; then run virt-nest again.";

    public override string GrubbyMakesFile(string file) => $"grubby also writes {file}, which is not there yet, for kernels to come. After an undo it stays, without the word.";

    public override string UndoAlikeForAll(string? word) =>
        $"grubby makes all boot entries and its files alike in this word, and these differ now or have it more than once. An undo {(word is null ? "takes it out of all of them" : $"gives all of them \"{word}\"")}:";

    public override string EntriesNotReadBack => "The boot partitions are not mounted: virt-nest believes the exit status of proxmox-boot-tool, and does not read the entries that it writes. After the reboot, \"virt-nest check\" tells.";

    public override string ByHandWithout(string? file, string word) => file is null
        ? $"The kernel command line of this boot has \"{word}\", and no file that virt-nest can change gives it. Where the next boot still has it, take it out by hand, where the command line of this system is made."
        : $"{file} gives \"{word}\" to the kernel command line, and that line is not virt-nest's. Take the word out by hand, have the boot loader's configuration made anew, and reboot.";

    public override string Arm64KernelTooOld(string release) => $"On arm64 instances can nest from Linux 6.16 on, and this kernel is {release}. Boot a newer one first; kvm-arm.mode=nested is not given to this one.";

    public override string Arm64CpuTooOld => "This processor lacks FEAT_NV2 (Armv8.4): without it KVM lets no instance nest.";

    public override string OptionsOfPlan => "--only and --override-mitigation belong to the plan: make it anew with \"virt-nest plan\" and the option, and review that one.";

    public override string ConfigurationNotRead => "Parts of modprobe's configuration could not be read; what they say could change the outcome:";

    public override string PlanInContainer(string engine) => $"This is a container ({engine}): the kernel is that of the host around it, and so is its configuration. Run virt-nest there.";

    public override string PlanNoModule(string? module) => module is null
        ? "KVM has no vendor module for this processor: there is nothing to switch."
        : $"The module {module} has no parameter nested: there is nothing to switch.";

    public override string PlanHugePages => "On s390x before Linux 7.0 KVM either backs instances with huge pages (kvm.hpage=1) or lets them nest. Take hpage=1 away first.";

    public override string PlanInUse(string module, bool isUndo) => $"{module} is in use, and it is never unloaded under a running instance. Shut down what uses it, or let --at-idle wait for that{(isUndo ? "" : ", or change the configuration alone with \"--only boot\"")}.";

    public override string PlanUseUnknown(string module) => $"Whether {module} is in use could not be told; as root it can.";

    public override string InitramfsNotRebuilt(string image) => $"{image} holds the module, and with it a copy of modprobe.d; no program that makes it anew was found. Make it anew, or the next boot has the old value.";

    public override string InitramfsNotMade(string image) => $"{image} holds the KVM module and is as old as before, though its program ended well";

    public override string StaleLibvirt => "libvirt sees the change by itself at its next look; instances that run now keep the CPU that they were started with.";

    public override string StaleKubernetes => "Kubernetes node labels about nesting and CPU features stay as they were until their owner looks again: restart virt-handler (KubeVirt) or node-feature-discovery on this node.";

    public override string ChangeQuestion => "Go on? [y/N] ";

    public override string ChangeDeclined => "Nothing was changed.";

    public override string ChangeNeedsAnswer => "there is no terminal to ask on: give --yes to go on, or --dry-run to see the plan";

    public override string ChangeNeedsRoot => "Only root can do this. Nothing was changed.";

    public override string ChangeDryRun => "This was a dry run: nothing was changed.";

    public override string ChangeApplied(bool isOn, bool running, bool boot) => $"Done and verified: nested virtualization is {OnOff(isOn)}, {Reach(running, boot)}.";

    public override string ChangeApplying(int number, int count, string step) => $"[{number}/{count}] {step}";

    public override string ChangeGap(string module, string time) => $"This host was without {module}, and so without /dev/kvm, for {time}.";

    public override string ChangeParameterDiffers(string module, string parameter, string before, string now) => $"{module}: {parameter} was {before} and is {now} now. It had been set by hand, or its line in modprobe.d has changed since the last load.";

    public override string ChangeNodeDiffers(string before, string now) => $"/dev/kvm was {before} and is {now} now: the module makes the node anew, and what was set on it by hand is gone.";

    public override string ChangeUndoHint => "\"virt-nest undo\" takes it back.";

    public override string ChangeFailed(string step, string why) => $"Failed: {step}: {why}";

    public override string ChangeRolledBack => "Everything that had been done was taken back: this host is as it was.";

    public override string ChangeNotRolledBack(string step, string why) => $"Not everything could be taken back: {step}: {why}. The next \"virt-nest undo\", \"enable\" or \"disable\" tries again.";

    public override string ChangeInterrupted => "interrupted";

    public override string ChangeLocked(string pid) => $"Another virt-nest changes this host right now{(pid.Length > 0 ? $" (pid {pid})" : "")}. Nothing was changed.";

    public override string JournalBroken(string path, string why) => $"The journal of changes cannot be used: {path}: {why}. Without it nothing can be undone, so virt-nest stops here; what it had begun, if anything, the next run takes back.";

    public override string FileChangedSince(string path) => $"{path} has been changed by somebody else meanwhile";

    public override string FileNotWritten(string path, string why) => $"{path} could not be written: {why}";

    public override string ProgramFailed(string program, string status, string output) => $"{program} ended with status {status}{(output.Length > 0 ? ": " + output : "")}";

    public override string ProgramNotStarted(string program, string why) => $"{program} could not be started: {why}";

    public override string ModuleStillInUse(string module) => $"the kernel refuses to unload {module}: it is in use";

    public override string ModuleNotUnloaded(string module, string why) => $"the kernel refuses to unload {module}: {why}";

    public override string ModuleNotLoadable(string module, string output) => $"{module} could not be loaded again before a reboot, so it was not unloaded: {output}";

    public override string ModuleNotLoaded(string module, string output) => $"{module} could not be loaded: {output}";

    public override string ModuleRestored(string module) => $"{module} was loaded again as it was.";

    public override string ModuleLost(string module, string output) => $"{module} COULD NOT BE LOADED AGAIN, and this host has no KVM now: {output}. See dmesg for the reason, mend it, then: modprobe {module}";

    public override string ReloadBroken(string why) => $"the process that reloads the module ended without a word: {why}";

    public override string NotVerified(string source, string wished, string read) => $"{source} should say {wished} and says {read}";

    public override string NothingToUndo => "There is no change of virt-nest to undo.";

    public override string UndoTitle(string when) => $"Take back the change of {when}.";

    public override string UndoNothingLeft(string when) => $"Nothing to do: of the change of {when} nothing is left to take back.";

    public override string UndoDone => "Done and verified: what the change had done is taken back.";

    public override string UndoFileChanged(string path) => $"Somebody has changed {path} since, and taking our change back would lose theirs. What is different since then:";

    public override string RecoveryRolledBack(string when) => $"A change of {when} had been cut off in the middle; what it had done was taken back first.";

    public override string RecoveryCompleted(string when) => $"A change of {when} had been cut off after its last step; it is whole and is kept.";

    public override string RecoveryStuck(string folder, string why) => $"A change was cut off in the middle and cannot be taken back: {why}. Put that right and run virt-nest again; or move {folder} away to leave everything as it is now.";

    public override string RecoveryPlanned(string when, bool isKept) => $"A change of {when} was cut off; it would be {(isKept ? "kept: every step of it was done" : "taken back")}.";

    public override string NothingCutOff => "No change was cut off: there is nothing to do.";

    public override string WaitingForIdle(string module, int users, string left) => $"{module} is in use{users switch { 0 => "", 1 => " by one process", _ => $" by {users} processes" }}; waiting, {left} left";

    public override string WaitedTooLong(string module, string time) => $"{module} was still in use after {time}.";

    public override string NotAPlan(string file, string place) => $"{file} is not a plan of virt-nest (at {place})";

    public override string NotAsWritten(string? place) => "it is not as virt-nest wrote it" + (place is null ? "" : $" (at {place})");

    public override string PlanOutdated(string file) => $"This host is not as it was when {file} was written: the plan would be another one now. Review the new one (virt-nest plan). What differs:";

    public override string RunAsRoot(string command) => "As root: " + command;

    public override string MendBelowFirst => "Mend what is broken further up the chain first; nothing that this host changes in itself helps before.";

    public override string SwitchOnHostAround => "This is a container: kernel and modules are those of the host around it. Switch it there.";

    public override string PastMitigation(string line) => $"{line} keeps nesting off on purpose: ask who wrote it first, and see that the kernel has the fixes (virt-nest explain VN1503). Then the option lets the command change such lines.";

    public override string HelpEnable => "Switches nested virtualization on: shows the plan, applies it, verifies it, and takes everything back if a step fails.";

    public override string HelpDisable => "Switches nested virtualization off, in the same way.";

    public override string HelpUndo => "Takes the last change back.";

    public override string HelpPlan => "Prints the plan of a change as JSON, for review elsewhere and for \"apply\".";

    public override string HelpApply => "Applies a plan that \"plan\" has printed, unless this host has changed since.";

    public override string HelpDryRun => "show the plan and change nothing";

    public override string HelpYes => "do not ask";

    public override string HelpOnly => "only the running module, or only what later loads and boots obey";

    public override string HelpAtIdle => "wait until nothing uses the module, then go on";

    public override string HelpTimeout => "how long --at-idle waits (3600)";

    public override string HelpOverrideMitigation => "change lines too that stand against nesting on purpose";

    public override string HelpCutOff => "only keep or take back a change that was cut off; nothing else, and no question";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";

    private static string Reach(bool running, bool boot) => (running, boot) switch
    {
        (true, true) => "now and at later boots",
        (true, false) => "now, until the module is loaded again",
        _ => "from the next load or boot on",
    };
}
