using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>A libvirtd of the test's own: its configuration, state and run folders are bound over the machine's in a mount namespace that
/// only it sees, and it listens on a socket in a temporary folder. Nothing of the machine's libvirt is read or changed. Domains are
/// emulated (type qemu).</summary>
public sealed class PrivateLibvirt : IDisposable
{
    private const string Daemon = "/usr/sbin/libvirtd";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Process? _daemon;

    /// <summary>Starts it, where that can be; a test that needs it looks at <see cref="Missing"/> first.</summary>
    public PrivateLibvirt()
    {
        if (MissingDaemon is null)
        {
            Prepare();
        }
    }

    /// <summary>Why it cannot be started on this machine; null where it can.</summary>
    internal static string? MissingDaemon { get; } =
        FindMissing(Daemon, "/usr/bin/virsh", "/usr/bin/qemu-system-x86_64", "/usr/bin/unshare");

    /// <summary>Why there are no guests for it that boot; null where there are.</summary>
    internal static string? Missing { get; } = MissingDaemon ?? FindMissing("/bin/busybox", "/usr/bin/cpio") ?? FindMissingKernel();

    /// <summary>The temporary folder.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("virt-nest-libvirt-").FullName;

    internal string Uri => $"qemu+unix:///system?socket={Folder}/sock/libvirt-sock";

    internal int ProcessId => _daemon!.Id;

    private void Prepare()
    {
        foreach (string folder in (string[])["etc", "lib", "log", "cache", "run", "sock", "guest"])
        {
            Directory.CreateDirectory(Path.Combine(Folder, folder));
        }

        File.WriteAllText(Folder + "/etc/libvirtd.conf",
            $"unix_sock_dir = \"{Folder}/sock\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\nlog_outputs = "
                + $"\"3:file:{Folder}/libvirtd.log\"\n");
        File.WriteAllText(Folder + "/etc/qemu.conf",
            "user = \"root\"\ngroup = \"root\"\nsecurity_driver = \"none\"\nstdio_handler = \"file\"\nnamespaces = []\ncgroup_controllers "
                + "= []\nremember_owner = 0\n");
        // libvirt's QEMU driver does not start without the user that it was built for, whoever it then runs QEMU as; a package that is not
        // needed here makes that user.
        foreach (string file in (string[])["passwd", "group"])
        {
            string accounts = File.ReadAllText("/etc/" + file);
            bool isThere = accounts.Split('\n').Any(static l => l.StartsWith("libvirt-qemu:", StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(Folder, file), isThere ? accounts
                : accounts
                + (file == "passwd" ? "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin\n" : "libvirt-qemu:x:64055:\n"));
        }

        Assert(Missing is not null || Run("bash", RepositoryFolder() + "/tests/lab/instance/build.sh", Folder + "/guest") == 0,
            "the guest could not be built");
        StartDaemon();
    }

    internal void StartDaemon()
    {
        string f = Folder;
        string script =
            $"for folder in /etc/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /run/libvirt; do mkdir -p $folder; done;"
            + $" mount --bind {f}/etc /etc/libvirt && mount --bind {f}/lib /var/lib/libvirt && mount --bind {f}/log /var/log/libvirt && "
            + $"mount --bind {f}/cache /var/cache/libvirt && mount --bind {f}/run /run/libvirt"
            + $" && mount --bind {f}/passwd /etc/passwd && mount --bind {f}/group /etc/group"
            + $" && exec {Daemon} -f {f}/etc/libvirtd.conf -p {f}/run/libvirtd.pid";
        ProcessStartInfo start = new("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])["-m", "--propagation", "private", "sh", "-c", script])
        {
            start.ArgumentList.Add(word);
        }

        File.Delete(f + "/sock/libvirt-sock");
        _daemon = Process.Start(start)!;
        _daemon.OutputDataReceived += static (_, _) => { };
        _daemon.ErrorDataReceived += static (_, _) => { };
        _daemon.BeginOutputReadLine();
        _daemon.BeginErrorReadLine();
        Until(
            () =>
            {
                Assert(!_daemon.HasExited, "libvirtd ended: "
                    + (File.Exists(f + "/libvirtd.log") ? File.ReadAllText(f + "/libvirtd.log") : ""));
                return Run("virsh", "-c", Uri, "-q", "list") == 0;
            },
            "libvirtd does not answer");
    }

    /// <summary>Ends the daemon at once; its domains run on.</summary>
    internal void KillDaemon()
    {
        _daemon!.Kill();
        _daemon.WaitForExit();
    }

    /// <summary>Defines a domain whose guest is that of tests/lab/instance.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cpu">Its cpu element.</param>
    /// <param name="words">Words on the guest's kernel command line: "agent=good".</param>
    /// <param name="more">More of the XML.</param>
    /// <param name="isSettled">Define it again from libvirt's own dump, after which libvirt keeps the order of its elements.</param>
    internal void Define(string name, string cpu, string words = "", string more = "", bool isSettled = true)
    {
        string xml = $"""
            <domain type='qemu'>
              <name>{name}</name>
              <memory unit='MiB'>160</memory>
              <vcpu>1</vcpu>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>{Folder}/guest/vmlinuz</kernel>
                <initrd>{Folder}/guest/initrd</initrd>
                <cmdline>console=ttyS0 quiet mitigations=off cryptomgr.notests {words}</cmdline>
              </os>
              <features><acpi/></features>
              {cpu}
              <on_reboot>destroy</on_reboot>
              <devices>
                <serial type='pty'/>
                <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
                <graphics type='vnc' socket='{Folder}/vnc-{Guid.NewGuid():N}' passwd='secret'/>
                <memballoon model='none'/>
              </devices>
              {more}
            </domain>
            """;
        File.WriteAllText(Folder + "/domain.xml", xml);
        Assert(Virsh("define", Folder + "/domain.xml") == 0, "cannot define " + name);
        if (isSettled)
        {
            File.WriteAllText(Folder + "/domain.xml", VirshText("dumpxml", "--inactive", "--security-info", name));
            Assert(Virsh("define", Folder + "/domain.xml") == 0, "cannot define again " + name);
        }
    }

    /// <summary>Defines and starts a domain without disk and kernel, whose firmware only halts: hundreds of them need no CPU
    /// time.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The QEMU process.</returns>
    internal int StartBare(string name)
    {
        DefineBare(name);
        return StartAgain(name);
    }

    /// <summary>Defines such a domain.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cpu">Its cpu element.</param>
    internal void DefineBare(string name, string cpu = "")
    {
        // The CPU begins 16 bytes below the end: cli, hlt, and again.
        byte[] firmware = new byte[64 << 10];
        ((ReadOnlySpan<byte>)[0xfa, 0xf4, 0xeb, 0xfc]).CopyTo(firmware.AsSpan(^16));
        File.WriteAllBytes(Folder + "/halts.rom", firmware);
        File.WriteAllText(Folder + "/bare.xml",
            $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu><os><type arch='x86_64' "
                + $"machine='pc'>hvm</type><loader type='rom'>{Folder}/halts.rom</loader></os>{cpu}<devices><controller type='usb' "
                + "model='none'/><memballoon model='none'/></devices></domain>");
        Assert(Virsh("define", Folder + "/bare.xml") == 0, "cannot define " + name);
    }

    /// <summary>Starts a domain that is defined.</summary>
    /// <returns>The QEMU process.</returns>
    internal int StartAgain(string name)
    {
        Assert(Virsh("start", name) == 0, "cannot start " + name);
        return int.Parse(File.ReadAllText($"{Folder}/run/qemu/{name}.pid"), CultureInfo.InvariantCulture);
    }

    internal int Virsh(params string[] arguments) => Run("virsh", ["-c", Uri, "-q", .. arguments]);

    internal string VirshText(params string[] arguments)
    {
        ProcessStartInfo start = new("virsh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])["-c", Uri, "-q", .. arguments])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>Starts a domain and waits until its guest agent has opened its channel.</summary>
    internal void StartWithAgent(string name)
    {
        Assert(Virsh("start", name) == 0, "cannot start " + name);
        Until(() => VirshText("dumpxml", name).Contains("state='connected'", StringComparison.Ordinal), "the agent does not connect");
    }

    internal static void Until(Func<bool> holds, string otherwise)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!holds())
        {
            Assert(clock.Elapsed < Patience, otherwise);
            Thread.Sleep(200);
        }
    }

    /// <summary>Removes all domains.</summary>
    internal void Clear()
    {
        if (_daemon!.HasExited)
        {
            StartDaemon();
        }

        // The end of a QEMU takes a second or two, in which libvirt waits.
        ParallelOptions many = new() { MaxDegreeOfParallelism = 16 };
        Parallel.ForEach(Names("--name"), many, name => Virsh("destroy", name));
        Parallel.ForEach(Names("--all", "--name"), many, name => Virsh("undefine", name, "--managed-save", "--snapshots-metadata"));
    }

    private string[] Names(params string[] options) =>
        VirshText(["list", .. options]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public void Dispose()
    {
        if (_daemon is not null)
        {
            Clear();
            _daemon.Kill();
            _daemon.WaitForExit();
            _daemon.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static void Assert(bool holds, string otherwise) => Xunit.Assert.True(holds, otherwise);

    private static int Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string RepositoryFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "virt-nest.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("not in the repository");
    }

    private static string? FindMissing(params string[] files) =>
        Environment.UserName != "root" ? "needs root, for a mount namespace"
            : Array.Find(files, static f => !File.Exists(f)) is { } missing ? missing + " is not installed" : null;

    private static string? FindMissingKernel()
    {
        string cache = Environment.GetEnvironmentVariable("VIRT_NEST_LAB_CACHE")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache/virt-nest/lab");
        string modules = Path.Combine(cache, "kernel-6.1/guest-modules");
        return File.Exists(modules) && File.ReadAllText(modules).Contains("virtio_console", StringComparison.Ordinal) ? null
            : "no guest kernel: run tests/lab/lab fetch";
    }
}

/// <summary>The classes that share one: one emulated machine at a time.</summary>
[CollectionDefinition]
public sealed class OnPrivateLibvirt : ICollectionFixture<PrivateLibvirt>;
