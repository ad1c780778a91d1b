using System.Buffers;

namespace VirtNest.Evidence;

/// <summary>What of a source's bytes may stand in evidence.</summary>
public enum Keep
{
    /// <summary>All of them.</summary>
    Everything,
    /// <summary>/proc/sysinfo (s390x): manufacturer, type, control programs and LPAR characteristics; no sequence code, no names.</summary>
    SystemControlProgram,
    /// <summary>/proc/ppc64/lparcfg: the modes; no serial number, no partition id.</summary>
    PartitionMode,
    /// <summary>/proc/bus/pci/devices: the vendor and device ids, one a line.</summary>
    PciIds,
    /// <summary>/proc/PID/status: the lines of OpenVZ (envID) and Linux-VServer (VxID).</summary>
    ContainerStatus,
    /// <summary>/proc/1/environ: the variable "container" alone, one a line.</summary>
    ContainerVariable,
    /// <summary>/proc/PID/cgroup: the names of container engines that occur in it, one a line; no identifiers.</summary>
    ContainerGroups,
    /// <summary>/proc/1/mountinfo: the word "lxcfs" where an LXC file system is mounted, and the type of the root file system.</summary>
    ContainerMounts,
    /// <summary>The chassis asset tag where it is one that a cloud gives to every instance; a real machine's tag may be a serial number
    /// and is cut.</summary>
    KnownAssetTag,
    /// <summary>/etc/group: name and number of the group kvm, without its members.</summary>
    KvmGroup,
    /// <summary>/proc/cpuinfo without the board's serial number (arm) and the machine's identification (s390x).</summary>
    CpuWithoutSerial,
    /// <summary>/proc/version: "Linux version RELEASE", and Debian's package version where there is one, without who built it
    /// where.</summary>
    VersionNumber,
    /// <summary>The progress of a change in virt-nest's journal: its whole lines, without the boot's identifier.</summary>
    ChangeProgress,
    /// <summary>Lines that name kvm: of modules.builtin.</summary>
    KvmLines,
    /// <summary>Lines that could be meant for modprobe and name KVM: a keyword or a module comes first.</summary>
    ModprobeLines,
    /// <summary>A boot entry: its "options" lines.</summary>
    EntryOptions,
    /// <summary>A unified kernel image: the command line inside.</summary>
    ImageCommandLine,
    /// <summary>GRUB's menu: the "linux" lines of this system's kernels, without recovery entries.</summary>
    LinuxLines,
    /// <summary>GRUB's saved variables: kernelopts.</summary>
    KernelOptions,
    /// <summary>/etc/sysconfig/bootloader (openSUSE): LOADER_TYPE.</summary>
    LoaderType,
    /// <summary>A preset of mkinitcpio: the lines that name a unified kernel image.</summary>
    UnifiedImages,
    /// <summary>grubby, a piece of shell: the line that writes /etc/default/grub.</summary>
    GrubbyEdit,
    /// <summary>Kernel messages about KVM, VMX, SVM and the hypervisor found at boot.</summary>
    VirtualizationMessages,
}

/// <summary>Cuts a source down to what evidence may hold.</summary>
public static class SourceFilter
{
    /// <summary>deb-version(7).</summary>
    private static readonly SearchValues<char> PackageCharacters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+~-");

    private static readonly string[] ContainerWords =
        ["docker", "libpod", "kubepods", "lxc", "machine.slice/machine-", "containerd", "garden", "ecs"];

    private static readonly string[] MessageWords =
        ["kvm", "vmx", "svm", "hypervisor detected", "virtualization", "vboxdrv", "vmmon", "nested",
        "memory encryption features", "started at el", "started in svc", "hyp mode"];

    /// <summary>What printk keeps of a message (Linux v6.12 kernel/printk/printk.c, PRINTKRB_RECORD_MAX), and its time and level.</summary>
    private const int MostOfMessage = 1024 + 64;

    /// <summary>The bytes that may be kept.</summary>
    /// <param name="keep">Which filter.</param>
    /// <param name="bytes">The source's bytes.</param>
    public static byte[] Apply(Keep keep, byte[] bytes) => keep switch
    {
        Keep.Everything => bytes,
        Keep.SystemControlProgram => Lines(bytes,
            l =>
                StartsWithAny(l, "Manufacturer", "Type:", "VM00 Control Program", "LPAR Number", "LPAR Characteristics",
                    "VM00 Adjustment")),
        Keep.PartitionMode =>
            Lines(bytes, l => StartsWithAny(l, "shared_processor_mode", "system_type", "lparcfg", "partition_max_entitled_capacity")),
        Keep.PciIds => PciIds(bytes),
        Keep.ContainerStatus => Lines(bytes, l => StartsWithAny(l, "envID:", "VxID:", "s_context:")),
        Keep.ContainerVariable => Lines(bytes, l => l.StartsWith("container=", StringComparison.Ordinal), '\0'),
        Keep.ContainerGroups => Words(bytes, ContainerWords),
        Keep.ContainerMounts => Mounts(bytes),
        Keep.KnownAssetTag => Encoding.UTF8.GetString(bytes).Trim() is "7783-7084-3265-9085-8269-3286-77" or "OpenStack Nova"
            or "Amazon EC2" or "OracleCloud.com" ? bytes : [],
        Keep.KvmGroup => KvmGroup(bytes),
        Keep.KvmLines => Lines(bytes, l => l.Contains("kvm", StringComparison.Ordinal)),
        Keep.ModprobeLines => bytes.AsSpan().Contains((byte)0) ? [] : Lines(bytes, IsForModprobe),
        Keep.VirtualizationMessages => Lines(bytes, l => !l.Contains("ommand line:", StringComparison.Ordinal) && IsMessage(l)),
        Keep.EntryOptions => Lines(bytes, l => StartsWithAny(l, "options ", "options\t")),
        Keep.ImageCommandLine => Encoding.UTF8.GetBytes(BootText.ImageCommandLine(bytes) ?? ""),
        Keep.LinuxLines => Encoding.UTF8.GetBytes(BootText.LinuxLines(Encoding.UTF8.GetString(bytes))),
        Keep.KernelOptions => Lines(bytes, l => l.StartsWith("kernelopts=", StringComparison.Ordinal)),
        Keep.LoaderType => Lines(bytes, l => l.StartsWith("LOADER_TYPE=", StringComparison.Ordinal)),
        Keep.UnifiedImages => Lines(bytes, l => !l.StartsWith('#') && l.Contains("_uki=", StringComparison.Ordinal)),
        Keep.GrubbyEdit => Lines(bytes, l => l.Contains("s/^GRUB_CMDLINE_LINUX", StringComparison.Ordinal)),
        Keep.CpuWithoutSerial when bytes.AsSpan().IndexOf("Serial"u8) < 0 && bytes.AsSpan().IndexOf("identification"u8) < 0 => bytes,
        Keep.CpuWithoutSerial => Lines(bytes,
            l => !l.StartsWith("Serial", StringComparison.Ordinal) && !l.StartsWith("identification", StringComparison.Ordinal),
            transform: WithoutIdentification),
        Keep.ChangeProgress => ChangeProgress(bytes),
        Keep.VersionNumber => Encoding.UTF8.GetBytes(VersionNumber(Encoding.UTF8.GetString(bytes))),
    };

    /// <summary>"Debian 6.1.192-2" of "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-10-01)"; "" where a kernel does not say so. Whatever
    /// else people write there is not kept.</summary>
    /// <param name="version">uname -v, or /proc/version, which ends with it.</param>
    public static string PackageVersion(string version)
    {
        // The last one: before it stand the compiler's and the linker's versions, "gcc-12 (Debian 12.2.0-14) 12.2.0".
        const string maker = " Debian ";
        int start = version.LastIndexOf(maker, StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        ReadOnlySpan<char> package = version.AsSpan(start + maker.Length);
        int length = package.IndexOfAnyExcept(PackageCharacters);
        package = length < 0 ? package : package[..length];
        return package.IsEmpty || !char.IsAsciiDigit(package[0]) ? "" : string.Concat("Debian ", package);
    }

    private static string VersionNumber(string text) =>
        text.Split(' ', 4) is [var linux, var version, var release, ..] ? $"{linux} {version} {release} {PackageVersion(text)}".TrimEnd()
            : "";

    private static bool StartsWithAny(ReadOnlySpan<char> line, params ReadOnlySpan<string> starts)
    {
        foreach (string start in starts)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>In small letters first: comparing without regard to case costs more for each word than this for all of them.</summary>
    private static bool IsForModprobe(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> words = line.TrimStart(" \t");
        int end = words.IndexOfAny(' ', '\t');
        return line.IndexOf("kvm") >= 0 && end > 0 && (words.StartsWith("kvm")
            || words[..end] is "alias" or "blacklist" or "install" or "options" or "option" or "remove" or "softdep" or "modprobe");
    }

    private static bool IsMessage(ReadOnlySpan<char> line)
    {
        Span<char> folded = stackalloc char[MostOfMessage];
        folded = folded[..line[..Math.Min(line.Length, MostOfMessage)].ToLowerInvariant(folded)];
        foreach (string word in MessageWords)
        {
            if (folded.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"processor 0: version = FF,  identification = 0E19C8,  machine = 8561".</summary>
    private static string WithoutIdentification(string line)
    {
        int start = line.IndexOf("identification = ", StringComparison.Ordinal);
        int end = start < 0 ? -1 : line.IndexOf(',', start);
        return end < 0 ? line : line[..start] + line[(end + 1)..].TrimStart();
    }

    private static byte[] Lines(
        byte[] bytes, Predicate<ReadOnlySpan<char>> isKept, char separator = '\n', Func<string, string>? transform = null)
    {
        StringBuilder kept = new();
        ReadOnlySpan<char> text = Encoding.UTF8.GetString(bytes);
        foreach (Range range in text.Split(separator))
        {
            ReadOnlySpan<char> line = text[range];
            if (isKept(line))
            {
                kept.Append(transform is null ? line : transform(line.ToString())).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(kept.ToString());
    }

    private static byte[] Words(byte[] bytes, string[] words)
    {
        string text = Encoding.UTF8.GetString(bytes);
        string[] found = Array.FindAll(words, w => text.Contains(w, StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(string.Join('\n', found));
    }

    private static byte[] PciIds(byte[] bytes)
    {
        StringBuilder kept = new();
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            string[] columns = line.Split('\t', 3);
            if (columns.Length == 3 && columns[1].Length == 8)
            {
                kept.Append(columns[1]).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(kept.ToString());
    }

    /// <summary>proc(5): fields up to " - ", then the file system's type.</summary>
    private static byte[] Mounts(byte[] bytes)
    {
        StringBuilder kept = new();
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-");
            if (dash < 5 || dash + 1 >= fields.Length)
            {
                continue;
            }

            if (fields[dash + 1] == "fuse.lxcfs" || fields[4] == "/")
            {
                kept.Append(fields[4] == "/" ? "/ " : "lxcfs ").Append(fields[dash + 1]).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(kept.ToString());
    }

    /// <summary>"start TIME BOOT_ID COMMAND", then a line for each thing done. What is behind the last line's end was cut off by a loss of
    /// power and counts as not written.</summary>
    private static byte[] ChangeProgress(byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes, 0, Array.LastIndexOf(bytes, (byte)'\n') + 1).Split('\n');
        lines[0] = lines[0].Split(' ') is ["start", var time, _, var command] ? $"start {time} - {command}" : lines[0];
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static byte[] KvmGroup(byte[] bytes)
    {
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == "kvm")
            {
                return Encoding.UTF8.GetBytes("kvm " + fields[2] + "\n");
            }
        }

        return [];
    }
}
