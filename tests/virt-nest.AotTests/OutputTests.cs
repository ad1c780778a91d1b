using System.IO;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>Terminals, pipes, colour, --help and --version.</summary>
public sealed partial class OutputTests
{
    private const byte Escape = 0x1b;

    private static string Evidence => Fixture.Evidence("intel-nested-off");

    [Theory]
    [InlineData("check --json --evidence \"$1\"")]
    [InlineData("check --no-vm --json")]
    [InlineData("explain --json")]
    [InlineData("explain VN1001 --json")]
    public void Under_a_terminal_the_document_is_all_there_is(string typed)
    {
        Run run = UnderTerminal(typed, []);
        byte[] output = run.Output;
        Assert.Equal((byte)'{', output[0]);
        Assert.DoesNotContain(Escape, output);

        // The terminal makes CR LF of LF; nothing else is behind the document.
        Assert.Equal("}\r\n", Encoding.UTF8.GetString(output)[^3..]);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void Text_is_coloured_on_a_terminal_alone()
    {
        const string typed = "check --evidence \"$1\"";
        Assert.Contains(Escape, UnderTerminal(typed, []).Output);
        Assert.DoesNotContain(Escape, UnderTerminal(typed, new() { ["NO_COLOR"] = "1" }).Output);
        Assert.Contains(Escape, UnderTerminal(typed, new() { ["NO_COLOR"] = "" }).Output);
        Assert.DoesNotContain(Escape, UnderTerminal(typed, new() { ["TERM"] = "dumb" }).Output);
        Assert.DoesNotContain(Escape, UnderTerminal(typed + " --color never", []).Output);
        Assert.Contains(Escape, UnderTerminal(typed + " --color always", new() { ["NO_COLOR"] = "1" }).Output);
        Assert.DoesNotContain(Escape, PublishedBinary.Start("check", "--evidence", Evidence).Output);
        Assert.Contains(Escape, PublishedBinary.Start("check", "--evidence", Evidence, "--color", "always").Output);
    }

    [Fact]
    public void Colour_changes_nothing_but_colour()
    {
        string plain = PublishedBinary.Start("check", "--evidence", Evidence).Text;
        string coloured = PublishedBinary.Start("check", "--evidence", Evidence, "--color", "always").Text;
        Assert.Equal(plain, ColourCode().Replace(coloured, ""));
        Assert.DoesNotContain(Escape, PublishedBinary.Start("check", "--evidence", Evidence, "--json", "--color", "always").Output);
    }

    [Theory]
    [InlineData("check --verbose --evidence \"$1\"")]
    [InlineData("check --json --evidence \"$1\"")]
    [InlineData("explain")]
    [InlineData("--help")]
    public void A_reader_that_has_gone_away_is_no_crash_and_no_whole_answer(string typed)
    {
        Run run = PublishedBinary.Shell("{ sleep 0.2; \"$BINARY\" " + typed + "; echo $? >&2; } | true", null, Evidence);
        Assert.Equal("3", run.Error.Trim());
    }

    [Fact]
    public void A_full_disk_does_not_look_like_an_answer()
    {
        Run run = PublishedBinary.Shell("\"$BINARY\" check --json --evidence \"$1\" > /dev/full; echo $?", null, Evidence);
        Assert.Equal("3", run.Text.Trim());
        Assert.Equal("virt-nest: cannot write standard output: no space left\n", run.Error);
        Assert.Equal("virt-nest: cannot write standard output: it is closed\n",
            PublishedBinary.Shell("\"$BINARY\" explain >&-", null, Evidence).Error);
    }

    [Fact]
    public void Closed_streams_are_no_crash()
    {
        Run run = PublishedBinary.Shell("\"$BINARY\" check --json --evidence \"$1\" <&- >&- 2>&-; echo $?", null, Evidence);
        Assert.Contains(run.Text.Trim(), (string[])["1", "3"]);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("check --help")]
    [InlineData("prove --help")]
    [InlineData("explain --help")]
    public void Help_fits_80_columns_in_both_languages(string typed)
    {
        foreach (string language in (string[])["en", "zh-CN"])
        {
            Run run = PublishedBinary.Start([.. typed.Split(' '), "--lang", language]);
            Assert.Equal(0, run.Status);
            Assert.DoesNotContain(run.Text.Split('\n'), static l => Tests.TerminalColumns.Of(l) > 80);
        }
    }

    [Fact]
    public void The_version_names_the_commit_that_it_was_built_from()
    {
        Run run = PublishedBinary.Start("--version");
        Assert.Equal(0, run.Status);
        Assert.Matches("^virt-nest [0-9]+\\.[0-9]+\\.[0-9]+", run.Text);
        Run git = PublishedBinary.Shell("git -C \"$1\" rev-parse HEAD", null, Tests.RepositoryFolder.Root);
        Assert.SkipWhen(git.Status != 0, "not built from a git repository with a commit");
        Assert.Matches("^virt-nest [^ +]+\\+[0-9a-f]{7,40}\n$", run.Text);
    }

    [Fact]
    public void The_binary_needs_no_other_file_of_ours()
    {
        using TemporaryFolder folder = new();

        // Copied by the shell: a process that another test starts meanwhile would hold a copy of ours open for writing.
        Run run = PublishedBinary.Shell(
            "cp \"$BINARY\" \"$1\" && cd / && \"$1\" explain VN1001 --lang zh-CN && "
                + "\"$1\" check --evidence \"$2\" --json > /dev/null; echo $?", null,
                folder.Of("virt-nest"), Evidence);
        Assert.StartsWith("# VN1001", run.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n1\n", run.Text, StringComparison.Ordinal);
    }

    /// <summary>Runs it with a terminal of its own (script(1) of bsdutils).</summary>
    private static Run UnderTerminal(string typed, Dictionary<string, string> environment)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) is not installed (package bsdutils)");
        environment.TryAdd("TERM", "xterm");
        return PublishedBinary.Shell("exec script -qec \"'$BINARY' " + typed.Replace("\"$1\"", "'$1'", StringComparison.Ordinal)
            + "\" /dev/null", environment, Evidence);
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex ColourCode();
}
