namespace VirtNest.Evidence;

/// <summary>Where reports keep what a dumped tree has elsewhere, as text that a program printed: sosreport (sos_commands/), Ubuntu's apport
/// (unpacked, or the attachments of a bug) and files that people make by hand (lsmod, dmesg, lscpu). Read where the tree has not got the
/// source itself.</summary>
/// <param name="Source">The source that the text stands for.</param>
/// <param name="Keep">What of it evidence may hold.</param>
/// <param name="Paths">Where it may be, below the root; the first that is there counts.</param>
/// <param name="Convert">What makes the source's text of it; null where it is the same.</param>
public sealed record CollectedText(string Source, Keep Keep, string[] Paths, Func<string, string>? Convert = null)
{
    /// <summary>The rows; a later one of the same source is for a tree that has none of the earlier.</summary>
    public static IReadOnlyList<CollectedText> Rows { get; } =
    [
        new("/proc/cpuinfo", Keep.CpuWithoutSerial,
            ["/ProcCpuinfo", "/ProcCpuinfo.txt", "/ProcCpuinfoMinimal", "/ProcCpuinfoMinimal.txt", "/cpuinfo", "/cpuinfo.txt"]),
        new("/proc/cpuinfo", Keep.CpuWithoutSerial, ["/sos_commands/processor/lscpu", "/lscpu", "/lscpu.txt"], CpuInfoOfLscpu),
        new("/run/systemd/container", Keep.Everything, ["/sos_commands/processor/lscpu", "/lscpu", "/lscpu.txt"], ContainerOfLscpu),
        new("/proc/modules", Keep.Everything,
            ["/ProcModules", "/ProcModules.txt", "/sos_commands/kernel/lsmod", "/lsmod", "/lsmod.txt"]),
        new("/proc/sys/kernel/osrelease", Keep.Everything,
            ["/sos_commands/kernel/uname_-a", "/sos_commands/host/uname_-a", "/uname", "/uname.txt", "/Uname", "/Uname.txt"],
            ReleaseOfUname),
        new("klog", Keep.VirtualizationMessages,
            ["/sos_commands/kernel/dmesg", "/CurrentDmesg", "/CurrentDmesg.txt", "/dmesg", "/dmesg.txt", "/var/log/dmesg"]),
    ];

    /// <summary>Of uname -a ("Linux HOST 5.14.0-70.el9.x86_64 #1 SMP ...") the release, never the host's name; of apport's "Linux RELEASE
    /// MACHINE" and of the release alone the same.</summary>
    private static string ReleaseOfUname(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["Linux", _, var release, _, _, ..] => release,
        ["Linux", var release, ..] => release,
        [var release] => release,
        _ => "",
    };

    /// <summary>A block of /proc/cpuinfo of what lscpu prints of an x86 processor (util-linux, lscpu(1)).</summary>
    private static string CpuInfoOfLscpu(string text)
    {
        StringBuilder block = new();
        foreach ((string field, string name) in ((string, string)[])[("Vendor ID", "vendor_id"), ("CPU family", "cpu family"),
            ("Model", "model"), ("Model name", "model name"), ("Flags", "flags")])
        {
            if (Field(text, field) is { } value)
            {
                block.Append(name).Append("\t: ").Append(value).Append('\n');
            }
        }

        bool isWhole = Field(text, "Architecture") is "x86_64" or "i686" && Field(text, "Flags") is { } flags
            && flags.StartsWith("fpu ", StringComparison.Ordinal) && !flags.EndsWith("...", StringComparison.Ordinal);
        return isWhole ? "processor\t: 0\n" + block : "";
    }

    /// <summary>"Virtualization type: container", and whose.</summary>
    private static string ContainerOfLscpu(string text) => Field(text, "Virtualization type") == "container"
        ? (Field(text, "Hypervisor vendor") ?? "unknown").ToLowerInvariant() + "\n" : "";

    private static string? Field(string text, string name)
    {
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }
}
