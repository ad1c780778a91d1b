namespace VirtNest.Guarding;

/// <summary>What is at a path; of a symbolic link the link itself.</summary>
public enum HookEntryKind
{
    /// <summary>Nothing.</summary>
    Absent,
    /// <summary>A regular file.</summary>
    File,
    /// <summary>A folder.</summary>
    Folder,
    /// <summary>A symbolic link: it is not followed, whatever it leads to.</summary>
    Link,
    /// <summary>Something else, or a file larger than any hook.</summary>
    Other,
    /// <summary>It could not be looked at.</summary>
    Unreadable,
}

/// <summary>One path of the folder of hooks.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What is there.</param>
public sealed record HookEntry(string Path, HookEntryKind Kind)
{
    /// <summary>The content of a file; null of anything else.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Its permission bits.</summary>
    public uint Mode { get; init; }

    /// <summary>Why it could not be looked at, or 0.</summary>
    public int Errno { get; init; }

    /// <summary>The script, where it is exactly one of ours.</summary>
    public HookScript? Script => Content is null ? null : HookScript.Read(Content);

    /// <summary>True where libvirt would run it: it skips what nobody may execute.</summary>
    public bool IsExecutable => Kind == HookEntryKind.File && (Mode & 0b001_001_001) != 0;
}

/// <summary>The version of libvirt on a host.</summary>
/// <param name="Number">major * 1,000,000 + minor * 1,000 + release, as libvirt counts.</param>
/// <param name="Source">Who said so: a program, or "virGetVersion".</param>
public sealed record InstalledLibvirt(long Number, string Source)
{
    /// <summary>From this version on libvirt runs all of hooks/qemu.d beside hooks/qemu (libvirt, "Hooks for specific system management",
    /// "Script names"; 6.5.0).</summary>
    public const long FirstWithFolder = 6_005_000;

    /// <summary>"9.0.0".</summary>
    public string Text => FormattableString.Invariant($"{Number / 1_000_000}.{Number / 1000 % 1000}.{Number % 1000}");

    /// <summary>Reads what a daemon prints for --version: "libvirtd (libvirt) 9.0.0".</summary>
    /// <param name="output">Its output.</param>
    /// <param name="source">The program.</param>
    public static InstalledLibvirt? Read(string output, string source)
    {
        string[] words = output.Split('\n')[0].Trim().Split(' ');
        string[] parts = words[^1].Split('.');
        return words is [_, "(libvirt)", _] && parts.Length == 3
            && parts.All(static p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit))
            ? new((((long.Parse(parts[0]) * 1000) + long.Parse(parts[1])) * 1000) + long.Parse(parts[2]), source)
            : null;
    }
}

/// <summary>The folder of libvirt's hooks as it is, and whose host it is in.</summary>
/// <param name="Hooks">The folder: /etc/libvirt/hooks.</param>
/// <param name="Main">hooks/qemu, the one hook of old.</param>
/// <param name="Folder">hooks/qemu.d.</param>
/// <param name="Own">hooks/qemu.d/virt-nest.</param>
/// <param name="Libvirt">The version; null where none was found.</param>
public sealed record HookPlace(HookEntry Hooks, HookEntry Main, HookEntry Folder, HookEntry Own, InstalledLibvirt? Libvirt)
{
    /// <summary>The command that makes libvirt look for hooks anew; null where its daemon is not known.</summary>
    public string? ReloadCommand { get; init; }

    /// <summary>The file of AppArmor's profile that confines the daemon; null where there is none.</summary>
    public string? Profile { get; init; }
}
