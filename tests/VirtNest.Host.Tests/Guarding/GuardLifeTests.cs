using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Host.Tests.Libvirt;
using VirtNest.Host.Watching;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Host.Tests.Guarding;

/// <summary>The guard between a real libvirtd and real QEMU processes. The counts are the test's own (<see cref="CountedVms"/>).</summary>
[Trait("Speed", "slow")]
public sealed class GuardLifeTests : IClassFixture<PrivateLibvirt>, IDisposable
{
    private const string Words = "virt-nest-guard-L2-runs-inside";

    /// <summary>A host on which the policy auto blocks nothing once the version of QEMU is known.</summary>
    private static readonly LimitHost Amd = new("amd", KernelVersion.Parse("6.1"));

    private readonly PrivateLibvirt _libvirt;
    private readonly CountedVms _counts = new();
    private readonly string _records;
    private readonly ConcurrentQueue<GuardEvent> _events = [];
    private readonly CancellationTokenSource _stop = new();
    private Thread? _guard;

    public GuardLifeTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.Missing is null, PrivateLibvirt.Missing ?? "");
        _libvirt = libvirt;
        _records = Path.Combine(libvirt.Folder, Guid.NewGuid().ToString("N"), "guard");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _guard?.Join();
        _counts.Dispose();
        _stop.Dispose();
        _libvirt?.Clear();
    }

    [Fact]
    public void What_would_lose_an_L2_is_refused_while_one_runs_and_works_after()
    {
        int pid = Start("web");
        Guard(new());
        Assert.False(IsBlocked("web"));
        _counts.Run(pid, true);
        Until(GuardEventKind.Armed, "web");
        Assert.NotEqual(0, _libvirt.Virsh("save", "web", _libvirt.Folder + "/web.save"));
        Assert.NotEqual(0, _libvirt.Virsh("managedsave", "web"));
        Assert.Equal("running", _libvirt.VirshText("domstate", "web").Trim());
        Assert.Single(Records());

        _counts.Run(pid, false);
        Until(GuardEventKind.Disarmed, "web");
        Assert.Empty(Records());
        Assert.DoesNotContain("virt-nest", Monitor("web", "query-fdsets"), StringComparison.Ordinal);
        Assert.Equal(0, _libvirt.Virsh("save", "web", _libvirt.Folder + "/web.save"));
    }

    [Fact]
    public void A_policy_by_name_is_followed()
    {
        int off = Start("ci-1"), warned = Start("db"), blocked = Start("web");
        Guard(new() { Named = [("ci-*", GuardPolicy.Off), ("d?", GuardPolicy.Warn)] });
        foreach (int pid in (int[])[off, warned, blocked])
        {
            _counts.Run(pid, true);
        }

        Until(GuardEventKind.Armed, "web");
        Until(GuardEventKind.Warned, "db");
        Assert.False(IsBlocked("ci-1"));
        Assert.False(IsBlocked("db"));
        Assert.DoesNotContain(_events, static e => e.Name == "ci-1");
    }

    [Fact]
    public void What_auto_means_follows_a_libvirt_that_comes_late()
    {
        int pid = Start("web");
        _counts.Run(pid, true);
        _libvirt.KillDaemon();
        Guard(new(), GuardPolicy.Auto);
        PrivateLibvirt.Until(() => _events.Any(static e => e.Kind == GuardEventKind.SourceLost), "the loss is not told");
        Assert.Equal(GuardPolicy.Block, Assert.Single(_events, static e => e.Kind == GuardEventKind.Started).Auto);
        _libvirt.StartDaemon();
        PrivateLibvirt.Until(() => _events.Any(static e => e is { Kind: GuardEventKind.AutoChanged, Auto: GuardPolicy.Off }),
            "auto stays as it was");
        Assert.False(IsBlocked("web"));

        // Not for want of an L2: it is blocked where that is the policy.
        End();
        using CancellationTokenSource stop = new();
        Thread next = Begin(new(), stop.Token);
        Until(GuardEventKind.Armed, "web");
        stop.Cancel();
        next.Join();
    }

    [Fact]
    public void A_VM_that_libvirt_does_not_run_is_named()
    {
        Guard(new());
        _counts.Add(Environment.ProcessId);
        _counts.Run(Environment.ProcessId, true);
        PrivateLibvirt.Until(() => _events.Any(static e => e.Kind == GuardEventKind.Unguarded && e.Pid == Environment.ProcessId),
            "it is not named");
    }

    [Fact]
    public void A_libvirtd_that_is_killed_under_it_changes_nothing_and_is_found_again()
    {
        int pid = Start("web"), late = Start("late");
        Guard(new());
        _counts.Run(pid, true);
        Until(GuardEventKind.Armed, "web");
        _libvirt.KillDaemon();
        _counts.Add(1);
        PrivateLibvirt.Until(() => _events.Any(static e => e.Kind == GuardEventKind.SourceLost), "the loss is not told");
        _counts.Run(late, true);
        _libvirt.StartDaemon();
        PrivateLibvirt.Until(() => _events.Any(static e => e.Kind == GuardEventKind.SourceBack), "the return is not told");
        Until(GuardEventKind.Armed, "late");
        Assert.True(IsBlocked("web"));
        _counts.Run(pid, false);
        Until(GuardEventKind.Disarmed, "web");
    }

    [Fact]
    public void A_QEMU_that_goes_takes_its_record_with_it()
    {
        int pid = Start("web");
        Guard(new());
        _counts.Run(pid, true);
        Until(GuardEventKind.Armed, "web");
        Process.GetProcessById(pid).Kill();
        _counts.Remove(pid);
        PrivateLibvirt.Until(() => Records().Length == 0, "the record stays");

        // The next run of the same instance is another.
        int again = StartAgain("web");
        Assert.False(IsBlocked("web"));
        _counts.Run(again, true);
        Until(GuardEventKind.Armed, "web", 2);
    }

    [Fact]
    public void A_QEMU_that_does_not_answer_holds_up_no_other()
    {
        int stuck = Start("stuck"), web = Start("web");
        Guard(new());
        Signal(stuck, "STOP");
        try
        {
            _counts.Run(stuck, true);
            Thread.Sleep(500);
            _counts.Run(web, true);
            Until(GuardEventKind.Armed, "web");
            Assert.DoesNotContain(_events, static e => e is { Kind: GuardEventKind.Armed, Name: "stuck" });
        }
        finally
        {
            Signal(stuck, "CONT");
        }

        Until(GuardEventKind.Armed, "stuck");
        Assert.True(IsBlocked("stuck"));
    }

    [Fact]
    public void Told_to_end_it_lets_everything_through_unless_it_was_told_to_leave_it()
    {
        int pid = Start("web");
        Guard(new() { FailsClosed = true });
        _counts.Run(pid, true);
        Until(GuardEventKind.Armed, "web");
        End();
        Assert.True(IsBlocked("web"));
        Assert.Single(Records());

        using CancellationTokenSource stop = new();
        Thread next = Begin(new(), stop.Token);
        Until(GuardEventKind.Adopted, "web");
        stop.Cancel();
        next.Join();
        Assert.False(IsBlocked("web"));
        Assert.Empty(Records());
    }

    [Fact]
    public void Every_L2_of_many_instances_is_blocked_and_no_other_instance()
    {
        // VIRT_NEST_GUARD_INSTANCES=500 for a long run.
        int count = Number("VIRT_NEST_GUARD_INSTANCES", 12);
        int[] pids = [.. Enumerable.Range(0, count).Select(i => Start($"many-{i}"))];
        Guard(new());
        for (int i = 0; i < count; i += 2)
        {
            _counts.Run(pids[i], true);
        }

        PrivateLibvirt.Until(() => _events.Count(static e => e.Kind == GuardEventKind.Armed) == (count + 1) / 2, "not all are armed");
        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i % 2 == 0, IsBlocked($"many-{i}")));
        for (int i = 0; i < count; i += 2)
        {
            _counts.Run(pids[i], false);
        }

        PrivateLibvirt.Until(() => _events.Count(static e => e.Kind == GuardEventKind.Disarmed) == (count + 1) / 2, "not all are disarmed");
        Assert.Empty(Records());
        Assert.All(Enumerable.Range(0, count), i => Assert.False(IsBlocked($"many-{i}")));
    }

    [Fact]
    public void Killed_at_any_instant_it_leaves_nothing_that_the_next_one_does_not_know()
    {
        string binary = Environment.GetEnvironmentVariable("VIRT_NEST_BINARY") ?? "";
        Assert.SkipUnless(File.Exists(binary), "VIRT_NEST_BINARY does not name the published binary");

        // VIRT_NEST_GUARD_KILLS=100 for a long run.
        int kills = Number("VIRT_NEST_GUARD_KILLS", 8);
        int pid = Start("web");
        File.WriteAllText(_libvirt.Folder + "/guard.conf", $"policy = block\ngrace = 1\ninterval = 0.05\nconnect = {_libvirt.Uri}\n");
        Random random = new(20261125);
        int blocked = 0, recorded = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            using (Process guard = StartProgram(binary, "run"))
            {
                _counts.Run(pid, kill % 4 != 3);
                Thread.Sleep(random.Next(100, 2500));
                guard.Kill();
                guard.WaitForExit();
            }

            bool wasBlocked = IsBlocked("web");
            bool isRecorded = Records().Length > 0;
            Assert.False(wasBlocked && !isRecorded, $"kill {kill}: a blocker that no record tells of");
            blocked += wasBlocked ? 1 : 0;
            recorded += isRecorded ? 1 : 0;
            if (kill % 2 == 0)
            {
                using Process release = StartProgram(binary, "release");
                release.WaitForExit();
                Assert.Equal(0, release.ExitCode);
                Assert.False(IsBlocked("web"), $"kill {kill}: a blocker after release");
            }
            else if (kill % 4 == 3)
            {
                // No L2 runs: the next guard takes it away after its grace.
                using Process next = StartProgram(binary, "run");
                PrivateLibvirt.Until(() => Records().Length == 0 && !IsBlocked("web"), $"kill {kill}: a blocker that stays");
                next.Kill();
                next.WaitForExit();
            }
            else
            {
                // An L2 runs: it is blocked, before and after.
                using Process next = StartProgram(binary, "run");
                PrivateLibvirt.Until(() => IsBlocked("web"), $"kill {kill}: not blocked again");
                next.Kill();
                next.WaitForExit();
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{kills} kills: blocked {blocked}, on record {recorded}");
        using Process last = StartProgram(binary, "release");
        last.WaitForExit();
        Assert.False(IsBlocked("web"));
        Assert.Empty(Records());
    }

    private string[] Records() => !Directory.Exists(_records) ? []
        : [.. Directory.GetFiles(_records).Where(static f => BlockerRecord.Parse(Path.GetFileName(f)) is not null)];

    private int Start(string name) => Counted(_libvirt.StartBare(name));

    private int StartAgain(string name)
    {
        PrivateLibvirt.Until(() => _libvirt.VirshText("domstate", name).Trim() == "shut off", "it does not end");
        return Counted(_libvirt.StartAgain(name));
    }

    private int Counted(int pid)
    {
        _counts.Add(pid);
        return pid;
    }

    private void Guard(GuardConfig config, GuardPolicy policy = GuardPolicy.Block)
    {
        _guard = Begin(config, _stop.Token, policy);
        PrivateLibvirt.Until(() => _events.Any(static e => e.Kind == GuardEventKind.Started), "it does not start");
    }

    private Thread Begin(GuardConfig config, CancellationToken stop, GuardPolicy policy = GuardPolicy.Block)
    {
        GuardRecords records = GuardRecords.Open(_records, TimeSpan.FromSeconds(5), isGuard: true, out _)!;
        GuardConfig own =
            config with { Policy = policy, Grace = TimeSpan.FromSeconds(1), Interval = TimeSpan.FromMilliseconds(100), Uri = _libvirt.Uri };
        Thread thread = new(() =>
        {
            using (records)
            using (Host.Guarding.Guard guard = new(own, Amd, new WatchOptions(own.Uri, _counts.Folder, false), records, _events.Enqueue))
            {
                using ServiceWatchdog unwatched = new(null);
                guard.Run(unwatched, stop);
            }
        });
        thread.Start();
        return thread;
    }

    private void End()
    {
        _stop.Cancel();
        _guard!.Join();
    }

    private void Until(GuardEventKind kind, string name, int count = 1) =>
        PrivateLibvirt.Until(() => _events.Count(e => e.Kind == kind && e.Name == name) >= count,
            $"no {kind} of {name}: {string.Join(", ", _events.Select(static e => $"{e.Kind} {e.Name} {e.Failure?.Message}"))}");

    private bool IsBlocked(string name) => Monitor(name, "query-migrate").Contains(Words, StringComparison.Ordinal);

    private string Monitor(string name, string command) =>
        _libvirt.VirshText("qemu-monitor-command", name, $"{{\"execute\":\"{command}\"}}");

    /// <summary>The binary as this machine's, but with the test's folder for its records.</summary>
    private Process StartProgram(string binary, string verb)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_records)!);
        string mount = $"mkdir -p /run/virt-nest && mount --bind {Path.GetDirectoryName(_records)} /run/virt-nest && exec \"$@\"";
        List<string> words =
            ["-m", "--propagation", "private", "sh", "-c", mount, "sh", binary, "guard", verb, "--config", _libvirt.Folder + "/guard.conf"];
        if (verb == "run")
        {
            words.AddRange(["--debugfs", _counts.Folder]);
        }

        ProcessStartInfo start = new("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        words.ForEach(start.ArgumentList.Add);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Signal(int pid, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : otherwise;
}
