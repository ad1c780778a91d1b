using System.IO;
using CsCheck;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;

namespace VirtNest.Host.Tests.Modprobe;

/// <summary>What lies at a name in a modprobe.d folder.</summary>
internal enum EntryKind
{
    File,
    LinkToNull,
    LinkToNowhere,
    LinkToFile,
    Folder,
}

/// <summary>One entry of a modprobe.d folder.</summary>
internal sealed record GeneratedEntry(string Folder, string Name, EntryKind Kind, byte[] Bytes);

/// <summary>A configuration that is no better than people and accidents make them: odd white space, continued lines, masks, junk, a kernel
/// command line.</summary>
internal sealed record GeneratedTree(GeneratedEntry[] Entries, byte[] CommandLine)
{
    /// <summary>The folders that kmod 30 reads, without /usr/lib/modprobe.d, which is the same as the last on the machine that is made
    /// here.</summary>
    internal static readonly string[] Folders = ["/etc/modprobe.d/", "/run/modprobe.d/", "/usr/local/lib/modprobe.d/", "/lib/modprobe.d/"];

    private static readonly Gen<string> Module = Gen.Frequency(
        (8, Gen.OneOf("kvm_intel", "kvm-intel", "kvm_amd", "kvm")),
        (1, Gen.OneOf("kvm*", "kvm_*", "*", "kvm?intel", "kvm_[ia]*", "kvm_[!a]*", "kvm_[h-j]ntel", "kvm[-_]intel",
            "kvm_[[:alpha:]x[i]ntel", "KVM_INTEL", "kvm_intel2", "kvm[intel", "kvm]intel", "kvm_\\\\intel", "other-module", "\"kvm_intel\"",
            "kvm_intel\r")));

    private static readonly Gen<string> Space = Gen.Frequency((12, Gen.Const(" ")),
        (4, Gen.OneOf("\t", "  ", " \t ", " \\\n", "\\\n ", "\\\n", " \\\r\n", "\v", "\f", "\u00A0", "")));

    private static readonly Gen<string> Value =
        Gen.OneOf("1", "0", "Y", "N", "on", "2", "", "\"1\"", "\"0 1\"", "1\\\n", "\\1", "0x1", "1\"", "é", "1,0", "=1");

    private static readonly Gen<string> Option = Gen.Select(
        Gen.OneOf("nested", "nested", "nested", "ept", "npt", "nes-ted", "\"nested", "--", "#"),
        Gen.OneOf("=", "=", "=", "", " = "),
        Value).Select((name, equals, value) => name is "--" or "#" ? name : name + equals + (equals.Length == 0 ? "" : value));

    private static readonly Gen<string> Options = Gen.Select(Option, Space, Option).Select((a, s, b) => a + s + b);

    private static readonly Gen<string> Command = Gen.OneOf("/bin/false", "/bin/true", "/bin/false # CVE-2026-1", "exit 1",
        "/sbin/modprobe --ignore-install kvm_intel $CMDLINE_OPTS && true", "echo \\\"x\\\"; :", "/bin/sh -c 'a\tb'");

    private static readonly Gen<string> Softdep =
        Gen.OneOf("pre: a-b", "post: a  b", "pre: a post: b\tc", "a b", "pre:", "pre:a", "post: x pre: y", "pre: kvm\r");

    private static readonly Gen<string> Line = Gen.Frequency(
        (10, Gen.Select(Space, Module, Space, Options).Select((a, m, b, o) => "options" + a + m + b + o)),
        (3, Gen.Select(Space, Module).Select((a, m) => "blacklist" + a + m)),
        (3, Gen.Select(Space, Module, Space, Command).Select((a, m, b, c) => "install" + a + m + b + c)),
        (1, Gen.Select(Space, Module, Space, Command).Select((a, m, b, c) => "remove" + a + m + b + c)),
        (1, Gen.Select(Space, Module, Space, Softdep).Select((a, m, b, c) => "softdep" + a + m + b + c)),
        (1, Gen.Select(Space, Module, Space, Module).Select((a, m, b, c) => "alias" + a + m + b + c)),
        (2, Gen.OneOf("# comment", "#options kvm_intel nested=1", "  # options kvm_intel nested=1", "# continued \\", "", "   ",
            "include /etc/x", "option kvm_intel nested=1", "Options kvm_intel nested=0", "options", "options kvm_intel",
            "options kvm_intel ", "blacklist", "\uFEFFoptions kvm nested=1", "\\# x", "op\0tions kvm_intel nested=1",
            "options kvm_intel nested=1\0nested=0")),
        (1, Gen.Char["ab kvm_-[]\\\"#=\t\r\0\u00FF"].Array[0, 30].Select(c => new string(c))));

    private static readonly Gen<string> Indented =
        Gen.Select(Gen.Frequency((9, Gen.Const("")), (1, Gen.OneOf(" ", "\t", "  "))), Line).Select((i, l) => i + l);

    private static readonly Gen<string> End = Gen.Frequency((16, Gen.Const("\n")), (1, Gen.OneOf("\r\n", "\\\n", "\n\n", " \n")));

    private static readonly Gen<byte[]> Content = Gen.Select(
        Gen.Select(Indented, End).Select((l, e) => l + e).Array[0, 6],
        Gen.Frequency((8, Gen.Const("")),
            (1, Gen.OneOf("options kvm_intel nested=1", "options kvm_intel nested=0\\", "\\", "blacklist kvm_amd", "#",
                "install kvm_intel /bin/false\\"))))
        .Select((lines, last) => Latin(string.Concat(lines) + last));

    private static readonly Gen<string> Name = Gen.Frequency(
        (10,
            Gen.OneOf("a.conf", "b.conf", "kvm.conf", "qemu-system-x86.conf", "10-kvm.conf", "9.conf", "Z.conf", "a-b.conf", "a_b.conf",
                "zz kvm.conf", "é.conf")),
        (1, Gen.OneOf(".conf", ".a.conf", "a.conf~", "a.conf.dpkg-old", "a.CONF", "README", "c.conf.", "..conf")));

    private static readonly Gen<GeneratedEntry> Entry = Gen.Select(
        Gen.OneOf(Folders),
        Name,
        Gen.Frequency((14, Gen.Const(EntryKind.File)),
            (2, Gen.OneOf(EntryKind.LinkToNull, EntryKind.LinkToNowhere, EntryKind.LinkToFile, EntryKind.Folder))),
        Content).Select((folder, name, kind, bytes) => new GeneratedEntry(folder, name, kind, bytes));

    private static readonly Gen<string> Word = Gen.Frequency(
        (4, Gen.Select(Gen.OneOf("kvm_intel", "kvm-intel", "kvm_amd", "kvm", "m[-]x", "m[x"), Option).Select((m, o) => m + "." + o)),
        (2, Gen.Select(Gen.OneOf("kvm_intel", "kvm-intel", "kvm_amd", "a"), Gen.OneOf("kvm", "kvm-intel", "", "kvm_intel"))
            .Select((a, b) => "modprobe.blacklist=" + a + "," + b)),
        (1, Gen.Select(Gen.OneOf("kvm_intel", "kvm-amd"), Option).Select((m, o) => "\"" + m + "." + o + " x\"")),
        (2, Gen.OneOf("quiet", "--", "root=UUID=a.b", "BOOT_IMAGE=/vmlinuz-6.1.0", "a.b.c=1",
            "kvm_intel.dyndbg=\"file a.c +p; file b.c +p\"", "module_blacklist=kvm_intel", "\"", "\"\"", ".", "=", "kvm_intel.nested",
            "kvm.a=\"b", "x\"kvm.a=1\"", "\"modprobe.blacklist=kvm_intel,kvm\"", "kvm.é=é")),
        (1, Gen.Char["ak.=\"- \t,[]"].Array[0, 16].Select(c => new string(c))));

    private static readonly Gen<byte[]> Commands = Gen.Select(
        Gen.Select(Word, Gen.OneOf(" ", " ", " ", "  ", "\t")).Select((w, s) => w + s).Array[0, 8],
        Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[3990, 4110])),
        Gen.OneOf("\n", "\n", ""))
        .Select((words, padding, end) => Latin(new string('p', padding) + (padding > 0 ? " " : "") + string.Concat(words) + end));

    /// <summary>Any configuration, but none with both a folder named like a file and a link that leads nowhere: whether kmod 30 lets such
    /// a link mask depends then on what it looked at before (it judges by a stat that failed).</summary>
    internal static readonly Gen<GeneratedTree> Any = Gen.Select(Entry.Array[0, 7], Commands).Select((entries, line) => new GeneratedTree(
        [.. entries.DistinctBy(e => e.Folder + e.Name)
            .Where(e => e.Kind != EntryKind.Folder || !Array.Exists(entries, o => o.Kind == EntryKind.LinkToNowhere))], line));

    /// <summary>The evidence that a gatherer takes of it.</summary>
    internal ModprobeConfig Config => Tree.Config;

    /// <summary>The evidence, to which more can be added.</summary>
    internal ModprobeTree Tree
    {
        get
        {
            ModprobeTree tree = new();
            foreach (GeneratedEntry entry in Entries)
            {
                // What a link to a file holds is what that file holds.
                tree.With(entry.Folder + entry.Name, entry.Kind switch
                {
                    EntryKind.File or EntryKind.LinkToFile => Reading.Known(entry.Bytes),
                    EntryKind.LinkToNull => Reading.Known([]),
                    EntryKind.LinkToNowhere => Reading.OfErrno(LinuxErrno.ENOENT),
                    EntryKind.Folder => Reading.OfErrno(LinuxErrno.EISDIR),
                });
            }

            tree.Evidence["/proc/cmdline"] = Reading.Known(CommandLine);
            return tree;
        }
    }

    /// <summary>Puts it on disk below a folder.</summary>
    internal void Write(string root)
    {
        foreach (string folder in Folders)
        {
            Directory.CreateDirectory(root + folder);
        }

        Directory.CreateDirectory(root + "/proc");
        File.WriteAllBytes(root + "/proc/cmdline", CommandLine);
        foreach (GeneratedEntry entry in Entries)
        {
            string path = root + entry.Folder + entry.Name;
            switch (entry.Kind)
            {
                case EntryKind.File:
                    File.WriteAllBytes(path, entry.Bytes);
                    break;
                case EntryKind.LinkToFile:
                    File.WriteAllBytes(path + ".target", entry.Bytes);
                    File.CreateSymbolicLink(path, entry.Name + ".target");
                    break;
                case EntryKind.LinkToNull:
                    File.CreateSymbolicLink(path, "/dev/null");
                    break;
                case EntryKind.LinkToNowhere:
                    File.CreateSymbolicLink(path, "/nowhere");
                    break;
                case EntryKind.Folder:
                    Directory.CreateDirectory(path);
                    break;
            }
        }
    }

    /// <summary>For a failure's message.</summary>
    internal string Describe()
    {
        StringBuilder text = new();
        foreach (GeneratedEntry entry in Entries)
        {
            text.Append(entry.Folder).Append(entry.Name).Append(' ').Append(entry.Kind).Append(": ").Append(Escape(entry.Bytes))
                .Append('\n');
        }

        int padding = CommandLine.TakeWhile(b => b == (byte)'p').Count();
        return text.Append("command line: ").Append(padding).Append(" times p, then ").Append(Escape(CommandLine[padding..])).Append('\n')
            .ToString();
    }

    private static string Escape(byte[] bytes) => System.Text.Json.JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes));

    /// <summary>Characters up to U+00FF become one byte (so that bytes that are no UTF-8 occur), others UTF-8.</summary>
    private static byte[] Latin(string text)
    {
        List<byte> bytes = [];
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes.AddRange(rune.Value is <= 0xFF and not 0xE9 ? [(byte)rune.Value] : Encoding.UTF8.GetBytes(rune.ToString()));
        }

        return [.. bytes];
    }
}
