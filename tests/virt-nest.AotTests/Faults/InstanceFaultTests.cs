using System.IO;
using System.Threading;
using VirtNest.Host.Tests.Libvirt;
using Xunit;

namespace VirtNest.AotTests.Faults;

/// <summary>Changes of an instance of a real libvirtd by the published binary, harmed at every system call that writes, also to libvirt:
/// the definition is the old or the new one, byte for byte, and the next run says first that one was interrupted.</summary>
[Collection<OnPrivateLibvirt>]
[Trait("Speed", "slow")]
public sealed class InstanceFaultTests : IDisposable
{
    private const string WithoutSvm =
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>";

    private static readonly string[] Restart = ["--now", "--timeout", "1", "--force-off", "--no-agent"];

    private readonly PrivateLibvirt _libvirt;
    private readonly FaultCounts _counts = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public InstanceFaultTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.MissingDaemon is null, PrivateLibvirt.MissingDaemon ?? "");
        _libvirt = libvirt;
    }

    public void Dispose() => _libvirt?.Clear();

    [Theory]
    [InlineData("enable")]
    [InlineData("undo")]
    public void A_kill_after_any_call_leaves_the_old_definition_or_the_new_one(string command) => Kill(command, isRestarted: false);

    [Fact]
    public void A_kill_in_a_restart_leaves_the_old_definition_or_the_new_one_and_the_next_run_has_the_instance_run() =>
        Kill("enable", isRestarted: true);

    /// <summary>A restart takes two seconds: of its calls those are tried that come when the change is in the journal.</summary>
    private void Kill(string command, bool isRestarted)
    {
        using ChangeHost host = Prepared(command, isRestarted);
        string old = Definition();
        string[] words = Words(command, isRestarted);
        (Call[] calls, string @new) = Undisturbed(host, words);
        int begun = isRestarted ? Array.FindIndex(calls, static c => c is { Name: "rename", IsOfChange: true }) : 0;
        foreach (Call call in calls[begun..])
        {
            Define(old, isRestarted);
            using ChangeHost killed = host.Copy();
            killed.Harm("kill", call.Number, words);
            _counts.Add("kill");

            // What was sent is done, whoever sent it.
            Thread.Sleep(50);
            Recovers(killed, $"kill after {call}", old, @new, command, isRestarted);
        }

        _counts.End($"instance {command}{(isRestarted ? " --now" : "")}", calls.Length);
    }

    [Theory]
    [InlineData("enable")]
    [InlineData("undo")]
    public void A_full_disk_at_any_call_is_said_and_the_definition_is_the_old_one(string command)
    {
        using ChangeHost host = Prepared(command, isRestarted: false);
        string old = Definition();
        string[] words = Words(command, isRestarted: false);
        (Call[] calls, string @new) = Undisturbed(host, words);
        foreach (string harm in (string[])["once", "full"])
        {
            foreach (Call call in calls.Where(static c => c.IsOfChange))
            {
                Define(old, isRunning: false);
                using ChangeHost full = host.Copy();
                (Run run, Call[] done) = full.Harm(harm, call.Number, words);
                if (done.All(static c => c.Result != -28))
                {
                    continue;
                }

                _counts.Add(harm);
                string where = $"{harm} at {call}: {run.Status}: {run.Text}";
                string now = Definition();
                _counts.Must(run.Status != 0 || now == @new, "status 0 and not new: " + where);
                // A path of any length may put the words on two lines.
                bool isSaid = string.Join(' ', run.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
                    .Contains("no space", StringComparison.Ordinal);
                _counts.Must(run.Status == 0 || (now == old && isSaid), "not as before: " + where);
                Recovers(full, where, old, @new, command, isRunning: false);
            }
        }

        _counts.End("instance " + command, calls.Length);
    }

    private ChangeHost Prepared(string command, bool isRestarted)
    {
        ChangeHost host = ChangeHost.Make();
        _libvirt.DefineBare("web", WithoutSvm);

        // From then on libvirt keeps the order of its elements.
        Define(Definition(), isRestarted);
        if (command == "undo")
        {
            Run run = host.Run(Words("enable", isRestarted: false));
            Assert.True(run.Status == 0, run.Text);
        }

        return host;
    }

    private (Call[] Calls, string Definition) Undisturbed(ChangeHost host, string[] words)
    {
        using ChangeHost copy = host.Copy();
        string old = Definition();
        (Run run, Call[] calls) = copy.Harm("none", 0, words);
        Assert.True(run.Status is 0 or 3, run.Text);
        Assert.NotEqual(old, Definition());
        return (calls, Definition());
    }

    private void Recovers(ChangeHost harmed, string where, string old, string @new, string command, bool isRunning)
    {
        string found = Definition();
        bool isOpen = harmed.IsInterrupted;
        _counts.Must(found == old || found == @new, $"{where}: neither old nor new: {found}");
        if (!_seen.Add(harmed.State() + found))
        {
            return;
        }

        _counts.Add("states");
        _counts.Add(isOpen ? "interrupted" : found == @new ? "finished" : "nothing begun");
        using ChangeHost second = harmed.Copy();
        Goes(harmed, command, @new);
        Define(found, isRunning);
        Goes(second, command == "undo" ? "enable" : "disable", old);

        void Goes(ChangeHost host, string next, string wished)
        {
            Run run = host.Run(Words(next, isRunning));
            _counts.Must(!isOpen || ChangeHost.SaysItFirst(run), $"{where}: {next} says first: {run.Text}");
            string now = Definition();
            _counts.Must(now == wished || (next == "disable" && now == old), $"{where}: {next}: {now}\n{run.Text}");
            _counts.Must(!isRunning || _libvirt.VirshText("domstate", "web").Contains("running", StringComparison.Ordinal),
                $"{where}: {next}: does not run: {run.Text}");
        }
    }

    private string[] Words(string command, bool isRestarted) =>
        ["instance", command, "web", "--connect", _libvirt.Uri, "--yes", .. isRestarted ? Restart : []];

    private string Definition() => _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");

    private void Define(string definition, bool isRunning)
    {
        File.WriteAllText(_libvirt.Folder + "/again.xml", definition);
        Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/again.xml"));
        if (isRunning && !_libvirt.VirshText("domstate", "web").Contains("running", StringComparison.Ordinal))
        {
            // A start that a killed run has sent may be under way.
            PrivateLibvirt.Until(() => _libvirt.Virsh("start", "web") == 0
                || _libvirt.VirshText("domstate", "web").Contains("running", StringComparison.Ordinal), "web does not start");
        }
    }
}
