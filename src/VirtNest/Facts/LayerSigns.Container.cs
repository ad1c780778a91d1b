using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <content>Whether a container is around this process.</content>
internal sealed partial class LayerSigns
{
    internal Witness? Container()
    {
        if (Known("/run/systemd/container") is { } told)
        {
            return new("/run/systemd/container", told);
        }

        // Of the environment that one variable alone is kept; a document may hold anything.
        if (Known("/proc/1/environ")?.Split('\n')[0] is { } variable && variable.StartsWith("container=", StringComparison.Ordinal))
        {
            return new("/proc/1/environ", variable["container=".Length..] is { Length: > 0 } name ? name : "unknown");
        }

        // A VM whose root file system was made from a container image has the image's marks and is none.
        if (Known("link:/proc/self/ns/pid") == Sources.FirstPidNamespace)
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

        // 0 is the host (Linux-VServer, OpenVZ: fields of their kernels).
        foreach (string line in (Known("/proc/self/status") ?? "").Split('\n'))
        {
            if (line.Split(':', 2) is [("VxID" or "s_context" or "envID") and var field, var id] && id.Trim() is not ("0" or ""))
            {
                return new("/proc/self/status", field == "envID" ? "openvz" : "linux-vserver");
            }
        }

        foreach (string path in (string[])["/proc/1/cgroup", "/proc/self/cgroup"])
        {
            switch (Known(path)?.Split('\n')[0])
            {
                case "kubepods":
                    return new(path, "kubernetes");
                case "docker" or "containerd":
                    return new(path, "docker");
                case "libpod":
                    return new(path, "podman");
                case "lxc":
                    return new(path, "lxc");
                default:
                    break;
            }
        }

        return (Known("/proc/1/mountinfo") ?? "").Contains("lxcfs", StringComparison.Ordinal)
            || (Known("/proc/1/mountinfo") ?? "").Contains("/containers/", StringComparison.Ordinal)
            ? new("/proc/1/mountinfo", "lxc")
            : null;
    }
}
