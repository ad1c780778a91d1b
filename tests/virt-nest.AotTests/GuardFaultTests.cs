using System.Diagnostics;
using System.IO;
using VirtNest.Tests;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>The guard beside a libvirt that fails as told (libvirt-stub.c), in a mount namespace with a /run of its own. Counts of L2
/// entries are files.</summary>
public sealed class GuardFaultTests : IDisposable
{
    /// <summary>What each script begins with: words for what happens, and for what is waited for.</summary>
    private const string Words = """
        set -u
        mount -t tmpfs none /run && mkdir -p /run/virt-nest/guard /run/libvirt/qemu && echo 1234 >/run/libvirt/qemu/web.pid || exit 90
        records=/run/virt-nest/guard
        log=$STUB/log
        vm=$STUB/vms/1234-10
        mkdir -p "$vm/vcpu0" && echo 0 >"$vm/vcpu0/guest_mode" && echo 0 >"$vm/nested_run"
        export LD_LIBRARY_PATH=$STUB LD_PRELOAD=$STUB/libvirt.so.0
        guard() { "$BINARY" guard "$@" --config "$STUB/guard.conf"; }
        start() { "$BINARY" guard "$@" --config "$STUB/guard.conf" >"$log" 2>&1 & pid=$!; }
        trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
        begin() { start run --debugfs "$STUB/vms"; until_true 'a start' grep -q guarding "$log"; }
        enter() { local n; n=$(<"$vm/nested_run"); echo $((n + 7)) >"$vm/.new" && mv "$vm/.new" "$vm/nested_run"; }
        absent() { [ ! -e "$1" ]; }
        a_record() { compgen -G "$records/$1*-*.*" >/dev/null; }
        no_record() { ! a_record "$1"; }
        until_true() {
          local what=$1 i; shift; for ((i = 0; i < 300; i++)); do "$@" && return; sleep 0.1; done
          echo "not within 30 s: $what" >&2; cat "$log" >&2; exit 91
        }
        must() { "$@" || { echo "is not so: $*" >&2; [ -e "$log" ] && cat "$log" >&2; exit 92; }; }

        """;

    /// <summary>An L2 begins, and libvirtd goes away when QEMU has the blocker and nobody knows it yet. Then no L2 runs any more.</summary>
    private const string LostAnswer = """
        touch "$STUB/die-after-add"
        begin
        entered() { enter; [ -e "$STUB/down" ]; }
        until_true 'a blocker' entered
        must [ -e "$STUB/blocked.01" ]
        must a_record 01
        until_true 'word of the failure' grep -q 'could not be blocked' "$log"
        back() { rm "$STUB/die-after-add" "$STUB/down"; }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_blocker_that_is_there_though_its_answer_was_lost_goes_when_the_L2_has_ended() =>
        Runs("policy = block\ngrace = 1\ninterval = 0.1\n", LostAnswer + """
        sleep 5
        back
        until_true 'an end of the blocker' absent "$STUB/blocked.01"
        until_true 'an end of the record' no_record ''
        kill "$pid" && wait "$pid"
        """);

    [Fact]
    public void A_blocker_that_is_there_though_its_answer_was_lost_goes_when_the_guard_ends() =>
        Runs("policy = block\ninterval = 0.1\n", LostAnswer + """
        back
        kill "$pid" && wait "$pid"
        must absent "$STUB/blocked.01"
        must no_record ''
        """);

    [Fact]
    public void A_blocker_that_came_to_the_next_run_of_its_instance_goes() => Runs("policy = block\ninterval = 0.1\n", """
        touch "$STUB/restart-at-add"
        begin
        restarted() { [ -e "$STUB/restarted" ] || enter; [ -e "$STUB/restarted" ]; }
        until_true 'a restart' restarted
        until_true 'an end of the blocker' absent "$STUB/blocked.01"
        sleep 1
        must absent "$STUB/blocked.01"
        must no_record ''
        kill "$pid" && wait "$pid"
        """);

    [Fact]
    public void Instances_that_hang_hold_up_no_release_of_others() => Runs("", """
        for of in bbbbbbbb aaaaaaaa bbbbbbbb; do for i in $(seq 10 25); do touch "$records/$of-0000-0000-0000-0000000000$i.1"; done; done
        start release
        until_true 'the release of those that answer' no_record bbbbbbbb
        must a_record aaaaaaaa
        """);

    [Fact]
    public void A_call_that_hangs_is_not_made_again() => Runs("", """
        for i in 10 11 12; do touch "$records/eeeeeeee-0000-0000-0000-0000000000$i.1"; done
        start release
        sleep 15
        must [ "$(grep -c ee "$STUB/calls")" = 3 ]
        """);

    [Fact]
    public void A_thread_that_cannot_be_started_is_a_failure_of_its_call() => Runs("policy = block\ninterval = 0.1\n", """
        begin
        touch "$STUB/no-threads"
        failed() { enter; grep -q 'could not be blocked.*pthread_create: EAGAIN' "$log"; }
        until_true 'word of the failure' failed
        rm "$STUB/no-threads"
        armed() { enter; [ -e "$STUB/blocked.01" ]; }
        until_true 'a blocker' armed
        kill "$pid" && wait "$pid"
        must absent "$STUB/blocked.01"
        """);

    [Fact]
    public void Who_asks_for_the_state_is_no_guard_and_keeps_none_out() => Runs("policy = block\n", """
        echo 15 >"$STUB/slow"
        "$BINARY" guard status --config "$STUB/guard.conf" >/dev/null &
        sleep 1
        rm "$STUB/slow"
        must guard release
        touch "$records/bbbbbbbb-0000-0000-0000-000000000010.1"
        echo 8 >"$STUB/slow"
        start release
        sleep 1
        rm "$STUB/slow"
        must grep -q '"running": false' <(guard status --json)
        must wait "$pid"
        begin
        must grep -q '"running": true' <(guard status --json)
        must grep -q "process $pid" <(guard status)
        kill "$pid" && wait "$pid"
        must grep -q '"running": false' <(guard status --json)
        """);

    private void Runs(string configuration, string script)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, as the guard does");
        Assert.SkipUnless(File.Exists("/usr/bin/cc"), "needs a C compiler, for the stub of libvirt");
        string library = _folder.Of("libvirt.so.0");
        using (Process compiler =
            Process.Start("cc", ["-shared", "-fPIC", "-o", library, RepositoryFolder.Of("tests", "virt-nest.AotTests", "libvirt-stub.c")]))
        {
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        File.CreateSymbolicLink(_folder.Of("libvirt-qemu.so.0"), library);
        File.WriteAllText(_folder.Of("guard.conf"), configuration);
        Run run = PublishedBinary.Shell("exec unshare -m --propagation private bash -c \"$1\"",
            new Dictionary<string, string> { ["STUB"] = _folder.Root }, Words + script);
        Assert.True(run.Status == 0, $"{run.Status}: {run.Error}{run.Text}");
    }
}
