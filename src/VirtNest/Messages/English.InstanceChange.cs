namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpInstanceUndo => "Puts the <cpu> of an instance's definition back as it was before virt-nest changed it, unless somebody else has changed it since.";

    public override string HelpInstanceNow => "shut a running instance down (its agent, then its power button) and start it, so that the change takes effect; without it at the next cold start";

    public override string HelpInstanceTimeout => "how long the guest may take to shut down, and to answer afterwards; default 120";

    public override string HelpInstanceForceOff => "where the guest does not shut down in time, cut its power: what it has not written is lost";

    public override string HelpInstanceAll => "all instances of the connection";

    public override string HelpInstanceMatch => "the instances whose names fit a shell pattern";

    public override string HelpInstanceListFile => "the instances named in a file, one a line (- for standard input)";

    public override string InstanceNeedsOne => "give one of NAME, --all, --match, --file and --xml";

    public override string InstanceManyNeedYes => "--now shuts many instances down: say --yes with it";

    public override string InstanceListFaulty(string file, int line) => $"{file}, line {line}: no name (it holds a zero byte or is not UTF-8); nothing was changed";

    public override string InstanceNoneFits => "no instance fits";

    public override string InstanceChangeDefinedLater(string name) => $"{name} runs on as it was: the change takes effect at its next cold start (shut it down and start it; a reboot inside does not suffice)";

    public override string InstanceChangeDefinedOff(string name) => $"{name} is off: the change takes effect when it is started";

    public override string InstanceChangeSeen(string name, bool hasExtension, bool isInside) => $"{name} runs and has {(hasExtension ? "the extension" : "the extension no more")}{(isInside ? ", and its inside says the same" : "")}";

    public override string InstanceChangeRunsAgain(string name) => $"{name} runs again";

    public override string InstanceChangeUnverified(string name) => $"{name} runs on the changed definition; whether it has what was wished nobody tells (--ask-qemu asks QEMU)";

    public override string InstanceChangeNotDelivered(string name, bool wished) => wished ? $"{name} runs on the changed definition and does not have the extension: `virt-nest instance check {name}` names the broken link" : $"{name} runs on the changed definition and still has the extension: `virt-nest instance check {name}` tells where from";

    public override string InstanceChangeWould(string name) => $"{name} would be changed:";

    public override string InstanceChangeRolledBack(string name) => $"{name} is as it was: its old definition is back, and it runs again if it ran";

    public override string InstanceChangeStuck(string name, string file) => $"{name}: could not go on and could not take back. The definition as it was is kept in {file}; run the command again, or `virt-nest instance undo`, when libvirt answers";

    public override string InstanceChangeRecovered(string name) => $"{name}: an earlier run was cut off; it was dealt with first";

    public override string InstanceChangeForced(string name) => $"{name} did not shut down in time and was ended by force";

    public override string InstanceChangeAutostart(string name) => $"{name} is started with its host (autostart): that stays so, and takes the new definition then";

    public override string InstanceChangeSnapshots(string name, int count) => $"{name} has {count} snapshot(s): going back to one brings the definition of its time back";

    public override string InstanceChangeRefusedTransient => "it is transient: it has no definition that could be changed. Change it where it is made, or make it persistent (virsh define)";

    public override string InstanceChangeRefusedSaved(string name) => $"a saved state waits, and the next start restores it with the old CPU. Start it and shut it down inside, or give the state up: virsh managedsave-remove {name}";

    public override string InstanceChangeRefusedBusy => "a job holds it (a migration, a save, a dump or a backup): try again when that is over";

    public override string InstanceChangeRefusedOtherRun => "another run of virt-nest works on it";

    public override string InstanceChangeRefusedState(string state) => $"its state is {state}: it cannot be shut down now. Resume it first, or leave --now out";

    public override string InstanceChangeRefusedHost => "its host does not offer VMX or SVM to instances, and it would not start, or start without. First, on the host: sudo virt-nest enable";

    public override string InstanceChangeRefusedShutdown(long seconds) => $"its guest did not shut down within {seconds} seconds; nothing was changed. --timeout gives it longer, --force-off cuts its power; without --now the change waits for the next cold start";

    public override string InstanceChangeRefusedKeep(string path, string why) => $"its former definition cannot be kept in {path}: {why}";

    public override string InstanceChangeRefusedMeanwhile => "somebody else changed its definition at the same time; run the command again";

    public override string InstanceChangeRefusedSince(string path) => $"somebody else has changed its <cpu> since; the definition as it was before virt-nest is kept in {path}";

    public override string InstanceChangeRefusedNothing => "virt-nest has not changed it: there is nothing to undo";

    public override string ReadingCpuMismatch => "in other words: the CPU that was asked for is not what the host can give; the host may offer less than the definition asks for";

    public override string ReadingMemory => "in other words: the host has not enough memory for it now";

    public override string ReadingMode => "in other words: this kind of instance cannot have this CPU mode; try another --mode";

    public override string StepAgentAsked(string name) => $"{name}: its guest agent was asked to shut it down";

    public override string StepButtonPressed(string name) => $"{name}: its power button was pressed";

    public override string StepWaiting(string name, long seconds) => $"{name}: waiting for it to shut down, {seconds} s";

    public override string StepForcedOff(string name) => $"{name}: its power is cut";

    public override string StepStarting(string name) => $"{name}: starting it";

    public override string StepLookingInside(string name) => $"{name}: waiting for its guest agent";

    public override string InstanceChangeSummary(int changed, int unchanged, int failed, int unknown) => $"{changed} changed, {unchanged} not needed, {failed} failed or refused, {unknown} not known";
}
