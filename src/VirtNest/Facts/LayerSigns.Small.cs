using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <content>Signs in devices, in the device tree and in the form of cpuinfo.</content>
internal sealed partial class LayerSigns
{
    private HostLayer? BySmallSigns()
    {
        if (Known("/proc/device-tree/hypervisor/compatible") is { } compatible)
        {
            _witnesses.Add(new("/proc/device-tree/hypervisor/compatible", compatible));
            return compatible.Contains("xen", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "xen", "xen-xcpng")
                : compatible.Contains("vmware", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "vmware", "vmware-esxi")
                : compatible.Contains("kvm", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "kvm", "kvm-arm64")
                : compatible.StartsWith("gunyah", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "gunyah", "gunyah")
                : Layer(LayerKind.Vm, "unknown", "unknown");
        }

        // QEMU, Firecracker, kvmtool, crosvm and Cloud Hypervisor all write it; QEMU alone puts its configuration device beside it.
        if ((Known("/proc/device-tree/compatible") ?? "").Contains("linux,dummy-virt", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/proc/device-tree/compatible", "linux,dummy-virt"));
            return evidence.Entries(Sources.DeviceTree).Length > 0 ? Layer(LayerKind.Vm, "qemu", "qemu")
                : Layer(LayerKind.Vm, "unknown", "unknown");
        }

        // sun4v is the machine that Oracle's hypervisor shows; its kernels run below it always.
        if (evidence["stat:/dev/mdesc"].IsKnown || cpu.Info["type"] == "sun4v")
        {
            _witnesses.Add(evidence["stat:/dev/mdesc"].IsKnown ? new("stat:/dev/mdesc", "exists") : new("/proc/cpuinfo", "type: sun4v"));
            return Layer(LayerKind.Vm, "ldoms", "unknown");
        }

        if (evidence.Entries(Sources.XenDevices).Length > 0)
        {
            _witnesses.Add(new(Sources.XenDevices, evidence.Entries(Sources.XenDevices)[0]));
            return Layer(LayerKind.Vm, "xen", "xen-xcpng");
        }

        // Goldfish and ranchu are the boards of the Android emulator, which is QEMU.
        if (cpu.Info["hardware"] is { } board && (board.Contains("Goldfish", StringComparison.OrdinalIgnoreCase)
            || board.Contains("ranchu", StringComparison.OrdinalIgnoreCase)))
        {
            _witnesses.Add(new("/proc/cpuinfo", "Hardware: " + board));
            return Layer(LayerKind.Vm, "qemu", "qemu");
        }

        // VirtualBox before 5.0 sets no hypervisor flag: its PCI devices (vendor 80ee) tell, as those of Xen (5853) and VMware (15ad) do.
        // Outside x86 there is no such flag at all: 1b36 is QEMU's vendor.
        foreach ((string vendor, string hypervisor, string platform) in ((string, string, string)[])[("80ee", "virtualbox", "virtualbox"),
            ("1b36", "qemu", "qemu"), ("5853", "xen", "xen-xcpng"), ("15ad", "vmware", "vmware-esxi")])
        {
            if (PciIds.Any(id => id.StartsWith(vendor, StringComparison.Ordinal)))
            {
                _witnesses.Add(new("/proc/bus/pci/devices", vendor));
                return Layer(LayerKind.Vm, hypervisor, platform);
            }
        }

        // IBM's translator of x86 programs on POWER.
        if (cpu.Info["vendor_id"] == "PowerVM Lx86")
        {
            _witnesses.Add(new("/proc/cpuinfo", "vendor_id: PowerVM Lx86"));
            return Layer(LayerKind.Vm, "powervm-lx86", "unknown");
        }

        if (cpu.Info["vendor_id"] == "Virtual CPU" || cpu.Raw.Vendor == "Virtual CPU ")
        {
            _witnesses.Add(new("cpuid", "Virtual CPU "));
            return Layer(LayerKind.Vm, "virtual-pc", "unknown");
        }

        string model = cpu.Info["model name"] ?? "";
        if (model.StartsWith("QEMU Virtual CPU", StringComparison.Ordinal) || model.Contains("KVM processor", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/proc/cpuinfo", "model name: " + model));
            return Layer(LayerKind.Vm, "qemu", "qemu");
        }

        if (cpu.HasHypervisorBit == true)
        {
            _witnesses.Add(new(cpu.HasFlagsLine ? "/proc/cpuinfo" : "cpuid", "hypervisor"));
            return Layer(LayerKind.Vm, "unknown", "unknown");
        }

        return null;
    }
}
