using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>Whether a module is in the kernel.</summary>
public enum ModuleState
{
    /// <summary>Nothing tells.</summary>
    Unknown,
    /// <summary>Loaded as a module.</summary>
    Loaded,
    /// <summary>Built into the kernel; it may have failed to start all the same.</summary>
    Builtin,
    /// <summary>Neither loaded nor built in.</summary>
    Absent,
}

/// <summary>The KVM modules of the kernel that runs.</summary>
/// <param name="Vendor">The vendor module that counts: the one in the kernel, or the one that this CPU would need; null where KVM has none
/// for it.</param>
/// <param name="State">Whether it is in the kernel.</param>
/// <param name="StateWitness">What the state rests on, or null where it is unknown.</param>
/// <param name="IsInferred">The state rests on what the kernel said of CPU vulnerabilities, not on a list of modules.</param>
/// <param name="IsRegistered">/dev/kvm has a driver behind it: the module is not only there, it has started. Null where nothing
/// tells.</param>
/// <param name="IsAvailable">A file of the module is there for this kernel; null where nothing tells.</param>
/// <param name="IsBuiltWithout">The kernel was built without KVM for this vendor (CONFIG_KVM_INTEL), as its own words on itlb_multihit
/// show.</param>
/// <param name="OtherHypervisors">Modules of other hypervisors in the kernel (vboxdrv, vmmon).</param>
public sealed record KvmModules(
    string? Vendor, ModuleState State, Witness? StateWitness, bool IsInferred, bool? IsRegistered, bool? IsAvailable, bool IsBuiltWithout,
        IReadOnlyList<string> OtherHypervisors)
{
    /// <summary>True for a vendor module that needs no CPU extension, or one that we do not know: neither kvm_intel nor kvm_amd on
    /// x86.</summary>
    public bool IsOtherVendor => Vendor is not null && Row is not { NeedsNoExtension: false };

    /// <summary>What is known of the vendor module; null where it is not known.</summary>
    public VendorModule? Row => VendorModule.Find(Vendor);

    /// <summary>The word of its state in JSON and in labels.</summary>
    public string StateWord => State switch
    {
        ModuleState.Unknown => "unknown",
        ModuleState.Loaded => "loaded",
        ModuleState.Builtin => "builtin",
        ModuleState.Absent => "absent",
    };

    /// <summary>True where the module is in the kernel.</summary>
    public bool IsPresent => State is ModuleState.Loaded or ModuleState.Builtin;

    /// <summary>Reads what the evidence has of the modules.</summary>
    /// <param name="evidence">The document.</param>
    /// <param name="cpu">The processor's facts.</param>
    /// <param name="release">uname -r, or null.</param>
    public static KvmModules Parse(HostEvidence evidence, CpuFacts cpu, string? release)
    {
        string[] entries = evidence.Entries(Sources.ModuleFolder);
        Dictionary<string, string> loaded = LoadedModules(evidence["/proc/modules"].Text);
        string? expected = cpu.ExpectedModule;
        string? vendor = Choose(expected, entries, loaded);
        bool? registered = IsKvmRegistered(evidence);
        (ModuleState state, Witness? witness, bool isInferred) = StateOf(vendor, entries, loaded, evidence, release);
        return new KvmModules(vendor, state, witness, isInferred, registered, IsFileThere(vendor, evidence, release),
            state == ModuleState.Absent && vendor is not null && IsBuiltWithoutKvm(vendor, evidence, cpu, release),
            [.. entries.Concat(loaded.Keys).Where(Sources.IsOtherHypervisor).Distinct()]);
    }

    /// <summary>The expected vendor module where it is in the kernel, else any other that is, else the expected one.</summary>
    private static string? Choose(string? expected, string[] entries, Dictionary<string, string> loaded)
    {
        if (expected is not null && (loaded.ContainsKey(expected) || Array.IndexOf(entries, expected) >= 0))
        {
            return expected;
        }

        // A dump without cpuinfo: the vendor module that is there names the vendor.
        if (expected is null && entries.Concat(loaded.Keys).FirstOrDefault(VendorModule.UsesExtension) is { } told)
        {
            return told;
        }

        // On ppc64 kvm_pr stands in where kvm_hv cannot; on x86 a module that we do not know (kvm_pvm) may run guests.
        return entries.Concat(loaded.Keys)
            .FirstOrDefault(static m => m.StartsWith("kvm_", StringComparison.Ordinal) && !VendorModule.UsesExtension(m))
            ?? expected;
    }

    private static (ModuleState State, Witness? Witness, bool IsInferred) StateOf(string? vendor, string[] entries,
        Dictionary<string, string> loaded, HostEvidence evidence, string? release)
    {
        if (vendor is null)
        {
            return (ModuleState.Unknown, null, false);
        }

        if (loaded.TryGetValue(vendor, out string? line))
        {
            return (ModuleState.Loaded, new("/proc/modules", line), false);
        }

        string folder = Sources.ModuleFolder + vendor + "/";
        if (Array.IndexOf(entries, vendor) >= 0)
        {
            // Only a module has initstate and refcnt (Linux v6.12 kernel/module/sysfs.c); a built-in one has its parameters alone.
            Reading initstate = evidence[folder + "initstate"];
            bool isModule = initstate.IsKnown || evidence[folder + "refcnt"].IsKnown;
            if (!isModule && evidence.Origin == EvidenceOrigin.Dump && BuiltinLine(vendor, evidence, release) is null
                && !Sources.ModuleTrees(release ?? "").Any(t => evidence[t + "/modules.builtin"].IsKnown))
            {
                // Dumps often have the parameters and nothing else of a module.
                return (ModuleState.Unknown, new(folder, "exists"), false);
            }

            return initstate.Value is "coming" or "going"
                ? (ModuleState.Absent, new(folder + "initstate", initstate.Value), false)
                : (isModule ? ModuleState.Loaded : ModuleState.Builtin,
                    new(folder + (initstate.IsKnown ? "initstate" : isModule ? "refcnt" : ""), initstate.Value ?? "exists"), false);
        }

        if (BuiltinLine(vendor, evidence, release) is { } builtin)
        {
            return (ModuleState.Builtin, builtin, false);
        }

        if (evidence["/proc/modules"].IsKnown && loaded.Count > 0)
        {
            return (ModuleState.Absent, new("/proc/modules", "no " + vendor), false);
        }

        if (evidence[Sources.ModuleFolder].IsKnown && evidence.Origin == EvidenceOrigin.Live)
        {
            return (ModuleState.Absent, new(Sources.ModuleFolder, "no " + vendor), false);
        }

        return ByVulnerabilities(vendor, evidence);
    }

    /// <summary>The kernel's words on two vulnerabilities depend on kvm_intel (Linux v6.12 arch/x86/kernel/cpu/bugs.c, l1tf_show_state and
    /// itlb_multihit_show_state).</summary>
    private static (ModuleState State, Witness? Witness, bool IsInferred) ByVulnerabilities(string vendor, HostEvidence evidence)
    {
        const string folder = "/sys/devices/system/cpu/vulnerabilities/";
        if (vendor != VendorModule.Intel.Name)
        {
            return (ModuleState.Unknown, null, false);
        }

        string l1tf = evidence[folder + "l1tf"].Value ?? "";
        string itlb = evidence[folder + "itlb_multihit"].Value ?? "";
        if (l1tf.Contains("VMX", StringComparison.Ordinal))
        {
            return (ModuleState.Loaded, new(folder + "l1tf", l1tf), true);
        }

        if (itlb.Contains("Processor vulnerable", StringComparison.Ordinal))
        {
            return (ModuleState.Absent, new(folder + "itlb_multihit", itlb), true);
        }

        return l1tf.EndsWith("PTE Inversion", StringComparison.Ordinal) ? (ModuleState.Absent, new(folder + "l1tf", l1tf), true)
            : (ModuleState.Unknown, null, false);
    }

    private static Witness? BuiltinLine(string vendor, HostEvidence evidence, string? release)
    {
        foreach (string tree in release is null ? [] : Sources.ModuleTrees(release))
        {
            foreach (string line in (evidence[tree + "/modules.builtin"].Value ?? "").Split('\n'))
            {
                int slash = line.LastIndexOf('/');
                if (line.EndsWith(".ko", StringComparison.Ordinal) && line[(slash + 1)..^3].Replace('-', '_') == vendor)
                {
                    return new(tree + "/modules.builtin", line);
                }
            }
        }

        return null;
    }

    /// <summary>The kernel cannot have the module: it says so itself, it has no loadable modules at all, KVM of its architecture is never
    /// one, or its modules are there and KVM is not among them, and no distribution puts KVM into another package.</summary>
    private static bool IsBuiltWithoutKvm(string vendor, HostEvidence evidence, CpuFacts cpu, string? release)
    {
        if ((evidence["/sys/devices/system/cpu/vulnerabilities/itlb_multihit"].Value ?? "").Contains("Processor vulnerable",
            StringComparison.Ordinal))
        {
            return true;
        }

        bool isLive = evidence.Origin == EvidenceOrigin.Live;
        if (isLive && (evidence["/proc/modules"].State == ReadingState.Absent
            || (vendor == VendorModule.Kvm.Name && cpu.Architecture.IsNeverModule)))
        {
            return true;
        }

        return release is not null && KernelPackage.OfModules(release, evidence) is null && Sources.ModuleTrees(release).Any(tree =>
            evidence.Entries(tree + "/kernel/arch/") is { Length: > 0 } architectures
            && architectures.All(a => evidence[tree + "/kernel/arch/" + a + "/kvm/"].State == ReadingState.Absent));
    }

    private static bool? IsFileThere(string? vendor, HostEvidence evidence, string? release)
    {
        bool any = false;
        foreach (string tree in release is null ? [] : Sources.ModuleTrees(release))
        {
            foreach (string arch in evidence.Entries(tree + "/kernel/arch/"))
            {
                string folder = tree + "/kernel/arch/" + arch + "/kvm/";
                any |= evidence[folder].IsKnown;
                if (evidence.Entries(folder).Any(f => f.Split('.')[0].Replace('-', '_') == vendor))
                {
                    return true;
                }
            }
        }

        return any ? false : null;
    }

    /// <summary>misc_register(kvm_dev) runs when a vendor module has started (Linux v6.12 virt/kvm/kvm_main.c, kvm_init).</summary>
    private static bool? IsKvmRegistered(HostEvidence evidence)
    {
        if (evidence["stat:/sys/devices/virtual/misc/kvm"].IsKnown)
        {
            return true;
        }

        if (evidence["/proc/misc"].Value is { Length: > 0 } misc)
        {
            return misc.Split('\n').Any(static l => l.TrimStart().EndsWith(" kvm", StringComparison.Ordinal));
        }

        return evidence.Origin == EvidenceOrigin.Live && evidence["stat:/sys/devices/virtual/misc/kvm"].State == ReadingState.Absent ? false
            : null;
    }

    /// <summary>The lines of /proc/modules by name.</summary>
    private static Dictionary<string, string> LoadedModules(string text)
    {
        Dictionary<string, string> modules = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0)
            {
                modules.TryAdd(line[..space], line.Trim());
            }
        }

        return modules;
    }
}
