using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Text;
using Xunit;
using Architecture = System.Runtime.InteropServices.Architecture;

namespace VirtNest.Host.Tests.Holders;

/// <summary>With real processes on this machine's own /dev/kvm. Others may use it at the same time: each test asks for its own processes
/// alone.</summary>
public sealed class KvmHoldersTests
{
    [Fact]
    public void A_process_with_the_device_open_is_named()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Device);
        KvmUse use = Find();
        KvmHolder holder = use.Holders.Single(h => h.Pid == process.Pid);
        Assert.Equal(new KvmHoldings(1, 0, 0, 0), holder.Holds);
        Assert.Equal(("perl", null, false), (holder.Naming.Command, holder.Naming.Instance, holder.IsAncestor));
        Assert.Equal(File.ReadLines("/proc/self/status").Single(static l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2],
            holder.UserId.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(KvmUseState.Held, use.State);
    }

    [Fact]
    public void A_vm_and_its_virtual_cpu_are_told_apart()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Vcpu + "my $w = ioctl(K, 0xAE01, 0) or die;");
        Assert.Equal(new KvmHoldings(1, 2, 1, 0), Find().Holders.Single(h => h.Pid == process.Pid).Holds);
    }

    [Fact]
    public void A_vm_counts_where_the_device_is_closed()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Vm + "close K;");
        Assert.Equal(new KvmHoldings(0, 1, 0, 0), Find().Holders.Single(h => h.Pid == process.Pid).Holds);
    }

    [Fact]
    public void Statistics_of_a_vm_count_where_the_vm_is_closed()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Vm + "my $s = ioctl(V, 0xAECE, 0) or die; close V; close K;");
        Assert.Equal(new KvmHoldings(0, 0, 0, 1), Find().Holders.Single(h => h.Pid == process.Pid).Holds);
    }

    [Fact]
    public void A_mapped_virtual_cpu_counts_where_every_descriptor_is_closed()
    {
        HolderProcess.NeedsKvm();
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the number of mmap is that of x86-64");
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Vcpu
            + "syscall(9, 0, $size, 3, 1, $c, 0) > 0 or die; require POSIX; POSIX::close($c); close V; close K;");
        ProcessScan scan = new(0, new LosableReads(), CancellationToken.None);
        scan.Run(isDeep: false);
        Assert.DoesNotContain(process.Pid, scan.Found.Keys);
        scan.Run(isDeep: true);
        Assert.Equal(new KvmHoldings(0, 0, 1, 0), scan.Found[process.Pid]);
    }

    [Fact]
    public void A_thread_with_descriptors_of_its_own_is_found_under_its_process()
    {
        HolderProcess.NeedsKvm();
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "no /usr/bin/python3");
        const string script = "import ctypes, os, sys, threading\ndef hold():\n  assert ctypes.CDLL(None).unshare(0x400) == 0\n  "
            + "os.open('/dev/kvm', 2)\n  print('ready', flush=True)\n  threading.Event().wait()\n"
            + "threading.Thread(target=hold, daemon=True).start()\nsys.stdin.read()\n";
        using HolderProcess process = HolderProcess.Start("/usr/bin/python3", ["-c", script]);
        ProcessScan scan = new(0, new LosableReads(), CancellationToken.None);
        scan.Run(isDeep: true);
        Assert.Equal(new KvmHoldings(1, 0, 0, 0), scan.Found[process.Pid]);
    }

    [Fact]
    public void A_node_of_another_name_is_the_device_all_the_same()
    {
        HolderProcess.NeedsKvm();
        string folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            using Process mknod = Process.Start("mknod", [folder + "/harmless", "c", "10", "232"]);
            mknod.WaitForExit();
            Assert.SkipUnless(mknod.ExitCode == 0, "no device node may be made");
            using HolderProcess process = HolderProcess.Perl($"sysopen(K, '{folder}/harmless', 2) or exit; unlink '{folder}/harmless'; ");
            Assert.Equal(1, Find().Holders.Single(h => h.Pid == process.Pid).Holds.Devices);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_place_of_the_device_is_no_use_of_it()
    {
        string folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            using Process mknod = Process.Start("mknod", [folder + "/kvm", "c", "10", "232"]);
            mknod.WaitForExit();
            Assert.SkipUnless(mknod.ExitCode == 0, "no device node may be made");
            using HolderProcess process = HolderProcess.Perl($"sysopen(K, '{folder}/kvm', 010000000) or die; ");
            Assert.DoesNotContain(Find().Holders, h => h.Pid == process.Pid);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_shell_and_the_child_that_inherited_its_descriptor_are_both_named()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess shell = HolderProcess.Bash(
            "exec 3</dev/kvm; sleep 60 & until [ $(cat /proc/$!/comm) = sleep ]; do :; done; echo ready; read x; kill $!");
        KvmHolder[] holders = [.. Find().Holders];
        Assert.Equal("bash", holders.Single(h => h.Pid == shell.Pid).Naming.Command);
        Assert.Contains(holders, h => h.Naming.Command == "sleep" && h.Holds.Devices == 1);
    }

    [Fact]
    public void Our_own_descriptor_is_ours_and_names_nobody()
    {
        HolderProcess.NeedsKvm();
        using FileStream device = File.Open("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
        KvmUse use = Find();
        Assert.DoesNotContain(use.Holders, static h => h.Pid == Environment.ProcessId);
        Assert.Contains((int)device.SafeFileHandle.DangerousGetHandle(), use.Own);
        Assert.NotEqual(KvmUseState.Free, use.State);
    }

    [Fact]
    public void An_instance_is_named_by_its_command_line()
    {
        HolderProcess.NeedsKvm();
        using HolderProcess process =
            HolderProcess.Perl(HolderProcess.Vm, "/usr/bin/qemu-system-x86_64", "-name", "guest=web,,1,debug-threads=on", "-S", "-object",
            "{\"qom-type\":\"secret\",\"id\":\"masterKey0\",\"file\":\"/var/lib/libvirt/qemu/domain-1-web,1/master-key.aes\"}");
        Assert.Equal(new ProcessNaming("qemu-system-x86_64", "web,1", true), Find().Holders.Single(h => h.Pid == process.Pid).Naming);
    }

    [Fact]
    public void A_hostile_name_is_bounded_and_printed_without_its_control_characters()
    {
        HolderProcess.NeedsKvm();
        string hostile = "qemu\e[2J\r\n" + new string('x', 20_000);
        using HolderProcess process = HolderProcess.Perl(HolderProcess.Device, hostile, "-name", "never reached");
        KvmHolder holder = Find().Holders.Single(h => h.Pid == process.Pid);
        Assert.InRange(holder.Naming.Command.Length, 100, ProcessNaming.MostBytes);
        Assert.Null(holder.Naming.Instance);
        string shown = Printable.Sanitise(holder.Naming.Command);
        Assert.StartsWith("qemu\\x1b[2J\\x0d\\x0a", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(shown, char.IsControl);
    }

    [Fact]
    public void A_process_that_has_ended_is_not_named()
    {
        HolderProcess.NeedsKvm();
        HolderProcess process = HolderProcess.Perl(HolderProcess.Vm);
        int pid = process.Pid;
        process.Dispose();
        Assert.DoesNotContain(Find().Holders, h => h.Pid == pid);
    }

    [Fact]
    public void Processes_that_end_during_the_look_are_left_out_of_every_count()
    {
        int unreadable = Find().Unreadable;
        using HolderProcess restless = HolderProcess.Bash("echo ready; while ! read -t 0; do /bin/true; /bin/true & done; wait");
        for (int i = 0; i < 20; i++)
        {
            KvmUse use = Find();
            Assert.DoesNotContain(use.Holders, static h => h.Naming.Command == "true");
            Assert.True(!Environment.IsPrivilegedProcess || use.Unreadable <= unreadable, $"{use.Unreadable} processes");
        }
    }

    [Fact]
    public void A_cancelled_look_ends()
    {
        Assert.Throws<OperationCanceledException>(static () => new KvmHolders().Find(null, new CancellationToken(canceled: true)));
    }

    private static KvmUse Find() => new KvmHolders().Find(null, TestContext.Current.CancellationToken);
}
