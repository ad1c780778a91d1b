using System;
using System.Linq;
using VirtNest.Evidence;
using VirtNest.Facts.Boot;

namespace VirtNest.Facts;

/// <summary>Who writes the kernel command line of the next boot.</summary>
public enum BootLoaderKind
{
    /// <summary>None that is known here.</summary>
    Unknown,

    /// <summary>Fedora CoreOS, Silverblue and their like: rpm-ostree kargs.</summary>
    RpmOstree,

    /// <summary>Debian, Ubuntu: /etc/default/grub.d and update-grub.</summary>
    GrubFolder,

    /// <summary>Fedora, RHEL: grubby, which writes every boot entry.</summary>
    Grubby,

    /// <summary>openSUSE, Arch: /etc/default/grub and grub-mkconfig.</summary>
    GrubFile,

    /// <summary>systemd-boot and unified kernel images: /etc/kernel/cmdline and kernel-install.</summary>
    KernelInstall,

    /// <summary>WSL2: .wslconfig on the Windows side.</summary>
    Wsl,

    /// <summary>Talos, Bottlerocket, NixOS and others whose /etc is made from elsewhere.</summary>
    Declared,
}

/// <summary>The boot loader's configuration, as far as it decides the kernel command line.</summary>
/// <param name="Kind">Who writes the command line.</param>
/// <param name="Program">The program that makes the configuration effective, by absolute path; null where there is none.</param>
/// <param name="Output">The file that the program writes, where it is told; or null.</param>
public sealed record BootLoader(BootLoaderKind Kind, string? Program, string? Output)
{
    /// <summary>/etc/default/grub.</summary>
    public const string GrubFile = "/etc/default/grub";

    /// <summary>/etc/default/grub.d/.</summary>
    public const string GrubFolder = "/etc/default/grub.d/";

    /// <summary>/etc/kernel/cmdline: the command line that kernel-install(8) writes into boot entries and images.</summary>
    public const string KernelCommandLineFile = "/etc/kernel/cmdline";

    /// <summary>Finds who writes the command line; an image system goes before the tools that lie there unused.</summary>
    /// <param name="facts">The machine, with the sources of a change (Sources.ChangeFiles).</param>
    public static BootLoader Of(HostFacts facts)
    {
        HostEvidence evidence = facts.Evidence;
        string? grubMenu = Array.Find(Sources.GrubMenus, m => evidence["stat:" + m].IsKnown);
        string? mkconfig = Find(evidence, "/usr/sbin/grub2-mkconfig", "/usr/bin/grub2-mkconfig", "/usr/sbin/grub-mkconfig", "/usr/bin/grub-mkconfig");
        if (facts.Layer.Platform == "wsl2")
        {
            return new(BootLoaderKind.Wsl, null, null);
        }

        if (evidence["stat:/run/ostree-booted"].IsKnown)
        {
            return new(BootLoaderKind.RpmOstree, Find(evidence, "/usr/bin/rpm-ostree"), null);
        }

        if (OsRelease.Id(evidence) is "talos" or "bottlerocket" or "nixos" or "flatcar" or "guix")
        {
            return new(BootLoaderKind.Declared, null, null);
        }

        if (Find(evidence, "/usr/sbin/update-grub") is { } update && evidence[GrubFile].IsKnown)
        {
            return new(BootLoaderKind.GrubFolder, update, grubMenu);
        }

        if (Find(evidence, "/usr/sbin/grubby", "/usr/bin/grubby") is { } grubby)
        {
            return new(BootLoaderKind.Grubby, grubby, null);
        }

        if (mkconfig is not null && grubMenu is not null && evidence[GrubFile].IsKnown)
        {
            return new(BootLoaderKind.GrubFile, mkconfig, grubMenu);
        }

        // What kernel-install has not written it will not write anew: with layout "other" it ends with status 0 and changes nothing.
        return evidence[KernelCommandLineFile].IsKnown && Find(evidence, "/usr/bin/kernel-install", "/bin/kernel-install") is { } install
            && InstalledKernel.Of(evidence).Any(k => k.Version == facts.Release && k.Images.Count > 0)
            ? new(BootLoaderKind.KernelInstall, install, null)
            : new(BootLoaderKind.Unknown, null, null);
    }

    /// <summary>
    /// What the configuration of the next boot gives to a parameter: the last "NAME=VALUE" in the files that the boot loader's programs read; null
    /// where none of them names it. Their shell syntax is not understood: a word in a comment counts too where it begins no line.
    /// </summary>
    /// <param name="evidence">The machine.</param>
    /// <param name="name">"kvm_amd.nested".</param>
    public static Witness? Configured(HostEvidence evidence, string name)
    {
        Witness? last = null;
        foreach (string file in (string[])[KernelCommandLineFile, GrubFile, .. Array.ConvertAll(evidence.Entries(GrubFolder), static f => GrubFolder + f)])
        {
            foreach (string line in evidence[file].Text.Split('\n'))
            {
                int at = line.StartsWith('#') ? -1 : line.LastIndexOf(name + "=", StringComparison.Ordinal);
                if (at >= 0 && (at == 0 || line[at - 1] is ' ' or '"' or '\'' or '='))
                {
                    int end = line.AsSpan(at).IndexOfAny(" \t\"'");
                    last = new(file, end < 0 ? line[at..] : line[at..(at + end)]);
                }
            }
        }

        return last;
    }

    private static string? Find(HostEvidence evidence, params string[] programs) => Array.Find(programs, p => evidence["stat:" + p].IsKnown);
}
