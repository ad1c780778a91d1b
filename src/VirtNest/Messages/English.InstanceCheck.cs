using VirtNest.Domains;

namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpInstanceCheck => "Follows the chain of one instance: its host offers nesting, its definition asks for it, the running process has it, the inside shows it. Names the first broken link and its remedy. Changes nothing.";

    public override string HelpInstanceNoAgent => "do not ask the guest agent (libvirt notes in its log that an agent was asked, and needs the right to write)";

    public override string InstanceQuestion(string name, string state, bool isOff) => $"Can {name} ({state}) run instances of its own{(isOff ? " once it is started" : "")}?";

    public override string InstanceHostOffers => "its host offers VMX or SVM to instances";

    public override string InstanceHostDoesNotOffer => "its host does not offer VMX or SVM to instances";

    public override string InstanceHostNotTold => "whether its host offers VMX or SVM to instances cannot be told from here";

    public override string InstanceHostRemedy => "It names the layer and its remedy. An instance that runs keeps the CPU that it was started with: shut it down and start it afterwards.";

    public override string InstanceHostRemedyElsewhere => "Run `virt-nest check --role host` on the host of the instance.";

    public override string InstanceEmulated => "the instance is emulated (type qemu): its extension is that of its CPU model, whatever the host offers, and everything in it is slow";

    public override string InstanceNotRead(string words) => $"libvirt did not give its definition: {words}";

    public override string InstanceNotJudged(string type, string arch) => $"an instance of type {type} on {arch}: VMX and SVM are questions of x86 instances of KVM and QEMU";

    public override string InstanceAsks(CpuExposure how) => how switch { CpuExposure.FollowsHost => "its definition takes the CPU of the host", CpuExposure.OfModel => "its CPU model has SVM", CpuExposure.Overridden => "arguments for QEMU in its definition ask for it", CpuExposure.Undecided => "its definition takes the model of the host, with VMX", CpuExposure.Asked or CpuExposure.NotAsked or CpuExposure.Denied => "its definition asks for it" };

    public override string InstanceDoesNotAsk(CpuExposure how) => how switch { CpuExposure.Denied => "its definition denies it (policy disable or forbid)", CpuExposure.Overridden => "arguments for QEMU in its definition take it away", CpuExposure.Asked or CpuExposure.FollowsHost or CpuExposure.Undecided or CpuExposure.OfModel or CpuExposure.NotAsked => "its definition does not ask for it: a CPU model by itself has neither VMX nor SVM under KVM" };

    public override string InstanceHostModelAlone => "its definition says host-model and nothing else: on AMD libvirt and QEMU leave svm out of that, without a word";

    public override string InstanceAsksNotTold => "whether its definition asks for it cannot be told";

    public override string InstanceEnableRemedy => "It takes effect at the next cold start; with --now the instance is shut down and started at once.";

    public override string InstanceHas => "the process that runs it has VMX or SVM";

    public override string InstanceHasNot => "the process that runs it has neither VMX nor SVM";

    public override string InstanceHasNotRemedy => "QEMU left it out when the instance was started: the host did not offer it at that time, or does not offer it now. See the link host; then shut the instance down and start it.";

    public override string InstanceHasNotTold => "whether the process that runs it has VMX or SVM, its XML does not tell";

    public override string InstanceHasNotToldRemedy => "QEMU itself is asked; libvirt notes in its log that the monitor was used.";

    public override string InstancePending => "it runs on an older definition; the present one asks for nesting";

    public override string InstancePendingToLose => "it runs on an older definition: at its next cold start it has nesting no more";

    public override string InstancePendingRemedy(string name) => $"Or: virsh shutdown {name}, and when it is off, virsh start {name}. A reboot inside does not suffice: the process stays the same.";

    public override string InstanceSaved => "a saved state waits: the next start restores it with the CPU that it was saved with, whatever the definition says";

    public override string InstanceSavedRemedy(string name) => $"virsh start {name}, then shut it down inside; or give the saved state up: virsh managedsave-remove {name}";

    public override string InstanceCpuOverride => "qemu:commandline hands QEMU a CPU of its own; what <cpu> says does not count";

    public override string InstanceManagedBy(string owner, bool rewrites) => rewrites ? $"{owner} keeps this instance and writes its definition again: switch nesting on there" : $"{owner} made this instance";

    public override string InstanceNestedUse(bool? runsNow) => runsNow switch
    {
        true => "an L2 runs in it now",
        false => "an L2 has run in it since it was started; none ran while we looked",
        null => "an L2 has run in it since it was started; whether one runs now cannot be told",
    };

    public override string InsideNotLooked(string why, string words) => "not looked inside, because " + why switch { "not-asked" => "it was not asked for", "not-running" => "it does not run", "no-agent" => "its guest agent does not answer", "refused" => $"its guest agent does not let files be read ({words})", "malformed" => "the answer of its guest agent cannot be understood", _ => $"libvirt did not pass the question on ({words})" };

    public override string InsideShows(string flags) => $"the inside says that its CPU has {flags}";

    public override string InsideShowsNone => "the inside says that its CPU has neither vmx nor svm";

    public override string InsideContradicts(bool inside) => inside ? "the inside says that its CPU has the extension; from outside it has not" : "the inside says that its CPU does not have the extension; from outside it has";

    public override string InsideHiddenRemedy => "The guest's kernel hides it: look at its command line (clearcpuid=), at its own hypervisor if it has one, and whether it is the instance that you mean.";

    public override string InsideLiesRemedy => "What the inside says is not believed against what is seen from outside. Where the outside may err, `--ask-qemu` has QEMU's own word.";

    public override string InsideModuleLoaded(string module, string nested) => $"{module} is in its kernel (nested={nested})";

    public override string InsideModuleMissing(string module) => $"{module} is not in its kernel";

    public override string InsideModuleRemedy(string module) => $"Inside the instance: sudo modprobe {module}; where that fails, `virt-nest check` there tells why.";
}
