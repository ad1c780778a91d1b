namespace VirtNest.Facts;

/// <content>The names by which hypervisors and clouds make themselves known.</content>
internal sealed partial class LayerSigns
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
        ("HAXMHAXMHAXM", "haxm", "haxm"),
        ("NVMMNVMMNVMM", "nvmm", "qemu"),
        ("UnisysSpar64", "spar", "unknown"),
    ];

    /// <summary>DMI names of virtual machines, looked for in every field as a prefix. They come before the CPUID signature since that is
    /// often another's: Parallels shows KVM's, Nutanix showed Hyper-V's, and every hypervisor can show Hyper-V's for Windows'
    /// sake.</summary>
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
        ("CloudStack KVM Hypervisor", "kvm", "kvm-unknown"),
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
}
