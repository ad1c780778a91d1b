using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Libvirt;

/// <summary>libvirt's folder of hooks: looked at without following a link, and changed as a plan says.</summary>
/// <param name="path">The folder: /etc/libvirt/hooks.</param>
public sealed class HookFolder(string path)
{
    /// <summary>Where libvirt's daemons look (libvirt, "Hooks for specific system management", "Script names").</summary>
    public const string SystemPath = "/etc/libvirt/hooks";

    private static readonly uint FolderMode = Convert.ToUInt32("755", 8);

    /// <summary>What is there.</summary>
    /// <param name="libvirt">The version, or null.</param>
    public HookPlace Look(InstalledLibvirt? libvirt)
    {
        HookEntry hooks = Entry(path);
        HookEntry folder = Below(hooks, "qemu.d");
        return new(hooks, Below(hooks, "qemu"), folder, Below(folder, "virt-nest"), libvirt);
    }

    /// <summary>Does what a plan says. Where a file is no longer what the plan was made of, it is left alone.</summary>
    /// <param name="plan">The plan, which is not refused.</param>
    /// <param name="failed">The path that failed, or null.</param>
    /// <returns>0, or the error number; ESTALE where a file has changed meanwhile.</returns>
    public static int Apply(HookPlan plan, out string? failed)
    {
        failed = null;
        if (plan.IsInstall)
        {
            foreach (string folder in plan.Folders)
            {
                if (DurableFile.MakeFolder(folder, FolderMode) is not 0 and var errno)
                {
                    failed = folder;
                    return errno;
                }
            }
        }

        foreach (FileStep file in plan.Files)
        {
            if (Apply(plan, file) is not 0 and var errno)
            {
                failed = file.Path;
                return errno;
            }
        }

        if (!plan.IsInstall)
        {
            foreach (string folder in plan.Folders)
            {
                if (DurableFile.RemoveEmptyFolder(folder) is not 0 and var errno)
                {
                    failed = folder;
                    return errno;
                }
            }
        }

        return 0;
    }

    private static int Apply(HookPlan plan, FileStep file)
    {
        HookEntry now = Entry(file.Path);
        bool isAsPlanned = file.Before is null ? now.Kind == HookEntryKind.Absent
            : now.Content is { } content && content.AsSpan().SequenceEqual(file.Before);
        if (!isAsPlanned)
        {
            return LinuxErrno.ESTALE;
        }

        if (file.After is null)
        {
            // A run that was killed may have left its file, which libvirt would run like any other.
            DurableFile.RemoveRest(file.Path);
            return DurableFile.Remove(file.Path);
        }

        // A file that is there keeps its mode when it is replaced; this one has none that is worth keeping.
        return plan.MendsMode && DurableFile.Remove(file.Path) is not 0 and var errno ? errno
            : DurableFile.Write(file.Path, file.After, FolderMode);
    }

    private static HookEntry Below(HookEntry folder, string name)
    {
        string path = Path.Join(folder.Path, name);
        return folder.Kind switch
        {
            HookEntryKind.Folder => Entry(path),
            HookEntryKind.Unreadable => new(path, HookEntryKind.Unreadable) { Errno = folder.Errno },
            HookEntryKind.Absent or HookEntryKind.File or HookEntryKind.Link or HookEntryKind.Other => new(path, HookEntryKind.Absent),
        };
    }

    private static HookEntry Entry(string path)
    {
        if (Stat.OfLink(path, out Stat.StatX stat) != 0)
        {
            return Marshal.GetLastPInvokeError() is LinuxErrno.ENOENT or LinuxErrno.ENOTDIR ? new(path, HookEntryKind.Absent)
                : new(path, HookEntryKind.Unreadable) { Errno = Marshal.GetLastPInvokeError() };
        }

        uint mode = stat.Mode & 0xFFFu;
        switch (stat.Mode & Stat.S_IFMT)
        {
            case Stat.S_IFDIR:
                return new(path, HookEntryKind.Folder) { Mode = mode };
            case Stat.S_IFLNK:
                return new(path, HookEntryKind.Link);
            case Stat.S_IFREG:
                Reading reading = WholeFile.Read(path, HookScript.MostBytes);
                return !reading.IsKnown ? new(path, HookEntryKind.Unreadable) { Errno = reading.Errno }
                    : reading.IsTruncated ? new(path, HookEntryKind.Other)
                    : new(path, HookEntryKind.File) { Mode = mode, Content = reading.Bytes.ToArray() };
            default:
                return new(path, HookEntryKind.Other);
        }
    }
}
