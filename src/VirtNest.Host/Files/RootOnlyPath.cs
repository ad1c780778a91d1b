using System.IO;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>A path that nobody but root can lead elsewhere: what root is told to run for good has to be at one.</summary>
public static class RootOnlyPath
{
    private const uint OthersWrite = 0b010_010;

    private const uint Sticky = 0x200;

    /// <summary>The first part of a path that somebody but root may change: the file, or a folder above it.</summary>
    /// <param name="path">An absolute path, without links.</param>
    /// <returns>That part; null where there is none.</returns>
    public static string? Weakness(string path)
    {
        for (string? part = path; part is not null; part = Path.GetDirectoryName(part))
        {
            if (Stat.OfLink(part, out Stat.StatX stat) != 0)
            {
                return part;
            }

            // In a sticky folder nobody replaces what belongs to root (inode(7)).
            bool isSticky = (stat.Mode & Stat.S_IFMT) == Stat.S_IFDIR && (stat.Mode & Sticky) != 0;
            if (stat.Uid != 0 || ((stat.Mode & OthersWrite) != 0 && !isSticky))
            {
                return part;
            }
        }

        return null;
    }
}
