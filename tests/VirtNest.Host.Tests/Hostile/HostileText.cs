using CsCheck;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>Texts and bytes that mean harm, and what must never reach a terminal.</summary>
internal static class HostileText
{
    /// <summary>Pieces that parsers look for, and pieces that terminals obey.</summary>
    private static readonly string[] Pieces =
    [
        "\u001b[2J", "\u001b]0;x\u0007", "\u009b31m", "\u007f", "\u202e", "\u2066", "\u2028", "\ufeff", "\u200b", "\ufffd", "\0", "\r",
            "\n", "\t", "\ud800", "\udc00", "\U0001F600", "\U000F0000",
        "processor\t: 0\n", "flags\t\t: lm vmx svm hypervisor\n", "vmx flags\t: ept\n", "vendor_id\t: GenuineIntel\n", "cpu number : 0\n",
        "isa : rv64imafdch_zihpm\n", ": :\n", "Serial : 1\n", "features : sie\n", "platform : PowerNV\n",
        "options kvm_intel nested=1\n", "options kvm_amd nested=Y\n", "install kvm_intel /bin/false # CVE-2026-1\n", "blacklist kvm*\n",
        "options \"kvm", "alias k[v]m* kvm\n", "softdep kvm pre: a post: b\n", "\\\n", "\\", "#", "[[:alpha:]", "*", "[!]",
        "kvm_intel.nested=1 ", "kvm_intel.nested=\" -- ", "clearcpuid=vmx,133 ", "module_blacklist=kvm ", "modprobe.blacklist=kvm-intel ",
        "kvm-arm.mode=nested ", "=", "\"", "--", ".", ",",
        "00000001 00000000 ffffffff ffffffff ffffffff ffffffff\n", "40000000 0 1 4b4d564b 564b4d56 4d\n", "80000001 0 0 0 4 0\n",
        "ffffffffffffffff 0 0 0 0 0\n", "8000000a 0 0 0 0 -1\n",
        "12", "0", "-1", "2147483648", "99999999999999999999", "0x1p3", "Y", "N", "ok", "480\n48b\n", "48b 0055d7fb00000000\n",
        "type=char mode=0660 uid=0 gid=108 rdev=10:232 size=0 mtime=1", "type=folder mode=", "mtime=-9223372036854775809",
        "release=6.8.0\nmachine=x86_64\n", "machine=s390x\n", "container=", "container=lxc\n", "docker\n", "control_d",
        "QEMU", "Amazon EC2", "i3.metal", "Xen", "VMware, Inc.", "Microsoft Corporation", "Virtual Machine", "microsoft-WSL2",
        "kvm 1 0 - Live 0x0\n", "kvm_intel 1 0 - Live 0x0\n", "kvm_pvm 1 1 - Live 0x0\n", "vboxdrv 1 0 - Live 0x0\n", "232 kvm\n",
        "Processor vulnerable", "Mitigation: PTE Inversion; VMX: x", "kvm: disabled by bios\n", "[integrity]", "ID=ubuntu\n",
        "ID=\"rhel\"\n", "VM00 Control Program: KVM\n", "LPAR Number: 1\n", "6.8.0-45-generic", "999999.99999.99999", "../../../etc/passwd",
    ];

    /// <summary>Text of such pieces, of any characters, and of both.</summary>
    internal static Gen<string> Text { get; } = Gen.Frequency(
        (6, Gen.OneOf(Pieces).Array[0, 24].Select(static p => string.Concat(p))),
        (2, Gen.String[0, 200]),
        (1, Gen.OneOf(Pieces).Select(Gen.Int[1, 3000], static (p, n) => new StringBuilder().Insert(0, p, n).ToString())));

    /// <summary>The same as bytes, and bytes that are no text at all.</summary>
    internal static Gen<byte[]> Bytes { get; } = Gen.Frequency(
        (3, Text.Select(static t => Encoding.UTF8.GetBytes(t))),
        (1, Gen.Byte.Array[0, 400]),
        (1, Text.Select(Gen.Byte.Array[1, 8],
            static (t, b) => (byte[])[.. Encoding.UTF8.GetBytes(t), .. b, .. Encoding.Latin1.GetBytes(t)])));

    /// <summary>What of a printed text a terminal would obey, or would show as broken: control characters but the line feed, bidirectional
    /// controls, separators, halves of pairs.</summary>
    internal static IEnumerable<string> Forbidden(string printed)
    {
        foreach (Rune rune in printed.EnumerateRunes())
        {
            bool isForbidden = rune.Value != '\n' && (rune.Value == 0xFFFD || Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate);
            if (isForbidden)
            {
                yield return $"U+{rune.Value:X4}";
            }
        }
    }
}
