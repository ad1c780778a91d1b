using System.Collections.Immutable;
using VirtNest.Changing;

namespace VirtNest.Guarding;

/// <summary>Why a hook is not put there or taken away.</summary>
public enum HookRefusal
{
    /// <summary>A file of that name which somebody else wrote.</summary>
    Foreign,
    /// <summary>Ours by its mark, and changed since.</summary>
    Changed,
    /// <summary>A symbolic link where a file or folder of our own would be: it could lead anywhere.</summary>
    Link,
    /// <summary>Neither a file nor, where there has to be one, a folder.</summary>
    Other,
    /// <summary>It could not be looked at.</summary>
    Unreadable,
    /// <summary>libvirt before 6.5.0 runs one hook, and there is one already.</summary>
    OnlyOne,
    /// <summary>Somebody but root could put another program in the place of virt-nest, which libvirt would then run as root.</summary>
    ProgramNotSafe,
    /// <summary>The path of virt-nest has characters that no line of a script can hold.</summary>
    ProgramName,
}

/// <summary>What to know about a hook that is put there.</summary>
public enum HookNotice
{
    /// <summary>A libvirt that runs already has not seen the new hook.</summary>
    Reload,
    /// <summary>No libvirt was found: the hook is written for 6.5.0 and later.</summary>
    LibvirtUnknown,
    /// <summary>AppArmor's profile of the daemon does not let it run a program at this path: the hook would let everything in.</summary>
    Confined,
    /// <summary>This host does not offer nesting now, so instances with the host's CPU that were saved here will not be let in
    /// either.</summary>
    NotOffered,
}

/// <summary>What a run of `hook install` or `hook remove` does to the folder of hooks, as data: the same is shown, asked for and
/// done.</summary>
/// <param name="IsInstall">The script is put there, or made what it should be; false: it goes away.</param>
/// <param name="Files">The files that become others.</param>
public sealed record HookPlan(bool IsInstall, ImmutableArray<FileStep> Files)
{
    private const string FolderName = "qemu.d", HooksName = "hooks";

    /// <summary>Where AppArmor's profile of libvirtd lets it run any program (Debian, libvirt-daemon-system, usr.sbin.libvirtd:
    /// "/usr/bin/* PUx").</summary>
    private static readonly string[] AllowedFolders = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"];

    /// <summary>Folders that are made before, the outermost first; or that go behind, the innermost first, where they are empty.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Why nothing is done, or null.</summary>
    public HookRefusal? Refusal { get; init; }

    /// <summary>The path that is in the way; empty where nothing is.</summary>
    public string Obstacle { get; init; } = "";

    /// <summary>Why that path could not be looked at, or 0.</summary>
    public int Errno { get; init; }

    /// <summary>What somebody has changed in our script: from ours to theirs; null where that is not the matter.</summary>
    public FileStep? Difference { get; init; }

    /// <summary>The line that a person can add to a hook of their own, or null.</summary>
    public string? LineByHand { get; init; }

    /// <summary>What to know.</summary>
    public ImmutableArray<HookNotice> Notices { get; init; } = [];

    /// <summary>True where the script is whole and nobody may execute it: only its mode is mended.</summary>
    public bool MendsMode { get; init; }

    /// <summary>True where the folder is as wished already.</summary>
    public bool IsDone => Refusal is null && Files.IsEmpty;

    /// <summary>Plans to put a hook there.</summary>
    /// <param name="place">What is there.</param>
    /// <param name="script">The script, but for the folders that have to be made.</param>
    /// <param name="unsafePath">A part of the program's path that others than root may change, or null.</param>
    /// <param name="isOffered">Does this host offer nesting now? Null where that cannot be told.</param>
    public static HookPlan Install(HookPlace place, HookScript script, string? unsafePath, bool? isOffered)
    {
        if (script.Program.Any(static c => char.IsControl(c) || c == '\uFFFD'))
        {
            return Refused(true, HookRefusal.ProgramName, script.Program);
        }

        if (unsafePath is not null)
        {
            return Refused(true, HookRefusal.ProgramNotSafe, unsafePath);
        }

        // A hook of ours in the one place of old is brought up to date where it is: libvirt of every version runs it.
        bool usesMain = place.Libvirt is { Number: < InstalledLibvirt.FirstWithFolder }
            || (place.Main.Script is not null && place.Own.Kind == HookEntryKind.Absent);
        HookEntry target = usesMain ? place.Main : place.Own;
        if (InTheWay(true, usesMain ? [place.Hooks] : [place.Hooks, place.Folder], target) is { } refused)
        {
            return usesMain && refused.Refusal == HookRefusal.Foreign
                ? refused with { Refusal = HookRefusal.OnlyOne, LineByHand = script.Line } : refused;
        }

        HookScript? former = target.Script;
        bool makesHooks = place.Hooks.Kind == HookEntryKind.Absent;
        ImmutableArray<string> made = former is not null ? former.Folders
            : usesMain ? (makesHooks ? [HooksName] : [])
            : makesHooks ? [FolderName, HooksName] : place.Folder.Kind == HookEntryKind.Absent ? [FolderName] : [];
        byte[] after = (script with { Folders = made }).Bytes;
        bool isSame = target.Content is { } content && content.AsSpan().SequenceEqual(after);
        ImmutableArray<HookNotice> notices = [.. Notes(place, script, isOffered, isNew: target.Kind == HookEntryKind.Absent)];
        return new(true, isSame && target.IsExecutable ? [] : [new FileStep(target.Path, target.Content, after)])
        {
            Folders = target.Kind == HookEntryKind.Absent
                ? [.. ((HookEntry[])(usesMain ? [place.Hooks] : [place.Hooks, place.Folder])).Where(
                    static f => f.Kind == HookEntryKind.Absent).Select(static f => f.Path)] : [],
            MendsMode = isSame && !target.IsExecutable,
            Notices = notices,
        };
    }

    /// <summary>Plans to take the hook away: what is ours, and nothing else.</summary>
    /// <param name="place">What is there.</param>
    public static HookPlan Remove(HookPlace place)
    {
        // A hook of somebody else at hooks/qemu is none of our business; one in our own place is in the way of nobody, and is named.
        List<HookEntry> ours = [];
        foreach (HookEntry entry in (HookEntry[])[place.Own, place.Main])
        {
            bool isMain = ReferenceEquals(entry, place.Main);
            bool isTheirs = isMain && (entry.Content is null || !HookScript.IsMarked(entry.Content));
            if (entry.Kind == HookEntryKind.Absent || isTheirs)
            {
                continue;
            }

            if (InTheWay(false, isMain ? [place.Hooks] : [place.Hooks, place.Folder], entry) is { } refused)
            {
                return refused;
            }

            ours.Add(entry);
        }

        string[] made = [.. ours.SelectMany(static e => e.Script!.Folders).Distinct()];
        return new(false, [.. ours.Select(static e => new FileStep(e.Path, e.Content, null))])
        {
            Folders = [.. ((HookEntry[])[place.Folder, place.Hooks]).Where(f => made.Contains(f == place.Folder ? FolderName : HooksName))
                .Select(static f => f.Path)],
        };
    }

    private static HookPlan Refused(bool isInstall, HookRefusal refusal, string path) =>
        new(isInstall, []) { Refusal = refusal, Obstacle = path };

    private static HookPlan? InTheWay(bool isInstall, HookEntry[] folders, HookEntry target)
    {
        foreach (HookEntry entry in (HookEntry[])[.. folders, target])
        {
            HookEntryKind wanted = ReferenceEquals(entry, target) ? HookEntryKind.File : HookEntryKind.Folder;
            HookRefusal? refusal = entry.Kind switch
            {
                HookEntryKind.Absent => null,
                HookEntryKind.Link => HookRefusal.Link,
                HookEntryKind.Unreadable => HookRefusal.Unreadable,
                HookEntryKind.File or HookEntryKind.Folder or HookEntryKind.Other => entry.Kind == wanted ? null : HookRefusal.Other,
            };
            if (refusal is { } why)
            {
                return Refused(isInstall, why, entry.Path) with { Errno = entry.Errno };
            }
        }

        if (target.Content is not { } content || target.Script is not null)
        {
            return null;
        }

        return HookScript.IsMarked(content)
            ? Refused(isInstall, HookRefusal.Changed,
                target.Path) with { Difference = new(target.Path, HookScript.Guess(content)?.Bytes, content) }
            : Refused(isInstall, HookRefusal.Foreign, target.Path);
    }

    private static IEnumerable<HookNotice> Notes(HookPlace place, HookScript script, bool? isOffered, bool isNew)
    {
        if (place.Libvirt is null)
        {
            yield return HookNotice.LibvirtUnknown;
        }

        if (place.Profile is not null
            && !Array.Exists(AllowedFolders,
                f => script.Program.StartsWith(f, StringComparison.Ordinal) && script.Program.IndexOf('/', f.Length) < 0))
        {
            yield return HookNotice.Confined;
        }

        if (isOffered == false && !script.AllowsHostPassthrough)
        {
            yield return HookNotice.NotOffered;
        }

        if (isNew)
        {
            yield return HookNotice.Reload;
        }
    }
}
