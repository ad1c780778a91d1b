namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string CpuHasExtension(string extension) => $"the CPU has {extension}";

    public override string CpuNeedsNone(string module) => $"no VMX or SVM is shown, and {module} needs none";

    public override string CpuNotRead => "the evidence says nothing of the CPU";

    public override string CpuHidden => "the CPU itself cannot be seen from here";

    public override string CpuLacksExtension => "the CPU has neither VMX nor SVM";

    public override string CpuLacksExtensionRemedy => "This machine cannot run KVM guests; use one whose CPU has VMX or SVM (nearly all since 2008).";

    public override string CpuOfArchitecture(string arch, bool? can) => can switch { true => $"the {arch} processor can run KVM guests", false => $"the {arch} processor cannot run KVM guests here", null => $"/proc/cpuinfo does not tell whether this {arch} processor can run KVM guests" };

    public override string CpuOfArchitectureRemedy => "This machine cannot run KVM guests; use one whose processor can.";

    public override string CpuMixed(string flag) => $"some processors show {flag} and others do not";

    public override string CpuMixedRemedy => "Firmware has set up the processors differently: update the firmware, or switch virtualization off and on there once.";

    public override string FirmwareOn => "firmware leaves it on";

    public override string FirmwareOff(string extension) => $"firmware has switched {extension} off";

    public override string FirmwareOffRemedy(string extension) => $"In the firmware setup switch on {(extension == "VMX" ? "\"Intel Virtualization Technology\" (VT-x)" : "\"SVM Mode\" (AMD-V)")}, save, and power the machine off and on: some firmware applies it only after a cold start.";

    public override string FirmwareNotTold => "firmware's lock could not be read";

    public override string NoHypervisorBelow => "no hypervisor below: bare metal";

    public override string LayerNotTold => "nothing tells whether a hypervisor is below";

    public override string HypervisorPassesOn(string name) => $"the hypervisor below is no obstacle: {name}";

    public override string HypervisorNotTold(string name) => $"below is {name}; whether it passes the extension on is not told";

    public override string HypervisorHides(string name) => $"the hypervisor below does not pass VMX or SVM on: {name}";

    public override string HypervisorUnnamed => "one that does not say its name";

    public override string HypervisorForbidsKvm(string name) => $"the hypervisor below does not let KVM run here: {name}";

    public override string HypervisorHidesRemedy => "Have the administrator of the hypervisor below expose VMX or SVM to this instance, then power it off and on.";

    public override string PlatformSwitch(string name, string can, string powerOff, string steps, string date, string source) => $"{(can == "no" ? $"{name} cannot pass it on. Instead:" : $"On {name}:")}\n{steps}\n{(powerOff == "yes" ? "The instance must be powered off fully and started again; a reboot inside is not enough.\n" : "")}As of {date}: {source}";

    public override string ConfidentialGuest(string technology) => $"this is a confidential guest ({technology}): it cannot nest";

    public override string ConfidentialGuestRemedy => "Use an instance without memory encryption; no confidential technology passes VMX or SVM on.";

    public override string XenDom0 => "this is a Xen dom0: Xen, not KVM, holds VMX and SVM";

    public override string XenParavirtual => "this is a Xen PV guest: flags leak through, and it cannot use VMX or SVM";

    public override string XenRemedy => "Boot this kernel without Xen to use KVM, or run instances with Xen itself; a guest that shall use KVM must be HVM with nestedhvm=1.";

    public override string InContainer(string engine) => $"this is a container ({engine}): kernel and modules are those of the host around it";

    public override string InContainerRemedy => "Run virt-nest on the host around it for the module and its parameters; to use KVM inside, pass the device in: docker or podman --device /dev/kvm, LXD/Incus \"config device add NAME kvm unix-char source=/dev/kvm\", Kubernetes a device plugin.";

    public override string KernelShows(string flag) => $"the kernel shows {flag}";

    public override string KernelNeedsNone(string module) => $"the kernel shows neither vmx nor svm, and {module} needs none";

    public override string KernelToldToClear(string flag) => $"the kernel was told to hide {flag}: clearcpuid= on its command line";

    public override string KernelToldToClearRemedy => "Take the flag out of clearcpuid= in the boot loader's configuration and reboot.";

    public override string KernelClearedOnMetal(string flag) => $"CPUID shows {flag} and the kernel has cleared it: firmware locked it off";

    public override string KernelClearedInInstance(string flag) => $"CPUID shows {flag} and the kernel has cleared it: the hypervisor below hides IA32_FEATURE_CONTROL or locks it";

    public override string KernelClearedInInstanceRemedy => "The hypervisor below or its virtual firmware must set IA32_FEATURE_CONTROL (MSR 0x3a) to 5; update it, or give the instance other firmware.";

    public override string KernelShowsNone(string model) => $"the kernel shows neither vmx nor svm ({model})";

    public override string KernelShowsNoneRemedy => "The CPU lacks it, firmware has switched it off, or the hypervisor below hides it; look in the firmware setup, and check the CPU's data sheet.";

    public override string ModuleLoaded(string module) => $"{module} is loaded";

    public override string ModuleBuiltin(string module) => $"{module} is built into the kernel";

    public override string ModuleNotStarted(string module) => $"{module} is in the kernel and did not start";

    public override string ModuleNotStartedRemedy(string module) => $"Look what the kernel said: dmesg | grep -i kvm. The links above name the usual reasons; {module} starts once they are gone (built in: at the next boot).";

    public override string ModuleWasNotStarted(string module) => $"{module} had not started when the dump was made";

    public override string ModuleNotTold(string module) => $"the evidence does not tell whether {module} is in the kernel";

    public override string ModuleAbsent(string module) => $"{module} is not loaded";

    public override string ModuleAbsentRemedy(string module) => $"The command loads {module} with nesting on, now and at later boots; where that fails it says what modprobe said.";

    public override string ModuleAbsentByHand(string module) => $"Load it as root: modprobe {module}\nIf that fails, dmesg | grep -i kvm says why.";

    public override string ModuleAbsentKeptOut(string module) => $"{module} is not loaded, and a line of the configuration keeps it out";

    public override string ModuleAbsentValueRefused(string module, string value) => $"{module} is not loaded: it refuses nested={value}";

    public override string ModuleAbsentBlacklisted(string module) => $"{module} is not loaded: it is blacklisted";

    public override string ModuleNotAvailable(string module, string release) => $"{module} does not exist for this kernel ({release})";

    public override string ModuleNotAvailableRemedy(string release) => $"Install the package with the rest of this kernel's modules (Ubuntu: linux-modules-extra-{release}; Fedora and RHEL: kernel-modules), or boot a kernel that was built with KVM.";

    public override string KernelWithoutKvm(string module) => $"this kernel was built without {module}";

    public override string KernelWithoutKvmRemedy => "Boot a kernel that was built with KVM (CONFIG_KVM_INTEL, CONFIG_KVM_AMD).";

    public override string OtherVendorModule(string module) => $"KVM runs by {module}, which is neither Intel's nor AMD's module";

    public override string ModuleInstallOverride(string module, string command, bool isDeliberate, bool isPresent) => $"an install line runs \"{command}\" instead of loading {module}{(isDeliberate ? ": a deliberate mitigation, by its own comment" : "")}{(isPresent ? "; it was loaded past that line" : "")}";

    public override string ModuleInstallOverrideRemedy(string file, int line) => $"First ask who wrote {file}:{line}: in 2026 such lines were written against guest-to-host escapes through nesting (virt-nest explain VN1503). Then the command takes the line out of use and sees to it that the module runs with nesting on.";

    public override string ModuleBlacklisted(string module, bool isPresent) => $"{module} is blacklisted: devices and udev do not load it{(isPresent ? " (it is loaded all the same)" : "; modprobe by hand does")}";

    public override string ModuleBlacklistedRemedy(string file, int line) => $"First ask who wrote {file}:{line}: it may stand there on purpose (virt-nest explain VN1502). Then the command takes the line out of use and sees to it that the module runs with nesting on.";

    public override string ModuleRefusedByCommandLine(string module) => $"the kernel refuses {module}: module_blacklist= on its command line";

    public override string ModuleRefusedByCommandLineRemedy => "Take the module out of module_blacklist= in the boot loader's configuration and reboot; modprobe cannot load it until then.";

    public override string OtherHypervisor(string modules) => $"another hypervisor is in the kernel and may hold VMX or SVM: {modules}";

    public override string OtherHypervisorRemedy(string modules) => $"Only one can use the CPU's extension at a time. Stop its VMs and unload {modules}; or, to run both by turns on Linux 6.12 and later, see virt-nest explain VN1504 on kvm.enable_virt_at_load.";

    public override string NestedOn(string module) => $"nested is on in {module}";

    public override string NestedOff(string module) => $"nested is off in {module}";

    public override string NestedOffRemedy(string module) => $"The command shows every change and asks, writes the option to /etc/modprobe.d, and loads {module} again. No instance may run meanwhile; with --at-idle it waits for the end of the last one.";

    public override string NestedOffAtBootRemedy(string module) => $"{module} is built into the kernel: the command writes {module}.nested=1 into the boot loader's configuration, or says where to write it. It takes effect at the next boot.";

    public override string NestedRebootRemedy => "The boot loader's configuration says so already: reboot.";

    public override string NestedReloadRemedy(string module) => $"The configuration says so already; the command loads {module} again. No instance may run meanwhile; with --at-idle it waits for the end of the last one. A reboot does it too.";

    public override string NestedOdd(string module, string text) => $"nested in {module} reads \"{text}\", which is neither on nor off";

    public override string NestedOddButOn(string text) => $"nested reads \"{text}\"; the kernel takes any number but 0 as on";

    public override string NestedNotRead(string module) => $"the parameter nested of {module} was not read";

    public override string NestedPagingOff(string paging) => $"nested paging is off ({paging}): instances run with shadow paging, nested ones too, and slowly";

    public override string NestedPagingOffRemedy(string module, string paging) => $"Take {paging}=0 out of the options of {module} and load it again; a CPU without {paging.ToUpperInvariant()} cannot have it.";

    public override string NestedPendingAtLoad(bool enabled) => $"the next load of the module will switch nested {(enabled ? "on" : "off")}";

    public override string NestedPendingAtBoot(bool enabled) => $"the next boot will switch nested {(enabled ? "on" : "off")}";

    public override string NestedPendingRemedy(string module, bool enabled) => enabled ? $"The command loads {module} again now, with no instance running, and not at some later time; \"virt-nest disable\" makes the configuration say off instead." : "The command makes the configuration say on, so that nesting stays. To have it off now as configured: \"virt-nest disable\".";

    public override string NestedPendingAtBootRemedy(bool enabled) => enabled ? "It takes effect at the next boot; \"virt-nest disable\" takes it out of the boot loader's configuration instead." : "The command makes the boot loader's configuration say on, so that nesting stays.";

    public override string NestedNotPersistent(bool enabled) => $"nothing in the configuration says so: the next load will switch nested {(enabled ? "off" : "on")}";

    public override string NestedNotPersistentRemedy(bool enabled) => enabled ? "The command writes the option to /etc/modprobe.d, so that nesting stays on; the module is not touched." : "The command switches nesting on, now and at later boots. To keep it off: \"virt-nest disable\".";

    public override string NestedValueRefused(string module, string value) => $"{module} refuses nested={value}: it will not load, and the next boot has no KVM";

    public override string NestedValueRefusedRemedy(string file, int line) => $"The command makes {file}:{line} say nested=1, which every vendor's module takes, and changes nothing else in the line. For nested=0: \"virt-nest disable\".";

    public override string NestedValueRefusedAtBoot(string word) => $"Take \"{word}\" out of the boot loader's configuration, or write 1 or 0 there, which every vendor's module takes; then reboot.";

    public override string NestedConflict(string file, int line, string value) => $"lines contradict each other; {file}:{line} wins (nested={value})";

    public override string NestedConflictRemedy => "Files sort by name over all folders, the last line wins, and the kernel command line comes after all files. Keep one line.";

    public override string NestedConflictOffRemedy => "The command makes the line that wins say nested=1, or overrides it where it belongs to a package. Files sort by name over all folders, the last line wins, and the kernel command line comes after all files.";

    public override string ModprobeWithoutEffect(string module) => $"options lines for {module} have no effect: it is built into the kernel";

    public override string ModprobeWithoutEffectRemedy(string module) => $"The command gives {module}.nested=1 to the kernel command line, which alone counts for a built-in module; take the lines out.";

    public override string ModprobeWithoutEffectByHand => "Take the lines out: for a built-in module the kernel command line alone counts.";

    public override string NestedOnWrongModule => "nested is given to the module kvm, which has no such parameter on x86: it is ignored";

    public override string NestedOnWrongModuleRemedy(string module) => $"The command gives the option to {module}; the line for kvm does nothing and can go.";

    public override string NestedOnWrongModuleByHand(string module) => $"Take the line out, or give the option to the vendor module: options {module} nested=1";

    public override string InitramfsStale(string image, string file) => $"{image} is older than {file}: its copy may be stale";

    public override string InitramfsStaleRemedy => "It matters only where the module is loaded from the image (check --deep looks). Make it anew: update-initramfs -u, dracut -f, or mkinitcpio -P.";

    public override string InitramfsLacks(string image, string file) => $"{image} holds the KVM module and not {file}: a module that is loaded from the image is loaded without that file";

    public override string InitramfsLacksRemedy(string file) => $"Have the image hold it (dracut: install_items+=\" {file} \" in a file of /etc/dracut.conf.d; mkinitcpio: modconf in HOOKS), or set nested on the kernel command line.";

    public override string InitramfsLacksSo(string image, string file) => $"{InitramfsLacks(image, file)}. {InitramfsLacksRemedy(file)}";

    public override string ArchitectureStatus(string arch) => arch switch { "s390x" => "s390x: the parameter is on the module kvm (nested=1); before Linux 7.0 it excludes hpage=1, and instances need the CPU feature sie", "ppc64" => "ppc64: kvm_hv's nested is writable while it runs; instances need cap-nested-hv=true (POWER9) or the PAPR nested API (Power10)", "aarch64" => "arm64: needs FEAT_NV2, Linux 6.16 and kvm-arm.mode=nested on the kernel command line; QEMU 10.1 and later, which then refuses migration", "riscv64" => "riscv64: guests need the H extension; KVM does not run nested guests yet", "loongarch64" => "loongarch64: guests need lvz; KVM does not run nested guests yet", _ => $"{arch}: nothing is known of nesting in KVM here" };

    public override string ArchitectureNotTold => "nothing tells what architecture this is";

    public override string NoNestingOnArchitecture(string arch, bool isKnown) => isKnown ? $"KVM of this kernel does not nest on {arch}" : $"whether KVM of this kernel nests on {arch} is not known";

    public override string Arm64On => "KVM can give EL2 to guests";

    public override string Arm64Off => "KVM does not give EL2 to guests";

    public override string Arm64Remedy => "The command gives kvm-arm.mode=nested to the kernel command line, for the next boot. The CPU needs FEAT_NV2: only that boot tells whether it has it.";

    public override string Arm64CannotRemedy => "Needs a CPU with FEAT_NV2, Linux 6.16 or later, and kvm-arm.mode=nested on the kernel command line; one of the first two is missing.";

    public override string Arm64NotTold => "whether KVM gives EL2 to guests was not asked";

    public override string PowerOff => "KVM here does not give the nested API to guests";

    public override string PowerCannotRemedy => "The parameter is on already: the processor cannot nest (POWER9 can on bare metal; Power10 by the nested PAPR interface of its firmware).";

    public override string PowerNotTold => "nested is on in kvm_hv; whether the processor can is not told";

    public override string DeviceAnswers => "/dev/kvm opens and answers";

    public override string DeviceAnswersUnproven(string module) => $"/dev/kvm answers; that {module} runs guests was not tried";

    public override string DeviceNotAsked(string module) => $"{module} may run guests without VMX or SVM; this user could not ask it";

    public override string DeviceMakesNoVm => "/dev/kvm answers and refuses to create a VM";

    public override string DeviceAnswersOddly => "/dev/kvm opens and does not answer as KVM does";

    public override string DeviceMissing => "/dev/kvm does not exist";

    public override string DeviceMissingRemedy => "The node appears when the vendor module has started; see the links above. If udev is not running: mknod /dev/kvm c 10 232";

    public override string DeviceNotRead => "/dev/kvm was not read";

    public override string DeviceSeen => "/dev/kvm exists; it was not opened";

    public override string DeviceWithoutDriver => "/dev/kvm exists with no driver behind it: opening it would answer ENODEV";

    public override string DeviceDoesNotOpen(string errno) => $"/dev/kvm does not open: {errno}";

    public override string DeviceDenied => "this user may not open /dev/kvm";

    public override string DeviceDeniedRemedy(string group) => group == "root" ? "Only root may open it. A udev rule gives it to a group: KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"; then add the user to that group." : $"As root: usermod -aG {group} USER; then log in anew. Libvirt and services have users of their own.";

    public override string DeviceRefusedByCgroup => "the control group of this process refuses /dev/kvm (EPERM)";

    public override string DeviceRefusedByCgroupRemedy => "The container or service must be allowed the device: docker --device /dev/kvm, systemd DeviceAllow=/dev/kvm rw.";

    public override string Offered(string extension) => $"KVM offers {extension} to instances";

    public override string NotOffered => "KVM does not offer VMX or SVM to instances";

    public override string NotOfferedByOtherVendor(string module) => $"{module} does not offer VMX or SVM to instances";

    public override string NotOfferedByOtherVendorRemedy(string module) => $"Instances of {module} cannot run KVM with VMX or SVM. Use a host with kvm_intel or kvm_amd for instances that shall nest.";

    public override string OfferNotAsked => "what KVM offers to instances could not be asked";

    public override string WitnessesDisagree => "the parameter nested and KVM's own answers contradict each other";

    public override string Limit(string operation, string text, string date) => $"{operation switch { "migrate" => "live migration", "save" => "save", "snapshot" => "snapshot", "restore" => "restore", "vcpu-hotplug" => "vCPU hot-plug", _ => "migration, save and snapshot" }} with a running nested instance: {text} ({date})";

    public override string NestedFeaturesMissing(string features) => $"instances that nest do not get here: {features}";

    public override string UbuntuSupportsX86Only => "Ubuntu supports nesting on x86 only";

    public override string RhelDoesNotSupport => "Red Hat gives no production support for nested virtualization on RHEL (limited exceptions: see Red Hat's knowledge base)";

    public override string Lockdown => "lockdown is in force: MSRs cannot be written, and parts of debugfs cannot be read";

    public override string SourcesDenied(string sources) => $"not readable by this user: {sources}";

    public override string SourcesDeniedRemedy => "Run it as root to read them too; nothing else changes.";

    public override string WouldTell(string source) => source switch { "klog" => "the kernel's words on KVM", "msr:3a" or "msr:c0010114" => "firmware's lock", "acl:/dev/kvm" => "who may open it", _ when source.Contains("environ", System.StringComparison.Ordinal) || source.Contains("mountinfo", System.StringComparison.Ordinal) || source.Contains("cgroup", System.StringComparison.Ordinal) => "whether this is a container", _ when source.Contains("modprobe.d", System.StringComparison.Ordinal) => "the value at the next load", _ when source.Contains("efivars", System.StringComparison.Ordinal) => "Secure Boot", _ => "a detail" };

    public override string ChangeCutOff(string command, string when) => $"a change of virt-nest's was cut off: {command}, begun {when}";

    public override string ChangeRunsNow(string command) => $"virt-nest changes this host right now: {command}";

    public override string ChangeCutOffUntold => "whether a change of virt-nest's was cut off is not known";

    public override string ChangeCutOffRemedy => "The command keeps the change where it is whole, and takes it back where it is not; so does the next enable, disable, undo or apply, before anything else.";

    public override string ChangeJournalBrokenRemedy => "As long as its journal cannot be read virt-nest changes nothing here: virt-nest explain VN1908 says what to do.";

    public override string ProvenPlain => "an instance ran here";

    public override string PlainNotProven => "no instance could run here";

    public override string ProvenNested(bool withPaging, bool withoutPaging) => (withPaging, withoutPaging) switch { (true, true) => "a nested instance ran here, with nested paging and without", (true, false) => "a nested instance ran here, with nested paging only", (false, true) => "a nested instance ran here, without nested paging only", (false, false) => "a nested instance ran here" };

    public override string NestedNotProven => "no nested instance could run here";

    public override string ProofInconclusive => "the proof could not tell";

    public override string ProofBecause(string reason) => $": {reason}";
}
