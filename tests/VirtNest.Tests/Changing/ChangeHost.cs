using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;

namespace VirtNest.Tests.Changing;

/// <summary>A bare-metal host whose vendor module is loaded and which nobody uses, with a configuration of modprobe of its own.</summary>
internal static class ChangeHost
{
    /// <summary>Nobody uses the module.</summary>
    internal static KvmUse Free(string module) => new([], [], 0, false, new ModuleUse(module, 0, []));

    /// <summary>The facts of a host.</summary>
    /// <param name="tree">Its configuration of modprobe.</param>
    /// <param name="module">"kvm_intel" or "kvm_amd".</param>
    /// <param name="nested">What the loaded module's parameter says; null where the module is not loaded.</param>
    internal static HostFacts Facts(ModprobeTree tree, string module, string? nested)
    {
        _ = tree.Config;
        HostEvidence evidence = tree.Evidence;
        bool isIntel = module == "kvm_intel";
        string flags = isIntel ? "fpu lm vmx" : "fpu lm svm";
        evidence["/proc/cpuinfo"] = Reading.Known(
            $"processor\t: 0\nvendor_id\t: {(isIntel ? "GenuineIntel" : "AuthenticAMD")}\ncpu family\t: 25\nmodel name\t: a "
                + $"CPU\nflags\t\t: {flags}\n\n");
        evidence["call:uname"] = Reading.Known("release=6.12.0-1-amd64\nmachine=x86_64\n");
        evidence["/proc/modules"] =
            Reading.Known(nested is null ? "ext4 1 1 - Live 0x0\n" : $"{module} 1 0 - Live 0x0\nkvm 1 1 {module}, Live 0x0\n");
        evidence["/sys/module/"] = Reading.Known(nested is null ? "" : $"kvm\0{module}\0");
        if (nested is not null)
        {
            evidence[$"/sys/module/{module}/initstate"] = Reading.Known("live\n");
            evidence[$"/sys/module/{module}/parameters/"] = Reading.Known("nested\0");
            evidence[$"/sys/module/{module}/parameters/nested"] = Reading.Known(nested + "\n");
        }

        return HostFacts.Parse(evidence);
    }

    /// <summary>The plan of switching on or off, now and later.</summary>
    internal static ChangePlan Plan(HostFacts facts, bool isOn, ChangeReach reach = ChangeReach.Both, bool overrides = false) =>
        Planner.Plan(facts, Free(facts.Modules.Vendor ?? ""), new ChangeGoal(isOn, reach, overrides));
}
