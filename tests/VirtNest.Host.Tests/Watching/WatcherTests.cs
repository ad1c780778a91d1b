using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using VirtNest.Evidence;
using VirtNest.Host.Tests.Libvirt;
using VirtNest.Host.Watching;
using VirtNest.Instances;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Host.Tests.Watching;

/// <summary>The samples of a folder like the kernel's and of libvirt's test driver: VMs that come, count, end, are replaced, or cannot be
/// read.</summary>
public sealed class WatcherTests
{
    private const string NoLibvirt = "qemu+unix:///system?socket=/nonexistent";

    [Fact]
    public void A_VM_comes_counts_and_ends()
    {
        using KernelCounts kernel = new();
        using Watcher watcher = Of(kernel.Folder);
        WatchState state = WatchState.After(null, watcher.Sample());
        Assert.Empty(state.Uses);
        Assert.True(state.Sample.IsReadable);
        Assert.Null(state.Sample.Debugfs);

        kernel.Add("999999991-10", 0);
        state = WatchState.After(state, watcher.Sample());
        VmUse use = Assert.Single(state.Uses);
        Assert.Equal((false, false, CountSource.Debugfs, (int?)999999991), (use.IsRunning, use.IsUsed, use.Vm.Source, use.Vm.Pid));

        kernel.Count("999999991-10", 5000);
        state = WatchState.After(state, watcher.Sample());
        Assert.True(state.Uses[0].IsRunning);
        Assert.True(state.Uses[0].EntriesPerSecond > 0);

        kernel.End("999999991-10");
        Assert.Empty(watcher.Sample().Vms);
    }

    [Fact]
    public void A_VM_that_another_one_replaces_begins_anew()
    {
        using KernelCounts kernel = new KernelCounts().Add("999999991-10", 70);
        using Watcher watcher = Of(kernel.Folder);
        WatchState state = WatchState.After(null, watcher.Sample());
        Assert.True(state.Uses[0].IsUsed);

        // The next one is there before the first has gone, so that the file system gives it another inode number.
        kernel.Add("next", 0);
        kernel.End("999999991-10");
        Directory.Move(Path.Combine(kernel.Folder, "next"), Path.Combine(kernel.Folder, "999999991-10"));
        string before = state.Uses[0].Vm.Key;
        state = WatchState.After(state, watcher.Sample());
        Assert.NotEqual(before, state.Uses[0].Vm.Key);
        Assert.False(state.Uses[0].IsUsed);
        Assert.False(state.Uses[0].IsRunning);
    }

    [Fact]
    public void The_process_is_named_and_folders_of_other_names_are_none()
    {
        string self = $"{Environment.ProcessId}-21";
        using KernelCounts kernel = new KernelCounts().Add(self, 0).Add("x-1", 0).Add("12", 0).Add("-3", 0).Add("0-1", 0);
        using Watcher watcher = Of(kernel.Folder);
        WatchedVm vm = Assert.Single(watcher.Sample().Vms);
        Assert.Equal(Environment.ProcessId, vm.Pid);
        bool isFirstNamespace = new FileInfo("/proc/self/ns/pid").LinkTarget is null or Sources.FirstPidNamespace;
        Assert.Equal(isFirstNamespace ? Path.GetFileName(Environment.ProcessPath) : null, vm.Command);
    }

    [Fact]
    public void Under_lockdown_an_L2_can_be_seen_and_its_absence_cannot()
    {
        using KernelCounts kernel =
            new KernelCounts().Add("999999991-1", 5, guestMode: 1).Add("999999992-1", 5).Add("999999993-1", null, guestMode: null);
        kernel.Lock("999999991-1");
        kernel.Lock("999999992-1");
        using Watcher watcher = Of(kernel.Folder);
        WatchState state = WatchState.After(null, watcher.Sample());
        state = WatchState.After(state, watcher.Sample());
        VmUse[] uses = [.. state.Uses.OrderBy(static u => u.Vm.Pid)];
        Assert.Equal([true, null, null], uses.Select(static u => u.IsRunning));
        Assert.Equal([true, null, null], uses.Select(static u => u.IsUsed));
        Assert.Equal([CountSource.GuestMode, CountSource.GuestMode, CountSource.None], uses.Select(static u => u.Vm.Source));
    }

    [Theory]
    [InlineData("twelve\n")]
    [InlineData("")]
    [InlineData("-5\n")]
    public void A_count_that_is_none_is_not_known(string text)
    {
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 0, guestMode: null);
        File.WriteAllText(Path.Combine(kernel.Folder, "999999991-1", "nested_run"), text);
        using Watcher watcher = Of(kernel.Folder);
        WatchedVm vm = Assert.Single(watcher.Sample().Vms);
        Assert.Null(vm.Sample.NestedRuns);
        Assert.Equal(CountSource.None, vm.Source);
    }

    [Fact]
    public void Where_nothing_can_be_read_no_VM_means_nothing()
    {
        using Watcher watcher = Of("/nonexistent/kvm");
        WatchSample sample = watcher.Sample();
        Assert.Empty(sample.Vms);
        Assert.False(sample.IsReadable);
        Assert.Equal(new DebugfsGap("/nonexistent/kvm", LinuxErrno.ENOENT), sample.Debugfs);
        Assert.NotNull(sample.Libvirt);

        using Watcher file = Of("/etc/passwd");
        Assert.Equal(LinuxErrno.ENOTDIR, file.Sample().Debugfs?.Errno);
    }

    [Fact]
    public void The_VMs_of_this_kernel_are_not_those_of_another_machine_also_while_that_cannot_be_reached()
    {
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 7);
        using Watcher watcher = new(new WatchOptions("test+tcp://127.0.0.1:1/default", kernel.Folder, false));
        WatchSample sample = watcher.Sample();
        Assert.Empty(sample.Vms);
        Assert.True(sample.IsElsewhere);
        Assert.False(sample.IsReadable);
        Assert.Null(sample.Debugfs);
    }

    [Fact]
    public void Instances_of_libvirt_stand_beside_the_kernels_VMs()
    {
        Needs();
        using TestDriver driver =
            new(TestDriver.Domain("web"), TestDriver.Domain("off", state: "5"), TestDriver.Domain("held", state: "3"));
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 7);
        using Watcher watcher = Of(kernel.Folder, driver.Uri);
        WatchSample sample = watcher.Sample();
        Assert.Null(sample.Libvirt);
        Assert.Equal([null, "held", "web"], sample.Vms.Select(static v => v.Name).Order(StringComparer.Ordinal));
        WatchedVm web = sample.Vms.Single(static v => v.Name == "web");
        Assert.Equal((DomainState.Running, CountSource.None, null), (web.State, web.Source, web.Sample.NestedRuns));
        Assert.NotNull(web.DomainId);
        Assert.Equal(DomainState.Paused, sample.Vms.Single(static v => v.Name == "held").State);
        Assert.Null(WatchState.After(null, sample).Uses.Single(static u => u.Vm.Name == "web").IsRunning);
    }

    [Fact]
    public void An_L2_that_came_with_a_paused_instance_is_seen_though_it_was_never_entered_here()
    {
        Needs();
        ProcessStartInfo start = new("bash",
            ["-c",
                "exec -a qemu-system-x86_64 bash -c read -name guest=held /var/lib/libvirt/qemu/domain-1-held/key"])
                    { RedirectStandardInput = true };
        using Process qemu = Process.Start(start)!;
        try
        {
            Assert.True(
                SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{qemu.Id}/cmdline").StartsWith("qemu", StringComparison.Ordinal),
                    TimeSpan.FromSeconds(10)));
            using TestDriver driver = new(TestDriver.Domain("held", state: "3"));
            using KernelCounts kernel = new KernelCounts().Add($"{qemu.Id}-1", 0, guestMode: 1);
            using Watcher watcher = Of(kernel.Folder, driver.Uri);
            WatchState state = WatchState.After(null, watcher.Sample());
            VmUse use = Assert.Single(state.Uses);
            Assert.SkipWhen(use.Vm.Command is null, "not in the first pid namespace");
            Assert.Equal((DomainState.Paused, 0L, null), (use.Vm.State, use.Vm.Sample.NestedRuns, use.IsRunning));
            Assert.True(Assert.Single(WatchState.After(state, watcher.Sample()).Uses).IsRunning);
        }
        finally
        {
            qemu.StandardInput.Close();
            qemu.WaitForExit();
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Once_a_count_has_stood_for_long_enough_libvirt_is_asked_whether_it_was_paused()
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("web"));
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 7).Add("999999992-1", 0);
        using Watcher watcher = Of(kernel.Folder, driver.Uri);
        WatchSample first = watcher.Sample();
        Assert.Equal(first.LibvirtAt, watcher.Sample().LibvirtAt);
        Thread.Sleep(NestedSample.Linger);
        WatchSample later = watcher.Sample();
        Assert.True(later.LibvirtAt >= later.From, $"{later.LibvirtAt} {later.From}");
        Assert.Equal(later.LibvirtAt, watcher.Sample().LibvirtAt);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_libvirt_that_hangs_is_waited_for_at_first_and_then_for_less_than_a_scraper_waits_for_us()
    {
        Needs();
        using HungDaemon daemon = new();
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 7);
        using Watcher counted = Of(kernel.Folder, daemon.Uri), blind = Of("/nonexistent/kvm", daemon.Uri);
        Task<WatchSample> other = Task.Run(counted.Sample);
        WatchSample first = blind.Sample();
        Assert.Equal((LibvirtFailureKind.NoAnswer, false), (first.Libvirt?.Kind, first.IsReadable));
        for (int i = 0; i < 2; i++)
        {
            long began = Stopwatch.GetTimestamp();
            Assert.Equal(LibvirtFailureKind.NoAnswer, blind.Sample().Libvirt?.Kind);
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5), "it waited for longer");
        }

        // Who has not answered yet has not said that a VM is not its own.
        WatchSample sample = await other;
        Assert.Equal((LibvirtFailureKind.NoAnswer, null, true), (sample.Libvirt?.Kind, sample.LibvirtAt, sample.IsReadable));
        Assert.Equal(7, Assert.Single(sample.Vms).Sample.NestedRuns);
        Assert.Equal(2, daemon.Connections);
    }

    [Fact]
    public void Without_the_kernels_counts_libvirt_alone_suffices()
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("web"));
        using Watcher watcher = Of("/nonexistent/kvm", driver.Uri);
        WatchSample sample = watcher.Sample();
        Assert.True(sample.IsReadable);
        Assert.Equal("web", Assert.Single(sample.Vms).Name);
    }

    [Fact]
    public void A_rate_is_by_the_time_between_the_counts_and_not_by_that_of_libvirts_answer()
    {
        Needs();

        // The first sample waits for libvirt, after the count was read: were that its moment, the second would seem to follow at once.
        using TestDriver driver = new([.. Enumerable.Range(0, 400).Select(static i => TestDriver.Domain($"d{i}"))]);
        using KernelCounts kernel = new KernelCounts().Add("999999991-1", 0);
        using Watcher watcher = Of(kernel.Folder, driver.Uri);
        long began = Stopwatch.GetTimestamp();
        WatchSample first = watcher.Sample();
        TimeSpan waited = Stopwatch.GetElapsedTime(began);
        Assert.SkipUnless(waited > TimeSpan.FromMilliseconds(50), $"libvirt has answered within {waited.TotalMilliseconds} ms");
        Assert.True(first.At < waited / 2,
            $"the moment is {first.At.TotalMilliseconds} ms, libvirt answered after {waited.TotalMilliseconds} ms");
    }

    [Fact]
    public void A_thousand_VMs_that_come_and_go_are_all_met()
    {
        using KernelCounts kernel = new();
        for (int i = 0; i < 1000; i++)
        {
            kernel.Add($"{900_000_000 + i}-9", i, guestMode: null);
        }

        using Watcher watcher = Of(kernel.Folder);
        Assert.Equal(1000, watcher.Sample().Vms.Count);
        using CancellationTokenSource over = new();
        Thread meddler = new(() =>
        {
            for (int i = 0; !over.IsCancellationRequested; i++)
            {
                kernel.Add($"{800_000_000 + i}-9", 1, guestMode: null);
                kernel.End($"{800_000_000 + i}-9");
            }
        });
        meddler.Start();
        for (int round = 0; round < 20; round++)
        {
            WatchSample sample = watcher.Sample();
            Assert.Equal(1000, sample.Vms.Count(static v => v.Pid >= 900_000_000));
            Assert.All(sample.Vms.Where(static v => v.Pid >= 900_000_000),
                static v => Assert.Equal(v.Pid - 900_000_000, v.Sample.NestedRuns));
        }

        over.Cancel();
        meddler.Join();
    }

    private static Watcher Of(string folder, string uri = NoLibvirt) => new(new WatchOptions(uri, folder, false));

    private static void Needs() => Assert.SkipUnless(TestDriver.Missing is null, TestDriver.Missing ?? "");
}
