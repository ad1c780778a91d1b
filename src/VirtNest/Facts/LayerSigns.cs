using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>The signs of what is below this Linux, the surest first: what the kernel was told by its hypervisor, then DMI, then the CPUID signature, then devices, then the form of cpuinfo.</summary>
internal sealed class LayerSigns(HostEvidence evidence, CpuFacts cpu, DmiIdentity dmi)
{
    /// <summary>CPUID signatures of hypervisors (leaf 0x40000000), as their makers document them.</summary>
    private static readonly (string Signature, string Hypervisor, string Platform)[] Signatures =
    [
        ("KVMKVMKVM", "kvm", "kvm-unknown"),
        ("Linux KVM Hv", "kvm", "kvm-unknown"), // KVM showing Hyper-V's interface (QEMU hv-passthrough and vendor-id defaults)
        ("LKVMLKVMLKVM", "kvm", "kvm-unknown"),
        ("PVMKVMPVMKVM", "kvm", "pvm"),
        ("TCGTCGTCGTCG", "qemu", "qemu"),
        ("VMwareVMware", "vmware", "vmware-esxi"),
        ("Microsoft Hv", "hyperv", "hyperv"),
        ("XenVMMXenVMM", "xen", "xen-xcpng"),
        ("VBoxVBoxVBox", "virtualbox", "virtualbox"),
        ("bhyve bhyve", "bhyve", "bhyve"),
        ("BHyVE BHyVE", "bhyve", "bhyve"),
        ("prl hyperv", "parallels", "parallels"),
        ("lrpepyh vr", "parallels", "parallels"),
        ("ACRNACRNACRN", "acrn", "acrn"),
        ("Jailhouse", "jailhouse", "jailhouse"),
        ("QNXQVMBSQG", "qnx", "unknown"),
        ("OpenBSDVMM58", "openbsd-vmm", "openbsd-vmm"),
        ("VirtualApple", "apple", "apple-virtualization"),
        ("SRESRESRESRE", "lockheed-sre", "unknown"),
        ("Apple VZ", "apple", "apple-virtualization"),
        ("HAXMHAXMHAXM", "haxm", "qemu"),
        ("NVMMNVMMNVMM", "nvmm", "qemu"),
        ("UnisysSpar64", "spar", "unknown"),
    ];

    /// <summary>
    /// DMI names of virtual machines, looked for in every field as a prefix. They come before the CPUID signature since that is often another's:
    /// Parallels shows KVM's, Nutanix showed Hyper-V's, and every hypervisor can show Hyper-V's for Windows' sake.
    /// </summary>
    private static readonly (string Prefix, string Hypervisor, string Platform)[] DmiNames =
    [
        ("Parallels", "parallels", "parallels"),
        ("innotek GmbH", "virtualbox", "virtualbox"),
        ("VirtualBox", "virtualbox", "virtualbox"),
        ("VMware", "vmware", "vmware-esxi"),
        ("VMW", "vmware", "vmware-esxi"),
        ("Nutanix", "kvm", "nutanix-ahv"),
        ("AHV", "kvm", "nutanix-ahv"),
        ("Alibaba Cloud", "kvm", "alibaba-cloud"),
        ("Tencent Cloud", "kvm", "tencent-cloud"),
        ("Huawei Cloud", "kvm", "huawei-cloud"),
        ("Google Compute Engine", "kvm", "google-cloud"),
        ("OracleCloud.com", "kvm", "oracle-cloud"),
        ("DigitalOcean", "kvm", "digitalocean"),
        ("Hetzner", "kvm", "hetzner-cloud"),
        ("Scaleway", "kvm", "kvm-unknown"),
        ("OpenStack", "kvm", "openstack"),
        ("RHEV", "kvm", "ovirt-rhv"),
        ("oVirt", "kvm", "ovirt-rhv"),
        ("KubeVirt", "kvm", "kubevirt"),
        ("Cloud Hypervisor", "kvm", "cloud-hypervisor"),
        ("cloud-hypervisor", "kvm", "cloud-hypervisor"),
        ("Firecracker", "kvm", "firecracker"),
        ("ChromiumOS", "kvm", "crosvm"),
        ("Apple Virtualization", "apple", "apple-virtualization"),
        ("Apple Inc. VirtualMac", "apple", "apple-virtualization"),
        ("BHYVE", "bhyve", "bhyve"),
        ("Xen", "xen", "xen-xcpng"),
        ("KVM", "kvm", "kvm-libvirt"),
        ("QEMU", "qemu", "qemu"),
        ("Bochs", "qemu", "qemu"),
    ];

    private readonly List<Witness> _witnesses = [];

    internal HostLayer Below()
    {
        if (cpu.Arch == "s390x" || cpu.Arch == "s390")
        {
            return BelowOnS390();
        }

        if (cpu.Arch is "ppc64" or "ppc")
        {
            return BelowOnPower();
        }

        return Xen() ?? Wsl() ?? ByDmi() ?? BySignature() ?? BySmallSigns() ?? Nothing();
    }

    internal Witness? Container()
    {
        if (Known("/run/systemd/container") is { } told)
        {
            return new("/run/systemd/container", told);
        }

        if (Known("/proc/1/environ") is { } variable)
        {
            return new("/proc/1/environ", variable.Split('\n')[0]["container=".Length..] is { Length: > 0 } name ? name : "unknown");
        }

        // The first process-id namespace has a fixed number (Linux v6.12 include/linux/proc_ns.h, PROC_PID_INIT_INO): a VM whose root file
        // system was made from a container image has the image's marks and is none.
        if (Known("link:/proc/self/ns/pid") == "pid:[4026531836]")
        {
            return null;
        }

        foreach ((string path, string name) in ((string, string)[])[("/.dockerenv", "docker"), ("/run/.containerenv", "podman")])
        {
            if (evidence["stat:" + path].IsKnown)
            {
                return new("stat:" + path, name);
            }
        }

        if (evidence["stat:/proc/vz"].IsKnown && !evidence["stat:/proc/bc"].IsKnown)
        {
            return new("stat:/proc/vz", "openvz");
        }

        foreach (string path in (string[])["/proc/1/cgroup", "/proc/self/cgroup"])
        {
            switch (Known(path)?.Split('\n')[0])
            {
                case "docker" or "kubepods" or "containerd":
                    return new(path, "docker");
                case "libpod":
                    return new(path, "podman");
                case "lxc":
                    return new(path, "lxc");
                default:
                    break;
            }
        }

        return (Known("/proc/1/mountinfo") ?? "").Contains("lxcfs", StringComparison.Ordinal) || (Known("/proc/1/mountinfo") ?? "").Contains("/containers/", StringComparison.Ordinal)
            ? new("/proc/1/mountinfo", "lxc")
            : null;
    }

    private HostLayer? Xen()
    {
        string? signature = cpu.Raw.HypervisorSignature(0x4000_0000) is "XenVMMXenVMM" ? "XenVMMXenVMM" : cpu.Raw.HypervisorSignature(0x4000_0100);
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
                && uint.TryParse(features, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint bits)
                && (bits >> 11 & 1) != 0);
        if (isDom0)
        {
            return Layer(LayerKind.XenDom0, "xen", "xen-xcpng", isParavirtual: true);
        }

        // A PV guest sees the processor's own CPUID where it does not use Xen's prefix: no signature, and often no hypervisor flag.
        bool isParavirtual = cpu.IsX86 && signature is null && dmi.SysVendor.Length == 0;
        // Xen of EC2 shows "Xen" for its vendor and "4.11.amazon" for its version.
        return dmi.SysVendor == "Amazon EC2" || dmi.BiosVersion.EndsWith("amazon", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "xen", "amazon-ec2") : Layer(LayerKind.Vm, "xen", "xen-xcpng", isParavirtual);
    }

    private HostLayer? Wsl()
    {
        string release = Known("/proc/sys/kernel/osrelease") ?? Known("/proc/version") ?? "";
        bool isWsl = release.Contains("microsoft", StringComparison.OrdinalIgnoreCase) && release.Contains("WSL", StringComparison.OrdinalIgnoreCase);
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

        return hypervisor == "qemu" && (signature is "KVMKVMKVM" or "Linux KVM Hv" || cpu.Raw.HypervisorSignature(0x4000_0100) is "KVMKVMKVM" || dmi.ProductName.StartsWith("KVM", StringComparison.Ordinal)) ? "kvm" : hypervisor;
    }

    /// <summary>Products that show another's names.</summary>
    private string Refined(string platform, string hypervisor)
    {
        if (platform == "vmware-esxi" && Known("/sys/class/dmi/id/product_name") is "VMware20,1" or "VMware7,1" or "VMware Virtual Platform")
        {
            // ESXi, Workstation and Fusion share these names; ESXi is the usual one for servers, and its page names the other switch too.
            return "vmware-esxi";
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

        return hypervisor == "kvm" ? "kvm-libvirt" : platform;
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
                if (hypervisor == "hyperv" && cpu.Raw.HypervisorSignature(0x4000_0100) is { } second && second.StartsWith("KVMKVMKVM", StringComparison.Ordinal))
                {
                    _witnesses.Add(new("cpuid", second));
                    return Layer(LayerKind.Vm, "kvm", "kvm-unknown");
                }

                return Layer(LayerKind.Vm, hypervisor, platform);
            }
        }

        return Layer(LayerKind.Vm, "unknown", "unknown");
    }

    private HostLayer? BySmallSigns()
    {
        if (Known("/proc/device-tree/hypervisor/compatible") is { } compatible)
        {
            _witnesses.Add(new("/proc/device-tree/hypervisor/compatible", compatible));
            return compatible.Contains("xen", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "xen", "xen-xcpng")
                : compatible.Contains("kvm", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "kvm", "kvm-arm64")
                : Layer(LayerKind.Vm, "unknown", "unknown");
        }

        if ((Known("/proc/device-tree/compatible") ?? "").Contains("linux,dummy-virt", StringComparison.Ordinal))
        {
            _witnesses.Add(new("/proc/device-tree/compatible", "linux,dummy-virt"));
            return Layer(LayerKind.Vm, "qemu", "qemu");
        }

        if (cpu.Arch == "sparc64" && evidence["stat:/dev/mdesc"].IsKnown)
        {
            _witnesses.Add(new("stat:/dev/mdesc", "exists"));
            return Layer(LayerKind.Vm, "ldoms", "unknown");
        }

        // VirtualBox before 5.0 sets no hypervisor flag: its PCI devices (vendor 80ee) tell. Outside x86 there is no such flag at all: 1b36 is QEMU's vendor.
        foreach ((string vendor, string hypervisor, string platform) in ((string, string, string)[])[("80ee", "virtualbox", "virtualbox"), ("1b36", "qemu", "qemu")])
        {
            if (PciIds.Any(id => id.StartsWith(vendor, StringComparison.Ordinal)))
            {
                _witnesses.Add(new("/proc/bus/pci/devices", vendor));
                return Layer(LayerKind.Vm, hypervisor, platform);
            }
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

        string machine = cpu.Info["system type"] ?? cpu.Info["type"] ?? "";
        if (cpu.Arch is "mips" or "mips64" or "sparc64" && machine.Length > 0)
        {
            _witnesses.Add(new("/proc/cpuinfo", machine));
            return Layer(LayerKind.BareMetal, null, null);
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    /// <summary>/proc/sysinfo has a VM00 block under z/VM and KVM, an LPAR block in a partition; without it the version FF of cpuinfo marks a guest (Linux v6.12 arch/s390/kernel/processor.c).</summary>
    private HostLayer BelowOnS390()
    {
        string sysinfo = Known("/proc/sysinfo") ?? "";
        if (Line(sysinfo, "VM00 Control Program:") is { } program)
        {
            _witnesses.Add(new("/proc/sysinfo", program));
            return program.Contains("KVM", StringComparison.Ordinal) ? Layer(LayerKind.Vm, "kvm", "kvm-s390x") : Layer(LayerKind.Vm, "zvm", "zvm");
        }

        if (Line(sysinfo, "LPAR Number:") is { } partition)
        {
            _witnesses.Add(new("/proc/sysinfo", partition));
            return Layer(LayerKind.Lpar, "prsm", "s390-lpar");
        }

        foreach (string? value in (string?[])[cpu.Info["processor 0"], cpu.Info["version"]])
        {
            if (value?.Contains("FF", StringComparison.Ordinal) == true && (value.StartsWith("version = FF", StringComparison.Ordinal) || value == "FF"))
            {
                _witnesses.Add(new("/proc/cpuinfo", "version = FF"));
                return Layer(LayerKind.Vm, "unknown", "kvm-s390x");
            }
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    /// <summary>The platform line of cpuinfo: PowerNV is bare metal; pSeries is a partition of PowerVM, or a guest of KVM or TCG that says so.</summary>
    private HostLayer BelowOnPower()
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
            return Layer(LayerKind.Vm, (Known("/proc/device-tree/hypervisor/compatible") ?? "").Contains("kvm", StringComparison.Ordinal) ? "kvm" : "qemu", "kvm-ppc64");
        }

        if (platform == "pSeries")
        {
            _witnesses.Add(new("/proc/cpuinfo", "platform: pSeries"));
            return Layer(LayerKind.Lpar, "powervm", "powervm");
        }

        return Layer(LayerKind.Unknown, null, null);
    }

    private HostLayer Layer(LayerKind kind, string? hypervisor, string? platform, bool isParavirtual = false) =>
        new(kind, hypervisor, platform, null, isParavirtual || platform == "pvm", _witnesses);

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
