using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>How /dev/kvm comes into a container, and how the user inside may open it: a row for each engine. Users and groups inside are
/// not those of the host, nobody logs in, and no udev runs.</summary>
internal static class DeviceInContainer
{
    /// <summary>What the kernel shows for an owner that the user namespace does not map (/proc/sys/kernel/overflowgid).</summary>
    private const long Unmapped = 65_534;

    private static readonly Row[] Rows =
    [
        new("docker",
            static (_, _) => new("docker run --device /dev/kvm (Compose: devices)", "docker run --device /dev/kvm（Compose：devices）"),
            static (_, gid) => gid == "GID" ? new(
                "Docker without root keeps no groups of the user: run Docker with root, or on the host: setfacl -m u:USER:rw /dev/kvm",
                "无 root 的 Docker 不保留用户的组：请以 root 运行 Docker，或在宿主机上执行：setfacl -m u:USER:rw /dev/kvm")
                : Sentence.Verbatim($"docker run --device /dev/kvm --group-add {gid}")),
        new("podman", static (_, _) => Sentence.Verbatim("podman run --device /dev/kvm"), static (_, gid) => new(
            "podman run --device /dev/kvm --group-add keep-groups (rootless, needs crun: the user on the host must be in the device's "
                + $"group), or --group-add {gid} as root",
            "podman run --device /dev/kvm --group-add keep-groups（无根模式，需要 crun：宿主机上的用户须在该设备的组中），"
                + $"以 root 运行时用 --group-add {gid}")),
        new("kubernetes", static (_, _) => new(
            "Kubernetes: a device plugin that offers /dev/kvm (KubeVirt's: resources.limits devices.kubevirt.io/kvm: 1)",
            "Kubernetes：提供 /dev/kvm 的设备插件（KubeVirt 的写法：resources.limits 中 devices.kubevirt.io/kvm: 1）"),
            static (_, gid) => gid == "GID" ? new(
                "Kubernetes: run the node itself with root (kind or minikube under rootless Podman or Docker cannot give the group), with "
                    + "a device plugin",
                "Kubernetes：请以 root 运行节点本身（无根 Podman 或 Docker 下的 kind、minikube 无法传递该组），并使用设备插件")
            : new(
            $"Kubernetes: securityContext.supplementalGroups: [{gid}] in the pod, with the device from a device plugin",
            $"Kubernetes：在 Pod 中设置 securityContext.supplementalGroups: [{gid}]，设备由设备插件提供")),
        new("lxc", static (isProxmox, _) => isProxmox
            ? new("Proxmox VE, on the node: pct set ID --dev0 /dev/kvm, then pct reboot ID",
                "Proxmox VE：在节点上运行 pct set ID --dev0 /dev/kvm，再运行 pct reboot ID")
            : new(
                "Incus or LXD: incus config device add NAME kvm unix-char source=/dev/kvm\nplain LXC, in its configuration: "
                    + "lxc.cgroup2.devices.allow = c 10:232 rwm\nlxc.mount.entry = /dev/kvm dev/kvm none bind,optional,create=file",
                "Incus 或 LXD：incus config device add NAME kvm unix-char source=/dev/kvm\n单独使用 LXC 时在其配置中写："
                    + "lxc.cgroup2.devices.allow = c 10:232 rwm\nlxc.mount.entry = /dev/kvm dev/kvm none bind,optional,create=file"),
            static (isProxmox, _) => isProxmox
            ? new("Proxmox VE, on the node: pct set ID --dev0 /dev/kvm,gid=GID (GID: the group inside), then pct reboot ID",
                "Proxmox VE：在节点上运行 pct set ID --dev0 /dev/kvm,gid=GID（GID 是容器内的组），再运行 pct reboot ID")
            : new("Incus or LXD: incus config device set NAME kvm gid=GID mode=0660 (GID: the group inside)",
                "Incus 或 LXD：incus config device set NAME kvm gid=GID mode=0660（GID 是容器内的组）")),
        new("openvz", static (_, _) => NotInOpenVz, static (_, _) => NotInOpenVz),
        new("systemd-nspawn", static (_, _) => Sentence.Verbatim("systemd-nspawn --bind=/dev/kvm --property=DeviceAllow='/dev/kvm rw'"),
            static (_, _) => new(
                "systemd-nspawn --bind=/dev/kvm --property=DeviceAllow='/dev/kvm rw', and on the host: setfacl -m u:UID:rw /dev/kvm (UID: "
                    + "the user as the host sees it)",
                "systemd-nspawn --bind=/dev/kvm --property=DeviceAllow='/dev/kvm rw'，并在宿主机上执行：setfacl -m u:UID:rw /dev/kvm（UID "
                    + "是宿主机看到的用户编号）")),
    ];

    private static Sentence NotInOpenVz => new(
        "Not possible in OpenVZ: the kernel belongs to the provider. Use one of their KVM servers, or a dedicated machine.",
        "在 OpenVZ 中无法实现：内核属于服务商。请改用其 KVM 服务器，或独立服务器。");

    private sealed record Row(string Engine, Func<bool, string, Sentence> Missing, Func<bool, string, Sentence> Denied);

    /// <summary>True in a container, and where the owner of the device is not known to the user namespace of this process.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="node">The device, or null where it is not there.</param>
    internal static bool IsInside(HostFacts facts, DeviceNode? node) =>
        facts.Layer.Container is not null || node is { Uid: Unmapped } or { Gid: Unmapped };

    /// <summary>How the device comes in.</summary>
    /// <param name="facts">A machine with a container around.</param>
    internal static Sentence Missing(HostFacts facts) => facts.Layer.Container == "openvz" ? NotInOpenVz : Intro(
        new("To use KVM in here, pass the device in when the container is started:", "要在容器内使用 KVM，请在启动容器时传入该设备："),
        Of(facts).Select(r => r.Missing(IsProxmox(facts), "")));

    /// <summary>How this user may open it.</summary>
    /// <param name="facts">A machine with a container around.</param>
    /// <param name="node">The device.</param>
    internal static Sentence Denied(HostFacts facts, DeviceNode node)
    {
        if (facts.Layer.Container is null)
        {
            return InUserNamespace;
        }

        string group = node.Gid == Unmapped ? "GID" : node.Gid.ToString(CultureInfo.InvariantCulture);
        Sentence intro = node.Gid == Unmapped
            ? new("This container does not map the owner of the device; a group inside does not help. Instead:",
                "此容器没有映射该设备的属主，在容器内添加组没有用。请改为：")
            : new("Give this process the device's group when the container is started; a group entry inside does not help:",
                "请在启动容器时把该设备的组交给此进程；在容器内添加组没有用：");
        return Intro(intro, Of(facts).Select(r => r.Denied(IsProxmox(facts), group)));
    }

    private static Sentence InUserNamespace => new(
        "This process runs in a user namespace that does not map the owner of the device. Start it outside, or let it keep the user's "
            + "groups (firejail: ignore nogroups, ignore noroot), or on the host: setfacl -m u:USER:rw /dev/kvm",
        "当前进程在用户命名空间中运行，其中没有映射该设备的属主。请在外面启动它，或让它保留用户的组（firejail：ignore nogroups、"
            + "ignore noroot），或在宿主机上执行：setfacl -m u:USER:rw /dev/kvm");

    /// <summary>The row of the engine, or all where it is another.</summary>
    private static Row[] Of(HostFacts facts) =>
        Array.FindAll(Rows, r => r.Engine == facts.Layer.Container) is { Length: > 0 } own ? own : Rows;

    private static bool IsProxmox(HostFacts facts) => facts.Release?.EndsWith("-pve", StringComparison.Ordinal) == true;

    private static Sentence Intro(Sentence intro, IEnumerable<Sentence> ways) =>
        ways.Aggregate(intro, static (text, way) => text + Sentence.Verbatim("\n") + way);
}
