using System.Buffers.Binary;

namespace VirtNest.Evidence;

/// <summary>Cuts what boots down to its kernel command lines.</summary>
internal static class BootText
{
    /// <summary>Of a menu that grub-mkconfig has written: the "linux" lines of this system's own kernels, from the pieces of 10_linux and
    /// its like, without recovery entries, which get no GRUB_CMDLINE_LINUX_DEFAULT (GRUB 2.06, util/grub.d/10_linux.in;
    /// util/grub-mkconfig.in, "### BEGIN").</summary>
    internal static string LinuxLines(string menu)
    {
        StringBuilder kept = new();
        bool isOwn = false;
        bool isRecovery = false;
        foreach (string line in menu.Split('\n'))
        {
            string text = line.Trim();
            if (text.StartsWith("### ", StringComparison.Ordinal))
            {
                isOwn = text.StartsWith("### BEGIN ", StringComparison.Ordinal) && text.Contains("/10_linux", StringComparison.Ordinal);
            }
            else if (text.StartsWith("menuentry ", StringComparison.Ordinal))
            {
                isRecovery = text.Contains("-recovery-", StringComparison.Ordinal);
            }
            else if (isOwn && !isRecovery && text.Split(' ', '\t')[0] is "linux" or "linux16" or "linuxefi")
            {
                kept.Append(text).Append('\n');
            }
        }

        return kept.ToString();
    }

    /// <summary>The command line inside a unified kernel image: its section ".cmdline" (UAPI.5, Unified Kernel Image; Microsoft PE Format,
    /// "Section Table"). Null where it has none, or where it is not among these bytes.</summary>
    internal static string? ImageCommandLine(ReadOnlySpan<byte> image)
    {
        if (image.Length < 64 || !image.StartsWith("MZ"u8))
        {
            return null;
        }

        long header = BinaryPrimitives.ReadUInt32LittleEndian(image[60..]);
        if (header + 24 > image.Length || !image[(int)header..].StartsWith("PE\0\0"u8))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(image[((int)header + 6)..]);
        long table = header + 24 + BinaryPrimitives.ReadUInt16LittleEndian(image[((int)header + 20)..]);
        for (int i = 0; i < count && table + 40 <= image.Length; i++, table += 40)
        {
            ReadOnlySpan<byte> section = image.Slice((int)table, 40);
            if (!section.StartsWith(".cmdline"u8))
            {
                continue;
            }

            long size =
                Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(section[8..]), BinaryPrimitives.ReadUInt32LittleEndian(section[16..]));
            long start = BinaryPrimitives.ReadUInt32LittleEndian(section[20..]);
            return start + size <= image.Length ? Encoding.UTF8.GetString(image.Slice((int)start, (int)size)).TrimEnd('\0', '\n') : null;
        }

        return null;
    }
}
