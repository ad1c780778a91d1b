using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using CsCheck;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>check --root over trees that somebody made on purpose: nothing outside is read, nothing waits, nothing grows without
/// bound.</summary>
public sealed class HostileTreeTests
{
    /// <summary>Every path that a dump is asked for.</summary>
    private static readonly string[] Paths =
    [
        .. Sources.Files.Select(static f => f.Path), .. Sources.Stats.Where(static s => s != "/proc/xen"),
            "/lib/modules/6.1.0/modules.builtin", "/sys/module/kvm_intel/parameters/nested", "/sys/module/kvm_intel/initstate",
        "/etc/modprobe.d/a.conf", "/usr/lib/modprobe.d/b.conf", "/boot/initrd.img-6.1.0",
    ];

    private static readonly string[] Folders = ["/sys/module", "/sys/module/kvm_intel", "/sys/module/kvm_intel/parameters",
        "/etc/modprobe.d", "/run/modprobe.d", "/usr/lib/modprobe.d", "/lib/modules", "/lib/modules/6.1.0", "/proc", "/sys", "/etc",
        "/proc/xen", "/proc/1", "/proc/self"];

    public static TheoryData<string> Leaving => ["absolute", "relative", "above", "chain", "folder", "self-root", "cwd"];

    [Theory]
    [MemberData(nameof(Leaving))]
    public void Links_that_leave_the_tree_lead_nowhere(string way)
    {
        using HostileTree tree = new();
        foreach (string path in Paths)
        {
            string up = string.Concat(Enumerable.Repeat("../", 30));
            switch (way)
            {
                case "absolute":
                    tree.Link(path, tree.CanaryFile);
                    break;
                case "relative":
                    tree.Link(path, Path.GetRelativePath(Path.GetDirectoryName(tree.Of(path))!, tree.CanaryFile));
                    break;
                case "above":
                    tree.Link(path, up + tree.CanaryFile.TrimStart('/'));
                    break;
                case "chain":
                    tree.Link(path, "/hop" + path).Link("/hop" + path, up + "hop2" + path).Link("/hop2" + path, tree.CanaryFile);
                    break;
                case "self-root":
                    tree.Link(path, "/proc/self/root" + tree.CanaryFile);
                    break;
                case "cwd":
                    tree.Link(path, "/proc/self/cwd/../canary");
                    break;
                default:
                    break;
            }
        }

        if (way == "folder")
        {
            foreach (string folder in (string[])["/etc/modprobe.d", "/usr/lib/modprobe.d", "/sys/module/kvm_intel", "/lib/modules",
                "/proc/1"])
            {
                tree.Link(folder, folder.StartsWith("/etc", StringComparison.Ordinal) ? tree.CanaryFolder
                    : Path.GetRelativePath(Path.GetDirectoryName(tree.Of(folder))!, tree.CanaryFolder));
            }
        }

        HostEvidence evidence = tree.Judge();
        Assert.DoesNotContain(evidence.Readings,
            static r =>
                r.Value.IsKnown && r.Value.Bytes.Length > 0 && !r.Key.EndsWith('/')
                    && !r.Key.StartsWith("stat:", StringComparison.Ordinal));
    }

    [Fact]
    public void Links_to_this_machines_proc_sys_and_dev_do_not_read_it()
    {
        using HostileTree tree = new();
        foreach (string path in Paths)
        {
            tree.Link(path, path.StartsWith("/etc", StringComparison.Ordinal) ? "/dev/zero" : "/proc/self/environ");
        }

        tree.Shell(
            "ln -sf /dev/kvm dev/kvm; ln -sf /dev/random etc/modprobe.d/r.conf; ln -sf /dev/stdin etc/modprobe.d/s.conf; ln -sf /dev/tty "
                + "etc/modprobe.d/t.conf; ln -s /proc etc/p");
        HostEvidence evidence = tree.Judge();
        Assert.DoesNotContain(evidence.Readings,
            static r => r.Value.IsKnown && !r.Key.EndsWith('/') && !r.Key.StartsWith("stat:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_whole_root_that_is_a_link_into_this_machine_stays_in_the_tree()
    {
        using HostileTree tree = new();
        foreach (string name in (string[])["proc", "sys", "etc", "lib", "usr", "run", "dev", "boot"])
        {
            tree.Link(name, "/" + name);
        }

        HostEvidence evidence = tree.Judge();
        Assert.DoesNotContain(evidence.Readings, static r => r.Value.IsKnown);
    }

    [Fact]
    public void Links_that_go_round_end()
    {
        using HostileTree tree = new();
        foreach (string path in Paths)
        {
            tree.Link(path, path + ".2").Link(path + ".2", path);
        }

        tree.Link("/run/modprobe.d", "/run/modprobe.d").Link("/usr/local/lib/modprobe.d", "../lib/modprobe.d");
        HostEvidence evidence = tree.Judge();
        Assert.All(Sources.Files, f => Assert.False(evidence[f.Path].IsKnown));
        Assert.Equal(LinuxErrno.ELOOP, evidence["/proc/cpuinfo"].Errno);
    }

    [Fact]
    public void Links_inside_the_tree_are_followed_as_the_machine_would()
    {
        using HostileTree tree = new();
        tree.Write("/usr/lib/modprobe.d/kvm.conf", "options kvm_intel nested=1\n").Link("/lib", "usr/lib")
            .Link("/etc/modprobe.d/kvm.conf", "/usr/lib/modprobe.d/kvm.conf");
        tree.Write("/real/cpuinfo", "processor\t: 0\nflags\t: lm vmx\n").Link("/proc/cpuinfo", "/real/cpuinfo");
        HostEvidence evidence = tree.Judge();
        Assert.Contains("vmx", evidence["/proc/cpuinfo"].Text, StringComparison.Ordinal);
        Assert.True(evidence["/etc/modprobe.d/kvm.conf"].IsKnown);
    }

    [Fact]
    public void Fifos_and_sockets_are_not_waited_for()
    {
        using HostileTree tree = new();
        Assert.True(tree.Shell(string.Join('\n', Paths.Select(static p => $"mkdir -p \"$(dirname '.{p}')\"; mkfifo '.{p}'"))));
        Socket(tree.Of("/etc/modprobe.d/s.conf"));
        HostEvidence evidence = tree.Judge();
        Assert.All(Sources.Files, f => Assert.False(evidence[f.Path].IsKnown));
    }

    [Fact]
    public void Device_nodes_are_not_opened()
    {
        using HostileTree tree = new();
        string script =
            string.Join('\n', Paths.Select(static p => $"mkdir -p \"$(dirname '.{p}')\"; mknod '.{p}' c 1 {(p.Length % 2 == 0 ? 5 : 8)}"));
        Assert.SkipUnless(
            tree.Shell(script
                + "\nmknod etc/modprobe.d/block.conf b 7 0; mknod etc/modprobe.d/tty.conf c 5 0; mknod etc/modprobe.d/kmsg.conf c 1 11"),
                    "device nodes need root");
        HostEvidence evidence = tree.Judge();
        Assert.DoesNotContain(evidence.Readings,
            static r => r.Value.IsKnown && !r.Key.EndsWith('/') && !r.Key.StartsWith("stat:", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_where_files_are_expected_are_no_files()
    {
        using HostileTree tree = new();
        foreach (string path in Paths)
        {
            tree.Folder(path);
        }

        HostEvidence evidence = tree.Judge();
        Assert.All(Sources.Files, f => Assert.False(evidence[f.Path].IsKnown));
    }

    [Fact]
    public void Files_where_folders_are_expected_are_no_folders()
    {
        foreach (string folder in Folders)
        {
            using HostileTree tree = new();
            tree.Write(folder, "a file\n");
            HostEvidence evidence = tree.Judge();
            Assert.False(evidence[folder + "/"].IsKnown);
        }
    }

    [Fact]
    public void A_cpuinfo_of_1_GB_is_cut_off_and_judged_in_bounded_time_and_memory()
    {
        using HostileTree tree = new();
        tree.Write("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: lm vmx\n\n");
        foreach (string path in (string[])["/proc/cpuinfo", "/proc/cmdline", "/proc/modules", "/etc/modprobe.d/big.conf",
            "/sys/class/dmi/id/sys_vendor"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(tree.Of(path))!);
            using FileStream file = new(tree.Of(path), FileMode.OpenOrCreate);
            file.SetLength(1L << 30);
        }

        TimeSpan start = ThreadTime.Taken;
        HostEvidence evidence = tree.Gather();
        Assert.True(evidence["/proc/cpuinfo"].IsTruncated);
        Assert.Equal(16 << 20, evidence["/proc/cpuinfo"].Bytes.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        HostFacts facts = HostFacts.Parse(evidence);
        Assert.Equal(Extension.Vmx, facts.Cpu.Extension);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L << 20);
        Assert.InRange(ThreadTime.Taken - start, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_cpuinfo_full_of_processors_is_judged_in_bounded_time()
    {
        using HostileTree tree = new();
        StringBuilder text = new();
        for (int i = 0; text.Length < 17 << 20; i++)
        {
            text.Append("processor : ").Append(i).Append("\nmodel name : m").Append(i).Append("\nflags : lm vmx f").Append(i)
                .Append("\n\n");
        }

        tree.Write("/proc/cpuinfo", text.ToString());
        TimeSpan start = ThreadTime.Taken;
        HostEvidence evidence = tree.Gather();
        Assert.InRange(HostFacts.Parse(evidence).Cpu.Info.Kinds.Count, 1, 16);
        Assert.InRange(ThreadTime.Taken - start, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Ten_thousand_files_of_modprobe_d_are_read_in_bounded_time()
    {
        using HostileTree tree = new();
        tree.Folder("/etc/modprobe.d");
        for (int i = 0; i < 10_000; i++)
        {
            File.WriteAllText(tree.Of($"/etc/modprobe.d/{i:d5}.conf"), $"options kvm_intel nested={i % 2}\n");
        }

        TimeSpan start = ThreadTime.Taken;
        tree.Judge();
        Assert.InRange(ThreadTime.Taken - start, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_folder_with_more_entries_than_are_listed_is_a_gap_and_ends()
    {
        using HostileTree tree = new();
        Assert.True(
            tree.Shell(
                "mkdir -p sys/module/kvm_intel/parameters; cd sys/module/kvm_intel/parameters; seq 1 70000 | xargs touch; cd ../..; seq "
                    + "-f kvm_%g 1 70000 | head -66000 | xargs mkdir"));
        HostEvidence evidence = tree.Gather();
        Assert.True(evidence["/sys/module/"].IsTruncated);
        Assert.True(evidence.Readings.Count < 1_000_000);
    }

    [Fact]
    public void Names_with_newlines_escapes_and_broken_UTF_8_are_printed_clean()
    {
        using HostileTree tree = new();
        Assert.True(tree.Shell(
            """
            mkdir -p etc/modprobe.d usr/lib/modprobe.d sys/module/kvm_intel/parameters lib/modules proc
            for n in $'a\nb' $'\e[2J' $'\xff\xfe' $'\u202e' $'\x07' ' ' '..conf' $'\xc3' "$(printf 'x%.0s' {1..240})"; do
                printf 'options kvm_intel nested=\x1b[5m1\n' > "etc/modprobe.d/$n.conf"
                printf 'Y\x07' > "sys/module/kvm_intel/parameters/$n"
                mkdir -p "sys/module/kvm_$n" "lib/modules/$n"
            done
            printf 'kvm_\x1b[1m 1 0 - Live 0x0\n' > proc/modules
            """));
        HostEvidence evidence = tree.Judge();
        Assert.Contains(evidence.Readings.Keys, static k => k.Contains('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../canary")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("/")]
    [InlineData("6.1.0/../../../../canary")]
    [InlineData("a\nb")]
    public void A_release_that_is_a_path_leads_nowhere(string release)
    {
        using HostileTree tree = new();
        tree.Write("/proc/sys/kernel/osrelease", release + "\n");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(tree.Root)!, "modules.builtin"), HostileTree.Canary + " kvm");
        tree.Judge();
    }

    [Fact]
    public void A_release_of_64_KiB_is_no_path()
    {
        using HostileTree tree = new();
        tree.Write("/proc/sys/kernel/osrelease", new string('6', 65_000));
        tree.Judge();
    }

    [Fact]
    public void Files_of_any_bytes_are_judged()
    {
        int count = 0;
        Gen.Select(Gen.OneOf(Paths).Array[1, 12], HostileText.Bytes.Array[12]).Sample(
            made =>
            {
                using HostileTree tree = new();
                foreach ((string path, byte[] bytes) in made.Item1.Distinct().Zip(made.Item2))
                {
                    try
                    {
                        tree.Write(path, bytes);
                    }
                    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                    {
                        // A file stands where this one needs a folder: that is a case too.
                    }
                }

                tree.Judge();
                count++;
            },
            iter: 40,
            threads: 1);
        Assert.True(count >= 40);
    }

    [Fact]
    public void A_root_that_is_none_is_an_error_number()
    {
        using HostileTree tree = new();
        tree.Shell("mkfifo fifo; ln -s loop loop; touch file");
        foreach ((string name, int expected) in ((string, int)[])[("missing", LinuxErrno.ENOENT), ("file", LinuxErrno.ENOTDIR),
            ("fifo", LinuxErrno.ENOTDIR), ("loop", LinuxErrno.ELOOP)])
        {
            Assert.Null(EvidenceGatherer.Dump(tree.Of(name), out int errno));
            Assert.Equal(expected, errno);
        }
    }

    [Fact]
    public void A_folder_is_read_though_it_changes_meanwhile()
    {
        using HostileTree tree = new();
        tree.Folder("/etc/modprobe.d").Folder("/proc");
        using Process changing = Process.Start(
            new ProcessStartInfo("/bin/bash",
                ["-c",
                    "while :; do echo 'options kvm nested=1' > a.conf; ln -sfn \"$0\" a.conf; rm -f a.conf; mkfifo a.conf 2>/dev/null; rm "
                        + "-f a.conf; mkdir a.conf 2>/dev/null; rmdir a.conf; done",
                            tree.CanaryFile]) { WorkingDirectory = tree.Of("/etc/modprobe.d"), RedirectStandardError = true })!;
        changing.BeginErrorReadLine();
        try
        {
            for (int i = 0; i < 40; i++)
            {
                tree.Judge();
            }
        }
        finally
        {
            changing.Kill();
            changing.WaitForExit();
        }
    }

    private static void Socket(string path)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
    }
}
