using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>Which release of kernel.org a kernel is built from, as far as it says so.</summary>
/// <param name="Version">The release: 6.1.192 of Debian's 6.1.0-56-amd64; where nothing tells, what uname -r begins with.</param>
/// <param name="IsUpstream">It stands for the fixes that the kernel has: a release of kernel.org or a distribution that follows them.
/// False for one that mends an old release by itself (RHEL, SUSE, Ubuntu, Proxmox) and where the release is not known: such a kernel may
/// have more fixes than its version says, and more weaknesses.</param>
/// <param name="Witness">Where the release is written.</param>
public sealed record KernelLevel(KernelVersion Version, bool IsUpstream, Witness Witness)
{
    /// <summary>What of uname -r names a distribution that mends its kernels by itself: RHEL and its kin, Oracle UEK, Proxmox, SUSE,
    /// Ubuntu.</summary>
    private static readonly string[] OwnFixes = [".el7", ".el8", ".el9", ".el10", "uek", "-pve", "-default", "-generic", "-lowlatency"];

    /// <summary>Reads what the evidence has of it; null where not even uname -r is known.</summary>
    /// <param name="evidence">The document.</param>
    /// <param name="release">uname -r.</param>
    public static KernelLevel? Detect(HostEvidence evidence, string? release)
    {
        // "Debian 6.1.192-2": the version of the package, which is that of the release it was built from.
        foreach (string source in (string[])["call:uname", "/proc/version"])
        {
            const string maker = "Debian ";
            string text = evidence[source].Text;
            int at = text.IndexOf(maker, StringComparison.Ordinal);
            string package = at < 0 ? "" : text[(at + maker.Length)..].Split('\n', ' ')[0];
            if (KernelVersion.Parse(package) is { } debian)
            {
                return new(debian, true, new(source, maker + package));
            }
        }

        // "Ubuntu 5.15.0-91.101-generic 5.15.131": package, and the release of kernel.org whose fixes are in it.
        if (evidence["/proc/version_signature"].Value?.Split(' ') is [_, _, var third] signature
            && KernelVersion.Parse(third) is { } ubuntu)
        {
            return new(ubuntu, false, new("/proc/version_signature", string.Join(' ', signature)));
        }

        // 6.1.0-13-amd64 is any release of 6.1; 6.12.4-arch1-1 and 7.1.7-200.fc44 are those that they name.
        return KernelVersion.Parse(release) is { } version
            ? new(version, version.Patch > 0 && !Array.Exists(OwnFixes, o => release!.Contains(o, StringComparison.Ordinal)),
                new("uname", release!))
            : null;
    }
}
