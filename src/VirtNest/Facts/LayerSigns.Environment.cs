namespace VirtNest.Facts;

/// <content>What is around an instance beside its hypervisor.</content>
internal sealed partial class LayerSigns
{
    /// <summary>What set the instance up, where that decides the switch and not the hypervisor below: Docker Desktop (its kernels are
    /// LinuxKit's), the hosted runners of GitHub Actions and Azure Pipelines (the tool cache of their images), Vagrant (the user of its
    /// boxes).</summary>
    private HostLayer WithEnvironment(HostLayer below)
    {
        // LinuxKit is a toolkit; of a cloud or of bare metal its kernels say nothing.
        bool isOfLinuxKit =
            (Known("/proc/sys/kernel/osrelease") ?? ReleaseOfUname() ?? "").Contains("linuxkit", StringComparison.Ordinal);
        if (isOfLinuxKit && below.Kind != LayerKind.BareMetal && below.Platform is null or "unknown" or "qemu" or "kvm-libvirt"
            or "kvm-unknown" or "hyperv" or "apple-virtualization")
        {
            return below with { Kind = LayerKind.Vm, KernelKind = LayerKind.Vm, Hypervisor = below.Hypervisor ?? "unknown",
                Platform = "docker-desktop" };
        }

        if (below.Platform == "azure" && evidence["stat:/opt/hostedtoolcache"].IsKnown)
        {
            _witnesses.Add(new("stat:/opt/hostedtoolcache", "exists"));
            return below with { Platform = "github-actions" };
        }

        if (below.Kind == LayerKind.Vm && below.Platform is "kvm-libvirt" or "virtualbox" or "vmware-esxi" or "vmware-workstation"
            && evidence["stat:/home/vagrant"].IsKnown)
        {
            _witnesses.Add(new("stat:/home/vagrant", "exists"));
            return below with { Platform = "vagrant" };
        }

        // Qualcomm's hypervisor (Gunyah, QHEE) keeps EL2 where a device tree does not name it.
        if (below.Kind == LayerKind.BareMetal && cpu.Architecture == Architecture.Arm64
            && (Known("/proc/device-tree/compatible") ?? "").Contains("qcom,", StringComparison.Ordinal)
            && evidence["klog"].Text.Contains("HYP mode not available", StringComparison.Ordinal))
        {
            _witnesses.Add(new("klog", "HYP mode not available"));
            return Layer(LayerKind.Vm, "gunyah", "gunyah");
        }

        return below;
    }
}
