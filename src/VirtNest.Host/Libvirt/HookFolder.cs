using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Libvirt;

/// <summary>libvirt's folder of hooks: looked at without following a link.</summary>
/// <param name="path">The folder: /etc/libvirt/hooks.</param>
public sealed class HookFolder(string path)
{
    /// <summary>Where libvirt's daemons look (libvirt, "Hooks for specific system management", "Script names").</summary>
    public const string SystemPath = "/etc/libvirt/hooks";

    /// <summary>What is there.</summary>
    /// <param name="libvirt">The version, or null.</param>
    public HookPlace Look(InstalledLibvirt? libvirt)
    {
        HookEntry hooks = Entry(path);
        HookEntry folder = Below(hooks, "qemu.d");
        return new(hooks, Below(hooks, "qemu"), folder, Below(folder, "virt-nest"), libvirt);
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
