namespace VirtNest.Facts;

/// <content>s390x and ppc64, where partitions and guests show in /proc/sysinfo and /proc/cpuinfo.</content>
internal sealed partial class LayerSigns
{
    /// <summary>/proc/sysinfo has a VM00 block under z/VM and KVM, an LPAR block in a partition; without it the version FF of cpuinfo
    /// marks a guest (Linux v6.12 arch/s390/kernel/processor.c).</summary>
    internal HostLayer BelowOnS390()
    {
        string sysinfo = Known("/proc/sysinfo") ?? "";
        if (Line(sysinfo, "VM00 Control Program:") is { } program)
        {
            _witnesses.Add(new("/proc/sysinfo", program));
            return program.Contains("KVM", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "kvm", "kvm-s390x")
                : Layer(LayerKind.Vm, "zvm", "zvm");
        }

        if (Line(sysinfo, "LPAR Number:") is { } partition)
        {
            _witnesses.Add(new("/proc/sysinfo", partition));
            return Layer(LayerKind.Lpar, "prsm", "s390-lpar");
        }

        foreach (string? value in (string?[])[cpu.Info["processor 0"], cpu.Info["version"]])
        {
            if (value?.Contains("FF", StringComparison.Ordinal) == true
                && (value.StartsWith("version = FF", StringComparison.Ordinal) || value == "FF"))
            {
                _witnesses.Add(new("/proc/cpuinfo", "version = FF"));
                return Layer(LayerKind.Vm, "unknown", "kvm-s390x");
            }
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    /// <summary>The platform line of cpuinfo: PowerNV is bare metal; pSeries is a partition of PowerVM, or a guest of KVM or TCG that says
    /// so.</summary>
    internal HostLayer BelowOnPower()
    {
        string platform = cpu.Info["platform"] ?? "";
        string machine = cpu.Info["machine"] ?? cpu.Info["model"] ?? "";
        if (platform == "PowerNV")
        {
            _witnesses.Add(new("/proc/cpuinfo", "platform: PowerNV"));
            return Layer(LayerKind.BareMetal, null, null);
        }

        if (machine.Contains("emulated by qemu", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/proc/cpuinfo", "machine: " + machine));
            return Layer(LayerKind.Vm, (Known("/proc/device-tree/hypervisor/compatible") ?? "").Contains("kvm", StringComparison.Ordinal)
                ? "kvm" : "qemu", "kvm-ppc64");
        }

        if (platform == "pSeries")
        {
            _witnesses.Add(new("/proc/cpuinfo", "platform: pSeries"));
            return Layer(LayerKind.Lpar, "powervm", "powervm");
        }

        if (platform == "PS3")
        {
            _witnesses.Add(new("/proc/cpuinfo", "platform: PS3"));
            return Layer(LayerKind.Lpar, "ps3-lv1", "unknown");
        }

        // A PowerMac whose devices are QEMU's.
        if (PciIds.FirstOrDefault(static id => id.StartsWith("1234", StringComparison.Ordinal)
            || id.StartsWith("1af4", StringComparison.Ordinal) || id.StartsWith("1b36", StringComparison.Ordinal)) is { } device)
        {
            _witnesses.Add(new("/proc/bus/pci/devices", device));
            return Layer(LayerKind.Vm, "qemu", "qemu");
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    private static string? Line(string text, string start)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line[start.Length..].Trim() is { Length: > 0 } rest ? rest : start;
            }
        }

        return null;
    }
}
