using System.Collections.Concurrent;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace VirtNest.AotTests.Faults;

/// <summary>Changes of the host and of libvirt's hook by the published binary, harmed at every system call that writes: ends are old or
/// new, complete, and the next run says first that one was interrupted.</summary>
public sealed class HostFaultTests
{
    private static readonly string[] CutOff = ["undo", "--cut-off", "--json"];

    private static readonly ParallelOptions TwoAtOnce = new() { MaxDegreeOfParallelism = 2 };

    private readonly FaultCounts _counts = new();

    /// <summary>States that were gone on from.</summary>
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);

    /// <summary>Changes: the commands that come before, separated by semicolons; the one that is harmed; one that leads back.</summary>
    public static TheoryData<string, string, string> Changes => new()
    {
        { "", "disable", "undo" },
        { "disable", "undo", "disable" },
        { "", "guard hook install", "guard hook remove" },
        { "guard hook install", "guard hook remove", "guard hook install" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    [Trait("Speed", "slow")]
    public void A_kill_or_a_loss_of_power_after_any_call_ends_in_old_or_new_and_the_next_run_says_so_first(string before, string command,
        string back)
    {
        using ChangeHost host = Prepared(before);
        (string old, string @new, Call[] calls) = Undisturbed(host, command);
        IEnumerable<(string, Call)> cases = calls.SelectMany(c => ((string[])["kill", "kill-all", "torn"])
            .Where(h => h == "kill" || (h == "torn" ? c is { Name: "write", IsOfChange: true } : c.Process != calls[0].Process))
            .Select(h => (h, c)));
        Parallel.ForEach(cases, TwoAtOnce, at =>
        {
            (string harm, Call call) = at;
            using ChangeHost killed = host.Copy();
            Call[] done = killed.Harm(harm, call.Number, Words(command)).Calls;
            _counts.Add(harm);
            foreach (string[] lost in PowerLoss.Combinations(done))
            {
                using ChangeHost booted = killed.Copy();
                PowerLoss.Lose(lost, booted, host);
                booted.Boot();
                _counts.Add("power");
                Recovers(booted, $"power after {call}, lost {string.Join(", ", lost)}", old, @new, command, null);
            }

            Recovers(killed, $"{harm} after {call}", old, @new, command, back);
        });
        _counts.End(command, calls.Length);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_published_was_synced_before_and_each_step_before_the_next_begins(string before, string command, string back)
    {
        using ChangeHost host = Prepared(before);
        Call[] calls = Undisturbed(host, command).Calls;
        Assert.NotEqual(command, back);
        Assert.Empty(Unsynced(calls));

        // Without the syncs of any one file or folder it is found.
        foreach (Call sync in calls.Where(static c => c.Name is "fsync" or "syncfs").DistinctBy(static c => c.Path))
        {
            Assert.NotEmpty(Unsynced([.. calls.Where(c => c.Path != sync.Path || c.Name != sync.Name)]));
        }
    }

    /// <summary>Pairs of commands that are begun in the same instant: one waits for the other, or they do not meet.</summary>
    [Theory]
    [InlineData("disable", "disable")]
    [InlineData("disable", "enable --only boot")]
    [InlineData("disable", "guard hook install")]
    public void Two_runs_at_once_are_one_after_the_other(string one, string other)
    {
        using ChangeHost made = ChangeHost.Make();
        for (int round = 0; round < 4; round++)
        {
            using ChangeHost host = made.Copy();
            Run[] runs = new Run[2];
            Parallel.Invoke(() => runs[0] = host.Run(Words(one)), () => runs[1] = host.Run(Words(other)));
            Assert.True(runs[0].Status == 0, runs[0].Text);
            Assert.True(runs[1].Status == 0 || other.StartsWith("enable", StringComparison.Ordinal), runs[1].Text);
            Assert.Contains(host.LastLine(), (string[])["committed", "undone"]);
            Assert.Empty(host.Rests());
            Assert.Equal("0\n", File.ReadAllText(host.Of("/sys/module/kvm_amd/parameters/nested")));
            Assert.Contains("not-needed", host.Run(CutOff).Text, StringComparison.Ordinal);
            Assert.Equal(other.StartsWith("guard", StringComparison.Ordinal), File.Exists(host.Of("/etc/libvirt/hooks/qemu.d/virt-nest")));
        }
    }

    /// <summary>Where something is not on disk for certain: content when its file gets its name, anything when the journal gets a line, or
    /// at the end.</summary>
    private static IEnumerable<string> Unsynced(Call[] calls)
    {
        for (int i = 0; i < calls.Length; i++)
        {
            Call call = calls[i];
            bool isLine = call.Name == "write" && call.Path.EndsWith("/progress", StringComparison.Ordinal);
            bool isPublished = call.Name == "rename" && call.IsOfChange;
            foreach (string loss in isLine || isPublished ? PowerLoss.Open(calls[..i]) : [])
            {
                // What is in an entry of the journal that has no name yet may go; it was never begun.
                bool isOfName = loss.StartsWith("content " + call.Path, StringComparison.Ordinal);
                if (isLine ? !isOfName && !IsOfNoEntry(loss) : isOfName)
                {
                    yield return $"{call}: {loss}";
                }
            }
        }

        foreach (string loss in PowerLoss.Open(calls))
        {
            yield return "at the end: " + loss;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    [Trait("Speed", "slow")]
    public void A_full_disk_at_any_call_is_said_and_everything_is_as_before(string before, string command, string back)
    {
        using ChangeHost host = Prepared(before);
        (string old, string @new, Call[] calls) = Undisturbed(host, command);
        Parallel.ForEach(calls.SelectMany(static c => ((Call, string)[])[(c, "once"), (c, "full")]), TwoAtOnce, at =>
        {
            (Call call, string harm) = at;
            using ChangeHost full = host.Copy();
            (Run run, Call[] done) = full.Harm(harm, call.Number, Words(command));
            if (done.All(static c => c.Result != -28))
            {
                return;
            }

            _counts.Add(harm);
            string where = $"{harm} at {call}: {run.Status}: {run.Text}";
            string tree = full.Tree();
            bool isSaid = run.Text.Contains("no space", StringComparison.OrdinalIgnoreCase);
            if (run.Status == 0)
            {
                _counts.Add(harm + " harmless");
                _counts.Must(tree == @new, "status 0 and not new: " + where);
            }
            else
            {
                _counts.Must(isSaid, "not said: " + where);

                // On a disk that stays full a boot menu that was written cannot be written again.
                bool isLeft = harm == "full" && run.Text.Contains("Not everything could be taken back", StringComparison.Ordinal);
                _counts.Must(tree == old || isLeft, "not as before: " + Difference(old, tree) + where);
                _counts.Add(tree == old ? harm + " taken back" : harm + " not taken back");
            }

            Recovers(full, where, old, @new, command, back);
        });
        _counts.End(command, calls.Length);
    }

    /// <summary>What must hold after any harm, by three ways to go on.</summary>
    private void Recovers(ChangeHost harmed, string where, string old, string @new, string command, string? back)
    {
        if (!_seen.TryAdd((back is null ? "booted " : "") + harmed.State(), true))
        {
            return;
        }

        _counts.Add("states");
        string last = harmed.LastLine(), found = harmed.Tree();
        bool isOpen = harmed.IsInterrupted;
        using ChangeHost first = harmed.Copy(), second = harmed.Copy();

        Run repaired = first.Run(CutOff);
        string? recovered = null;
        try
        {
            recovered = JsonDocument.Parse(repaired.Output).RootElement.GetProperty("recovered").GetString();
        }
        catch (JsonException)
        {
            _counts.Must(false, $"no document: {where}: {repaired.Text}");
        }

        string tree = first.Tree();
        _counts.Add(recovered ?? (last == "committed" && found == @new ? "finished" : "nothing begun"));
        _counts.Must(repaired.Status == 0, $"{where}: the repair ended with {repaired.Status}: {repaired.Text}");
        _counts.Must(isOpen == recovered is not null, $"{where}: {last} and recovered {recovered}");
        _counts.Must(recovered switch { "rolled-back" => tree == old, "committed" => tree == @new, _ => tree == old || tree == @new },
            $"{where}: recovered {recovered}: {Difference(old, tree)}");
        Run again = first.Run(CutOff);
        _counts.Must(again.Status == 0 && again.Text.Contains("not-needed", StringComparison.Ordinal), $"{where}: twice: {again.Text}");

        Goes(second, command, @new);
        _counts.Must(second.Rests() is [], $"{where}: {command} left {string.Join(' ', second.Rests())}");
        if (back is not null)
        {
            Goes(harmed, back, old);
        }

        void Goes(ChangeHost host, string next, string wished)
        {
            Run run = host.Run(Words(next));
            _counts.Must(!isOpen || ChangeHost.SaysItFirst(run), $"{where}: {next} says first: {run.Text}");

            // What an earlier boot did to the module no undo takes back.
            string result = host.Tree();
            bool isAsWished = back is null ? Files(result) == Files(wished) : result == wished;
            _counts.Must(isAsWished, $"{where}: {next}: {Difference(wished, result)}{run.Text}");
        }
    }

    private static ChangeHost Prepared(string before)
    {
        ChangeHost host = ChangeHost.Make();
        foreach (string command in before.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            Run run = host.Run(Words(command));
            Assert.True(run.Status == 0, run.Text);
        }

        return host;
    }

    private static (string Old, string New, Call[] Calls) Undisturbed(ChangeHost host, string command)
    {
        using ChangeHost copy = host.Copy();
        string old = copy.Tree();
        (Run run, Call[] calls) = copy.Harm("none", 0, Words(command));
        Assert.True(run.Status == 0, run.Text);
        Assert.NotEqual(old, copy.Tree());
        Assert.Empty(copy.Rests());
        return (old, copy.Tree(), calls);
    }

    private static string[] Words(string command) => [.. command.Split(' '), "--yes"];

    private static bool IsOfNoEntry(string loss) =>
        loss.Contains(".new/", StringComparison.Ordinal) || loss.Contains(".old", StringComparison.Ordinal);

    private static string Files(string tree) => tree[..tree.IndexOf("/sys", StringComparison.Ordinal)];

    private static string Difference(string wished, string found)
    {
        string[] one = wished.Split('\n'), other = found.Split('\n');
        return string.Join('\n', one.Except(other).Select(static l => "-" + l).Concat(other.Except(one).Select(static l => "+" + l)));
    }
}
