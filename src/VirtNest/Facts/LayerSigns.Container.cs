using System;

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
}
