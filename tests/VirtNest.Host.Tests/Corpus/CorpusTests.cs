using VirtNest.Checking;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Host.Tests.Corpus;

/// <summary>Every real machine of the corpus, judged, against the truth that two people read out of it.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    /// <summary>The truth's hypervisor is free text: what our word for it is.</summary>
    private static readonly Dictionary<string, string?> Hypervisors = new(StringComparer.Ordinal)
    {
        ["none"] = null,
        ["kvm"] = "kvm",
        ["hyperv"] = "hyperv",
        ["vmware"] = "vmware",
        ["virtualbox"] = "virtualbox",
        ["xen"] = "xen",
        ["xen-pv"] = "xen",
        ["xen-hvm"] = "xen",
        ["parallels"] = "parallels",
        ["bhyve"] = "bhyve",
        ["openbsd-vmm"] = "openbsd-vmm",
        ["ldoms"] = "ldoms",
        ["qemu-tcg"] = "qemu",
        ["pr/sm"] = "prsm",
        ["z/vm"] = "zvm",
        ["powervm"] = "powervm",
    };

    /// <summary>Where the truth knows what no source that virt-nest reads can tell, or contradicts itself; everything else must be
    /// right.</summary>
    private static readonly Dictionary<string, string> NotToldByTheDump = new(StringComparer.Ordinal)
    {
        ["insights-core/dmi-dmidecode: arch"] = "only DMI was dumped",
        ["insights-core/dmi-dmidecode_v: arch"] = "only DMI was dumped",
        ["libvirt-hostcpu/linux-aarch64-rhelsa-3.19.0-mustang: arch"] = "the cpuinfo of that kernel is empty",
        ["cpu_features/riscv-qemucpuinfo: layer"] = "known from the name of the case",
        ["insights-core/s390x_cpuinfo_r7: layer"] =
            "version = FF marks a guest, by which the truth of ansible/s390x-z13-2cpu goes and this one does not",
        ["py-cpuinfo/linux_fedora_5_s390x: layer"] = "as insights-core/s390x_cpuinfo_r7",
        ["py-cpuinfo/linux_debian_8_x86_64: layer"] = "the truth takes the flags line for cut; as it stands it has no hypervisor flag",
        ["util-linux/loongarch-kvm_on_loongson_3c6000: hypervisor"] =
            "PCI names QEMU; that it runs by KVM is known from the name of the case",
        ["linuxhw-lscpu/ARMv8_Processor_rev_0_v8l_AB24BFE168: layer"] = "arm has no hypervisor flag; lscpu alone is silent",
        ["linuxhw-lscpu/Cortex-A53_5AD28E0063: layer"] = "as above",
        ["linuxhw-lscpu/Cortex-A72_935DD3607C: layer"] = "as above",
        ["linuxhw-lscpu/Cortex-A72_BB7850B840: layer"] = "as above",
        ["linuxhw-lscpu/Feroceon_88FR131_149328FAF5: layer"] = "as above",
        ["linuxhw-lscpu/Kryo_AC382F40E8: layer"] = "as above",
        ["linuxhw-lscpu/Kryo_V2_2FDC2057FA: layer"] = "as above",
        ["linuxhw-lscpu/Kunpeng-920_EAD2C4250E: layer"] = "as above",
        ["util-linux/rv64-visionfive2: layer"] = "riscv has no hypervisor flag, and that board no PCI devices",
    };

    [Fact]
    public void Every_machine_is_judged_as_its_truth_says()
    {
        List<string> wrong = [];
        SortedDictionary<string, (int Cases, int Wrong, int Untold)> bySource = new(StringComparer.Ordinal);
        foreach (CorpusCase machine in CorpusCase.All().Where(c => c.Kind is "tree" or "lscpu" or "sysparams" or "cpuid"))
        {
            (List<string> found, bool isUntold) = Judge(machine);
            wrong.AddRange(found.Select(f => machine.Id + ": " + f));
            string source = machine.Id.Split('/')[0];
            (int cases, int bad, int untold) = bySource.GetValueOrDefault(source);
            bySource[source] = (cases + 1, bad + (found.Count > 0 ? 1 : 0), untold + (isUntold ? 1 : 0));
        }

        StringBuilder table = new("source: cases, wrong, unknown though the dump could tell\n");
        foreach ((string source, (int cases, int bad, int untold)) in bySource)
        {
            table.Append(source).Append(": ").Append(cases).Append(", ").Append(bad).Append(", ").Append(untold).Append('\n');
        }

        output.WriteLine(table.ToString());
        Assert.True(wrong.Count == 0, table + string.Join('\n', wrong));
        Assert.All(bySource, s => Assert.Equal(0, s.Value.Untold));
    }

    private static (List<string> Wrong, bool IsUntold) Judge(CorpusCase machine)
    {
        Verdict verdict = Verdict.Judge(HostFacts.Parse(machine.Gather()));
        HostFacts facts = verdict.Facts;
        List<string> wrong = [];
        void Expect(string what, string? expected, string? actual)
        {
            if (expected != actual && !NotToldByTheDump.ContainsKey($"{machine.Id}: {what}"))
            {
                wrong.Add($"{what} is {actual ?? "null"}, truth {expected ?? "null"}");
            }
        }

        Expect("arch", machine.Text("arch"), facts.Cpu.Arch);
        if (ExpectedVendor(machine.Text("cpu_vendor")) is { } vendor and not "unknown")
        {
            Expect("vendor", vendor, facts.Cpu.Vendor);
        }

        if (machine.Text("virt_ext") is "vmx" or "svm" or "none" && facts.Cpu.IsX86)
        {
            Expect("extension", machine.Text("virt_ext"), facts.Cpu.Extension switch { Extension.Vmx =>
                "vmx", Extension.Svm => "svm", null => "none" });
        }

        if (machine.Text("confidence") is null)
        {
            string environment = machine.Text("environment")!.Split(' ')[0];
            Expect("layer", environment, facts.Layer.PartitionWord ?? facts.Layer.Word);
            if (Hypervisors.TryGetValue(machine.Text("hypervisor")!.Split(' ')[0], out string? word))
            {
                Expect("hypervisor", word, facts.Layer.Hypervisor);
            }
        }

        if (machine.Truth.TryGetProperty("nested_param", out _))
        {
            Expect("nested", machine.Text("nested_param"), facts.Nested.Text);
        }

        string? loaded = machine.Text("module_loaded");
        if (loaded is not null)
        {
            Expect("module_loaded", loaded, facts.Modules.State switch { ModuleState.Unknown =>
                "unknown", ModuleState.Absent => "no", _ => "yes" });
        }

        string possible = machine.Text("kvm_possible_here")!;
        string runs = verdict.RunsGuests.ToString().ToLowerInvariant();
        if (runs != "unknown" && possible != "unknown" && runs != possible)
        {
            wrong.Add($"runs_guests is {runs}, truth {possible}: {machine.Text("kvm_possible_reason")}");
        }

        bool saysLocked = verdict.Findings.Any(f => f.Code == FindingCode.FirmwareLock && f.Outcome == Outcome.Fail);
        bool saysOpen = verdict.Findings.Any(f => f.Code == FindingCode.FirmwareLock && f.Outcome == Outcome.Pass);
        if ((saysLocked && machine.Text("firmware_block") == "no") || (saysOpen && machine.Text("firmware_block") == "yes"))
        {
            wrong.Add("firmware_block contradicted");
        }

        return (wrong, runs == "unknown" && possible != "unknown");
    }

    private static string? ExpectedVendor(string? printed) => printed?.Trim() switch
    {
        "GenuineIntel" => "intel",
        "AuthenticAMD" => "amd",
        "HygonGenuine" => "hygon",
        "CentaurHauls" => "centaur",
        "Shanghai" => "zhaoxin",
        "IBM" or "IBM/S390" => "ibm",
        "Virtual CPU" => "unknown",
        "GenuineTMx86" => "transmeta",
        "Genuine  RDC" => "rdc",
        "Geode by NSC" => "nsc",
        "RiseRiseRise" => "rise",
        "0x489" => "sifive",
        "0x5b7" => "thead",
        { } other => other.ToLowerInvariant(),
        null => null,
    };
}
