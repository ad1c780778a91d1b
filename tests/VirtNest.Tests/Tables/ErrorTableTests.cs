using System.Text.RegularExpressions;
using VirtNest.Checking;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Tables;

/// <summary>errors.txt as its header says, and each example recognised as its own entry, with the noise of logs around it.</summary>
public sealed partial class ErrorTableTests
{
    private const string Green = "\u001b[32m", Bold = "\u001b[1m", Plain = "\u001b[0m";

    private static readonly IReadOnlyList<ErrorEntry> Entries = ErrorTable.Load();

    private static readonly IReadOnlyList<Section> Sections = EmbeddedTable.Load("errors.txt");

    [Fact]
    public void Each_entry_has_what_the_header_says()
    {
        foreach (Section section in Sections)
        {
            string[] needed = ["program", "line", "cause", "cause.zh-CN", "date", "source"];
            Assert.Empty(needed.Where(key => string.IsNullOrWhiteSpace(section[key])).Select(key => $"{section.Id}: {key}"));
            Assert.Empty(section.Values.Keys.Except([.. needed, "match", "remedy", "remedy.zh-CN", "remedy-of", "code"]));
            Assert.True(section["remedy-of"] is null ? section["remedy"] is not null && section["remedy.zh-CN"] is not null
                : section["remedy"] is null && Sections.Any(s => s.Id == section["remedy-of"] && s["remedy"] is not null), section.Id);
            Assert.Matches(DatePattern(), section["date"]!);
            Assert.True(section["code"] is not { } code || FindingPages.CodeOf(code) is not null, section.Id);
            Assert.All(section["source"]!.Split('\n'), static s => Assert.StartsWith("https://", s, StringComparison.Ordinal));
            foreach (string key in (string[])["cause", "remedy"])
            {
                Assert.True(section[key + ".zh-CN"] is not { } text || text.Any(static c => c is >= '\u4e00' and <= '\u9fff'), section.Id);
            }
        }

        Assert.Equal(Sections.Count, Sections.Select(static s => s.Id).Distinct().Count());
        Assert.True(Entries.Count >= 120);
    }

    [Fact]
    public void Prose_stays_within_the_width_of_the_table()
    {
        foreach (Section section in Sections)
        {
            foreach ((string key, string value) in section.Values.Where(static v => v.Key is not ("line" or "match" or "source")))
            {
                string[] lines = value.Split('\n');
                Assert.All(lines.Where(static l => !l.StartsWith("  ", StringComparison.Ordinal)),
                    l => Assert.True(TextLayout.ColumnsOf(l) + 2 <= 76, $"{section.Id}: {l}"));
                Assert.True(TextLayout.ColumnsOf($"{key} = {lines[0]}") <= 76 || lines[0].StartsWith("  ", StringComparison.Ordinal),
                    $"{section.Id}: {lines[0]}");
            }
        }
    }

    [Fact]
    public void The_commands_are_the_same_in_both_languages()
    {
        foreach (ErrorEntry entry in Entries)
        {
            Assert.Equal(Commands(entry.Remedy.English), Commands(entry.Remedy.Chinese));
        }

        static string[] Commands(string text) => [.. text.Split('\n').Where(static l => l.StartsWith("  ", StringComparison.Ordinal))];
    }

    [Fact]
    public void No_pattern_is_so_short_that_it_says_nothing()
    {
        foreach (string pattern in Entries.SelectMany(static e => e.Patterns))
        {
            Assert.True(LineMatcher.LengthOf(pattern) >= 10, pattern);
        }
    }

    [Fact]
    public void Each_pattern_recognises_an_example_of_its_entry()
    {
        foreach (ErrorEntry entry in Entries)
        {
            foreach (string line in entry.Lines)
            {
                Assert.Equal(entry.Id, new LineMatcher([entry]).Match(line)?.Id);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[    3.141592] ")]
    [InlineData("[Tue Dec  1 12:00:00 2026] ")]
    [InlineData("Dec 01 12:00:00 host-7 kernel: ")]
    [InlineData("2026-12-01T12:00:00.123456+00:00 node1 libvirtd[1234]: 5678: ")]
    [InlineData("error: ")]
    [InlineData("time=\"2026-12-01T12:00:00Z\" level=error msg=\"")]
    [InlineData("  > ")]
    [InlineData(Bold + Green + "ERRO" + Plain + "[0000] ")]
    public void An_example_is_its_own_entry_whatever_stands_before_it(string before)
    {
        LineMatcher matcher = new(Entries);
        foreach ((ErrorEntry entry, string line) in Examples())
        {
            Assert.Equal(entry.Id, matcher.Match(before + line)?.Id);
            Assert.Equal(entry.Id, matcher.Match(before + line + " (see the log)\r")?.Id);
        }
    }

    [Fact]
    public void Case_quotes_colours_spaces_and_encodings_do_not_count()
    {
        LineMatcher matcher = new(Entries);
        foreach ((ErrorEntry entry, string line) in Examples())
        {
            string[] noisy =
            [
                line.ToUpperInvariant(),
                $"\"{line.Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
                $"'{line}'",
                $"“{line.Replace('\'', '’')}”",
                line.Replace(" ", "  \t", StringComparison.Ordinal),
                line.Replace('_', '-'),
                string.Join(Bold, line.Select(static c => c.ToString())) + Plain,
                string.Concat(line.Select(static c => $"{c}\0")),
                $"\u001b]0;title\u0007{line}",
            ];
            Assert.All(noisy, text => Assert.Equal(entry.Id, matcher.Match(text)?.Id));
        }
    }

    [Fact]
    public void No_example_is_claimed_by_two_entries_with_as_much_text()
    {
        foreach ((ErrorEntry entry, string line) in Examples())
        {
            int own = Longest(entry, line);
            Assert.All(Entries.Where(e => e != entry), e => Assert.True(Longest(e, line) < own, $"{line}: {entry.Id}, {e.Id}"));
        }

        static int Longest(ErrorEntry entry, string line) => entry.Patterns
            .Where(p => new LineMatcher([entry with { Patterns = [p] }]).Match(line) is not null)
            .Select(LineMatcher.LengthOf).DefaultIfEmpty(0).Max();
    }

    [Theory]
    [InlineData("qemu", "QEMU")]
    [InlineData("Linux Kernel", "Linux kernel (x86)")]
    [InlineData("incus", "LXD, Incus")]
    [InlineData("docker desktop", "Docker Desktop")]
    public void A_program_is_found_by_its_words(string typed, string program) =>
        Assert.Contains(program, ErrorTable.OfProgram(Entries, typed).Select(static e => e.Program));

    [Theory]
    [InlineData("kvm")]
    [InlineData("")]
    [InlineData("...")]
    public void Other_words_are_no_program(string typed) => Assert.Empty(ErrorTable.OfProgram(Entries, typed));

    [Fact]
    public void The_nearest_share_most_words()
    {
        IReadOnlyList<ErrorEntry> nearest = ErrorTable.Nearest(Entries, "multipass: KVM support was not enabled for this machine", 3);
        Assert.Equal("multipass-kvm-not-enabled", nearest[0].Id);
        Assert.Equal(3, nearest.Count);
        Assert.Empty(ErrorTable.Nearest(Entries, "segfault at 0 ip 00007f", 3));
    }

    private static IEnumerable<(ErrorEntry Entry, string Line)> Examples() =>
        Entries.SelectMany(static e => e.Lines, static (entry, line) => (entry, line));

    [GeneratedRegex(@"^20\d\d-\d\d-\d\d$")]
    private static partial Regex DatePattern();
}
