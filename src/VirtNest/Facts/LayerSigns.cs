using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>The signs of what is below this Linux, the surest first: what the kernel was told by its hypervisor, then DMI, then the CPUID
/// signature, then devices, then the form of cpuinfo.</summary>
internal sealed partial class LayerSigns(HostEvidence evidence, CpuFacts cpu, DmiIdentity dmi)
{
    private readonly List<Witness> _witnesses = [];

    internal HostLayer Below() => WithEnvironment(cpu.Architecture.Below?.Invoke(this)
        ?? Xen() ?? Wsl() ?? ByDmi() ?? BySignature() ?? BySmallSigns() ?? Nothing());

    private string? ReleaseOfUname() =>
        evidence["call:uname"].Text is { Length: > 0 } uname && uname.StartsWith("release=", StringComparison.Ordinal)
            ? uname["release=".Length..].Split('\n')[0] : null;

    private HostLayer? Xen()
    {
        string? signature =
            cpu.Raw.HypervisorSignature(0x4000_0000) is "XenVMMXenVMM" ? "XenVMMXenVMM" : cpu.Raw.HypervisorSignature(0x4000_0100);
        string? type = Known("/sys/hypervisor/type");
        string? capabilities = Known("/proc/xen/capabilities");
        bool hasProcXen = evidence["stat:/proc/xen"].IsKnown || capabilities is not null;
        if (type != "xen" && !hasProcXen && signature != "XenVMMXenVMM" && Known("/sys/hypervisor/properties/capabilities") is null)
        {
            return null;
        }

        AddKnown("/sys/hypervisor/type");
        AddKnown("/proc/xen/capabilities");
        AddKnown("/sys/hypervisor/properties/features");
        if (signature == "XenVMMXenVMM")
        {
            _witnesses.Add(new("cpuid", signature));
        }

        // XENFEAT_dom0 is bit 11 of the features (Xen public/features.h); /proc/xen needs xenfs to be mounted.
        bool isDom0 = capabilities?.Contains("control_d", StringComparison.Ordinal) == true
            || (Known("/sys/hypervisor/properties/features") is { } features
                && uint.TryParse(features, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits)
                && (bits >> 11 & 1) != 0);
        if (isDom0)
        {
            return Layer(LayerKind.XenDom0, "xen", IsQubes ? "qubes" : "xen-xcpng", isParavirtual: true);
        }

        // A PV guest sees the processor's own CPUID where it does not use Xen's prefix: no signature, and often no hypervisor flag.
        bool isParavirtual = cpu.IsX86 && signature is null && dmi.SysVendor.Length == 0;
        // Xen of EC2 shows "Xen" for its vendor and "4.11.amazon" for its version.
        return dmi.SysVendor == "Amazon EC2" || dmi.BiosVersion.EndsWith("amazon", StringComparison.Ordinal)
            ? Layer(LayerKind.Vm, "xen", "amazon-ec2") : Layer(LayerKind.Vm, "xen", IsQubes ? "qubes" : "xen-xcpng", isParavirtual);
    }

    /// <summary>Qubes OS builds the kernels of its dom0 and its qubes itself: "6.6.48-1.qubes.fc37.x86_64".</summary>
    private bool IsQubes =>
        (Known("/proc/sys/kernel/osrelease") ?? Known("/proc/version") ?? "").Contains(".qubes.", StringComparison.Ordinal);

    private HostLayer? Wsl()
    {
        string release = Known("/proc/sys/kernel/osrelease") ?? Known("/proc/version") ?? ReleaseOfUname() ?? "";
        bool isWsl = release.Contains("microsoft", StringComparison.OrdinalIgnoreCase)
            && release.Contains("WSL", StringComparison.OrdinalIgnoreCase);
        if (!isWsl && !evidence["stat:/proc/sys/fs/binfmt_misc/WSLInterop"].IsKnown)
        {
            return null;
        }

        _witnesses.Add(new("/proc/sys/kernel/osrelease", release));
        return Layer(LayerKind.Vm, "hyperv", "wsl2");
    }

    private HostLayer? ByDmi()
    {
        if (dmi.Find(v => v is "Amazon EC2") is { } amazon)
        {
            _witnesses.Add(amazon);
            _witnesses.Add(new("/sys/class/dmi/id/product_name", dmi.ProductName));

            // The vendor's name is on bare metal too (i3.metal): only the hypervisor flag makes an instance of it.
            return dmi.ProductName.Contains(".metal", StringComparison.Ordinal) && cpu.HasHypervisorBit != true
                ? Layer(LayerKind.BareMetal, null, null)
                : Layer(LayerKind.Vm, "kvm", "amazon-ec2");
        }

        if (dmi.SysVendor == "Microsoft Corporation" && dmi.ProductName == "Virtual Machine")
        {
            _witnesses.Add(new("/sys/class/dmi/id/product_name", dmi.ProductName));
            return Layer(LayerKind.Vm, "hyperv", dmi.AssetTag == "7783-7084-3265-9085-8269-3286-77" ? "azure" : "hyperv");
        }

        foreach ((string prefix, string hypervisor, string platform) in DmiNames)
        {
            if (dmi.Find(v => v.StartsWith(prefix, StringComparison.Ordinal)) is not { } witness)
            {
                continue;
            }

            _witnesses.Add(witness);
            string accelerated = Accelerated(hypervisor);
            return Layer(LayerKind.Vm, accelerated, Refined(platform, accelerated));
        }

        return null;
    }

    /// <summary>QEMU's DMI names say nothing of the accelerator: KVM shows its own signature, TCG its own or none.</summary>
    private string Accelerated(string hypervisor)
    {
        string? signature = cpu.Raw.HypervisorSignature(0x4000_0000);
        if (signature is not null)
        {
            _witnesses.Add(new("cpuid", signature));
        }

        if (hypervisor == "qemu" && signature == "HAXMHAXMHAXM")
        {
            return "haxm";
        }

        return hypervisor == "qemu"
            && (signature is "KVMKVMKVM" or "Linux KVM Hv" || cpu.Raw.HypervisorSignature(0x4000_0100) is "KVMKVMKVM"
                || dmi.ProductName.StartsWith("KVM", StringComparison.Ordinal)) ? "kvm" : hypervisor;
    }

    /// <summary>Products that show another's names.</summary>
    private string Refined(string platform, string hypervisor)
    {
        // ESXi, Workstation and Fusion share their names; a desktop's processor makes Workstation the likelier one.
        if (platform == "vmware-esxi")
        {
            string model = cpu.Info["model name"] ?? "";
            return model.Contains("Core(TM)", StringComparison.Ordinal) || model.Contains("Ryzen", StringComparison.Ordinal)
                ? "vmware-workstation" : platform;
        }

        if (platform != "qemu")
        {
            return platform;
        }

        // Proxmox VE keeps QEMU's names; its firmware for UEFI has a name of its own. LXD and Incus name the board.
        if (dmi.BiosVendor.StartsWith("Proxmox", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/sys/class/dmi/id/bios_vendor", dmi.BiosVendor));
            return "proxmox";
        }

        if (dmi.BoardName is "LXD" or "Incus")
        {
            _witnesses.Add(new("/sys/class/dmi/id/board_name", dmi.BoardName));
            return "lxd-incus";
        }

        return hypervisor switch { "kvm" => "kvm-libvirt", "haxm" => "haxm", _ => platform };
    }

    private HostLayer? BySignature()
    {
        string? signature = cpu.Raw.HypervisorSignature(0x4000_0000);
        if (signature is null)
        {
            return null;
        }

        _witnesses.Add(new("cpuid", signature));
        foreach ((string known, string hypervisor, string platform) in Signatures)
        {
            if (signature.StartsWith(known, StringComparison.Ordinal))
            {
                if (hypervisor == "hyperv" && cpu.Raw.HypervisorSignature(0x4000_0100) is { } second
                    && second.StartsWith("KVMKVMKVM", StringComparison.Ordinal))
                {
                    _witnesses.Add(new("cpuid", second));
                    return Layer(LayerKind.Vm, "kvm", "kvm-unknown");
                }

                return Layer(LayerKind.Vm, hypervisor, platform);
            }
        }

        return Layer(LayerKind.Vm, "unknown", "unknown");
    }

    private HostLayer Nothing()
    {
        if (cpu.HasHypervisorBit == false)
        {
            _witnesses.Add(new(cpu.HasFlagsLine ? "/proc/cpuinfo" : "cpuid", "no hypervisor flag"));
            return Layer(LayerKind.BareMetal, null, null);
        }

        // Elsewhere only firmware that names a real machine tells: a device tree or DMI without any hypervisor's name.
        if (dmi.IsKnown || Known("/proc/device-tree/compatible") is not null)
        {
            AddKnown("/sys/class/dmi/id/product_name");
            AddKnown("/proc/device-tree/compatible");
            return Layer(LayerKind.BareMetal, null, null);
        }

        // PCI devices of which none is a virtual one (virtio is 1af4).
        if (PciIds.Length > 0 && !PciIds.Any(id => id.StartsWith("1af4", StringComparison.Ordinal)))
        {
            _witnesses.Add(new("/proc/bus/pci/devices", PciIds[0]));
            return Layer(LayerKind.BareMetal, null, null);
        }

        if (cpu.Info["hardware"] is { Length: > 0 } hardware && !hardware.Contains("Virt", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/proc/cpuinfo", "Hardware: " + hardware));
            return Layer(LayerKind.BareMetal, null, null);
        }

        if (cpu.Architecture.MachineField is { } field && cpu.Info[field] is { Length: > 0 } machine)
        {
            _witnesses.Add(new("/proc/cpuinfo", machine));
            return Layer(LayerKind.BareMetal, null, null);
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    private HostLayer Layer(LayerKind kind, string? hypervisor, string? platform, bool isParavirtual = false) =>
        new(kind, hypervisor, platform, null, isParavirtual || platform == "pvm", _witnesses);

    private string[] PciIds => (Known("/proc/bus/pci/devices") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string? Known(string source) => evidence[source].Value is { Length: > 0 } value ? value : null;

    private void AddKnown(string source)
    {
        if (Known(source) is { } value)
        {
            _witnesses.Add(new(source, value));
        }
    }
}
