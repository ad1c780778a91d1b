using System.IO;
using VirtNest.Guarding;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>The libvirt that is installed on this host, without a connection to it.</summary>
public static class LibvirtOfHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The daemons that run hooks of QEMU: the one of its own, since libvirt 5.6, and the one for all drivers.</summary>
    private static readonly string[] Daemons = ["virtqemud", "libvirtd"];

    /// <summary>The folder of hooks, with what is around it.</summary>
    /// <param name="folder">The folder.</param>
    public static HookPlace Look(string folder) =>
        new HookFolder(folder).Look(Version()) with { ReloadCommand = ReloadCommand(), Profile = Profile() };

    /// <summary>The version: a daemon's own word, else the library's; null where there is neither.</summary>
    private static InstalledLibvirt? Version()
    {
        foreach (string daemon in Daemons)
        {
            string program = "/usr/sbin/" + daemon;
            if (File.Exists(program)
                && InstalledLibvirt.Read(HostProgram.Run(program, ["--version"], Patience).Whole, program + " --version") is { } version)
            {
                return version;
            }
        }

        try
        {
            return new InstalledLibvirt((long)LibvirtHost.OwnVersion(), "virGetVersion");
        }
        catch (Exception exception) when (exception is LibvirtException || LibvirtLibraries.IsAbsence(exception))
        {
            return null;
        }
    }

    /// <summary>How the daemon that runs, or would, is told to read its configuration again; null where none is installed.</summary>
    private static string? ReloadCommand()
    {
        string? daemon = Array.Find(Daemons, static d => File.Exists($"/run/{d}.pid") || File.Exists($"/run/libvirt/{d}.pid"))
            ?? Array.Find(Daemons, static d => File.Exists("/usr/sbin/" + d));
        return daemon is null ? null : Directory.Exists("/run/systemd/system") ? "systemctl try-reload-or-restart " + daemon
            : $"service {daemon} restart";
    }

    /// <summary>The profile that confines the daemon, where AppArmor is on.</summary>
    private static string? Profile() => WholeFile.Read("/sys/module/apparmor/parameters/enabled", 16).Value == "Y"
        ? Array.Find(Array.ConvertAll(Daemons, static d => "/etc/apparmor.d/usr.sbin." + d), File.Exists)
        : null;
}
