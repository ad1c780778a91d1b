using System.IO;
using System.Text.Json;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`top` over a folder like the kernel's, without a libvirt: the table, the documents, and the live view on a terminal of its
/// own.</summary>
public sealed class TopTests
{
    private const string NoLibvirt = "qemu+unix:///system?socket=/nonexistent";

    [Fact]
    public void Once_prints_one_document_of_what_was_counted_between_two_looks()
    {
        using TemporaryFolder folder = Kernel(("999999991-1", 100), ("999999992-1", 0), ("999999993-1", 7));
        Run run = PublishedBinary.Shell(
            "(for i in $(seq 3000); do echo $((100 + i)) > \"$1/count\"; mv \"$1/count\" \"$1/999999991-1/nested_run\"; sleep 0.02; done) "
                + ">/dev/null 2>&1 & \"$BINARY\" top --once --json --connect '"
            + NoLibvirt + "' --debugfs \"$1\"; status=$?; kill $!; wait $!; exit $status", null, folder.Root);
        Assert.Equal(0, run.Status);
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("virt-nest/top/1", document.GetProperty("schema").GetString());
        JsonElement[] instances =
            [.. document.GetProperty("instances").EnumerateArray().OrderBy(static i => i.GetProperty("pid").GetInt32())];
        Assert.Equal([999999991, 999999992, 999999993], instances.Select(static i => i.GetProperty("pid").GetInt32()));
        Assert.True(instances[0].GetProperty("running").GetBoolean());
        Assert.InRange(instances[0].GetProperty("entries_per_second").GetDouble(), 1, 200);
        Assert.False(instances[1].GetProperty("used").GetBoolean());
        Assert.True(instances[2].GetProperty("used").GetBoolean());
        Assert.Equal(JsonValueKind.Null, instances[2].GetProperty("running").ValueKind);
        Assert.Equal("not-reached", document.GetProperty("connection").GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public void That_no_L2_runs_any_more_takes_two_looks_three_seconds_apart()
    {
        using TemporaryFolder folder = Kernel(("999999991-1", 7));
        JsonElement document = JsonDocument.Parse(Top(folder, "--once", "--json", "--interval", "3").Output).RootElement;
        Assert.False(document.GetProperty("instances")[0].GetProperty("running").GetBoolean());
    }

    [Fact]
    public void The_table_is_printed_in_both_languages_and_fits_80_columns()
    {
        using TemporaryFolder folder = Kernel(("999999991-1", 100), ("999999992-1", 0));
        foreach (string language in (string[])["en", "zh-CN"])
        {
            Run run = Top(folder, "--once", "--lang", language);
            Assert.Equal(0, run.Status);
            Assert.Contains("? (999999992)", run.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(run.Text.Split('\n'), static l => Tests.TerminalColumns.Of(l) > 80);
            Assert.DoesNotContain('\e', run.Text);
        }
    }

    [Fact]
    public void Where_nothing_could_be_read_it_is_3_and_no_instance_is_claimed_to_be_or_not_to_be()
    {
        Run run = PublishedBinary.Start("top", "--once", "--json", "--connect", NoLibvirt, "--debugfs", "/nonexistent");
        Assert.Equal(3, run.Status);
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        Assert.False(document.GetProperty("readable").GetBoolean());
        Assert.Equal("ENOENT", document.GetProperty("debugfs").GetProperty("error").GetProperty("errno").GetString());
        Assert.Equal(3, PublishedBinary.Start("top", "--once", "--connect", NoLibvirt, "--debugfs", "/nonexistent").Status);
    }

    [Fact]
    public void Without_once_there_is_one_document_a_line_until_a_signal_ends_it_between_two()
    {
        using TemporaryFolder folder = Kernel(("999999991-1", 100));
        Run run = PublishedBinary.Shell("timeout -s TERM --preserve-status 3.5 \"$BINARY\" top --json --connect '" + NoLibvirt
            + "' --debugfs \"$1\"", null, folder.Root);
        Assert.Equal(0, run.Status);
        string[] lines = run.Text.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 2, 5);
        Assert.All(lines, static l => Assert.Equal("virt-nest/top/1", JsonDocument.Parse(l).RootElement.GetProperty("schema").GetString()));
    }

    [Fact]
    public void A_reader_that_has_gone_away_ends_the_documents()
    {
        using TemporaryFolder folder = Kernel(("999999991-1", 100));
        Run run = PublishedBinary.Shell("{ \"$BINARY\" top --json --connect '" + NoLibvirt
            + "' --debugfs \"$1\"; echo $? >&2; } | head -n 1 > /dev/null", null, folder.Root);
        Assert.Equal("3", run.Error.Trim());
    }

    [Theory]
    [InlineData("top")]
    [InlineData("top --interval 0")]
    [InlineData("top --once --interval 3601")]
    [InlineData("top --once --sort size")]
    [InlineData("top --once --filter")]
    [InlineData("top --once surplus")]
    public void Wrong_usage_is_2_and_without_a_terminal_once_is_named(string typed)
    {
        Run run = PublishedBinary.Start(typed.Split(' '));
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.True(typed != "top" || run.Error.Contains("--once", StringComparison.Ordinal), run.Error);
    }

    [Fact]
    public void Names_are_filtered_and_sorted()
    {
        using TemporaryFolder folder = Kernel([.. Enumerable.Range(0, 50).Select(static i => ($"{999999900 + i}-1", (long)i))]);
        JsonElement document =
            JsonDocument.Parse(Top(folder, "--once", "--json", "--filter", "*(99999991?)", "--sort", "pid").Output).RootElement;
        Assert.Equal(Enumerable.Range(999999910, 10),
            document.GetProperty("instances").EnumerateArray().Select(static i => i.GetProperty("pid").GetInt32()));
        Assert.Equal(50, document.GetProperty("summary").GetProperty("instances").GetInt32());
    }

    /// <summary>The live view ends by a key or a signal, and what the terminal was set to before is what it is set to after.</summary>
    [Theory]
    [InlineData("{ sleep 2; printf 's/9\\rr'; sleep 1; printf q; }", "", 0)]
    [InlineData("{ sleep 2; printf '\\003'; sleep 2; }", "", 0)]
    [InlineData("sleep 6", "-s TERM", 0)]
    [InlineData("sleep 6", "-s HUP", 0)]
    [InlineData("sleep 6", "-s QUIT", 0)]
    public void The_terminal_is_given_back_as_it_was(string typed, string signal, int status)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) is not installed (package bsdutils)");
        using TemporaryFolder folder = Kernel(("999999991-1", 100), ("999999992-1", 0));
        string ended = signal.Length == 0 ? "" : $"timeout --foreground --preserve-status {signal} 3 ";
        File.WriteAllText(folder.Of("inside"), $"""
            stty rows 24 cols 80
            stty -g > '{folder.Of("before")}'
            {ended}'{PublishedBinary.FilePath}' top --connect '{NoLibvirt}' --debugfs '{folder.Root}'
            echo $? > '{folder.Of("status")}'
            stty -g > '{folder.Of("after")}'
            """);
        Run run = PublishedBinary.Shell($"{typed} | script -qec \"bash '{folder.Of("inside")}'\" /dev/null", new() { ["TERM"] = "xterm" });
        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), File.ReadAllText(folder.Of("status")).Trim());
        Assert.Equal(File.ReadAllText(folder.Of("before")), File.ReadAllText(folder.Of("after")));
        Assert.Contains("? (999999992)", run.Text, StringComparison.Ordinal);

        // The alternate screen is left last, with a cursor and lines that go on.
        int left = run.Text.LastIndexOf("\e[?1049l", StringComparison.Ordinal);
        Assert.True(left > run.Text.LastIndexOf("\e[?1049h", StringComparison.Ordinal), run.Text);
        Assert.True(run.Text.LastIndexOf("\e[?25h", StringComparison.Ordinal) > run.Text.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        Assert.True(run.Text.LastIndexOf("\e[?7h", StringComparison.Ordinal) > run.Text.LastIndexOf("\e[?7l", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_terminal_is_given_back_as_it_was_after_an_exception_too()
    {
        string? runner = Environment.GetEnvironmentVariable("VIRT_NEST_PROOF_RUNNER");
        Assert.SkipWhen(string.IsNullOrEmpty(runner), "VIRT_NEST_PROOF_RUNNER does not name the published proof-runner");
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) is not installed (package bsdutils)");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("inside"), $"""
            ulimit -c 0
            stty -g > '{folder.Of("before")}'
            '{runner}' throw
            echo $? > '{folder.Of("status")}'
            stty -g > '{folder.Of("after")}'
            """);
        Run run = PublishedBinary.Shell($"script -qec \"bash '{folder.Of("inside")}'\" /dev/null", new() { ["TERM"] = "xterm" });
        Assert.NotEqual("0", File.ReadAllText(folder.Of("status")).Trim());
        Assert.Equal(File.ReadAllText(folder.Of("before")), File.ReadAllText(folder.Of("after")));
        Assert.Contains("under a screen", run.Text[run.Text.LastIndexOf("\e[?1049l", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_is_typed_leaves_the_others_out()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) is not installed (package bsdutils)");
        using TemporaryFolder folder = Kernel(("999999991-1", 100), ("999999992-1", 0));
        Run run = PublishedBinary.Shell(
            "{ sleep 2; printf '/'; sleep 0.3; printf '9992'; sleep 1; printf '\\rq'; } | script -qec \"stty rows 24 cols 80; '$BINARY' "
                + "top --color never --connect '" + NoLibvirt + "' --debugfs '$1'\" /dev/null",
            new() { ["TERM"] = "xterm" }, folder.Root);
        string[] pictures = run.Text.Split("\e[H");
        string typed = pictures.Last(static p => p.Contains("Filter: 9992_", StringComparison.Ordinal));
        Assert.Contains("999999992", typed, StringComparison.Ordinal);
        Assert.DoesNotContain("999999991", typed, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", run.Text, StringComparison.Ordinal);
    }

    private static Run Top(TemporaryFolder folder, params string[] arguments) =>
        PublishedBinary.Start([.. (string[])["top", "--connect", NoLibvirt, "--debugfs", folder.Root], .. arguments]);

    /// <summary>A folder like /sys/kernel/debug/kvm with VMs and their counts, of processes that are not there.</summary>
    private static TemporaryFolder Kernel(params (string Vm, long Count)[] vms)
    {
        TemporaryFolder folder = new();
        foreach ((string vm, long count) in vms)
        {
            Directory.CreateDirectory(folder.Of(vm));
            File.WriteAllText(Path.Combine(folder.Of(vm), "nested_run"), count.ToString(CultureInfo.InvariantCulture) + "\n");
        }

        return folder;
    }
}
