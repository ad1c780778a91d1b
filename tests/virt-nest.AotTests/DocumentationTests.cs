using System.IO;
using System.Text.RegularExpressions;
using VirtNest.Tests;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>The man pages say the same as the command table, of which the completion for zsh is a copy with the names of values.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>The options that every command takes, beside the commands.</summary>
    private const string Common = "";

    public static TheoryData<string> Pages => ["packaging/man/virt-nest.8", "packaging/man/zh_CN/virt-nest.8"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_section_of_the_man_page_has_the_options_of_its_command(string file)
    {
        SortedDictionary<string, List<string>> table = Table();
        SortedDictionary<string, List<string>> page = Page(file);
        Assert.Equal(table.Keys, page.Keys);
        Assert.All(table, row => Assert.Equal(row.Value.Order(StringComparer.Ordinal), page[row.Key]
            .Where(o => row.Key == Common || !table[Common].Contains(o)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_text_of_the_man_page_names_no_other_option(string file)
    {
        HashSet<string> known = [.. Table().Values.SelectMany(static o => o).Select(static o => o.Split(' ')[0])];

        // Of virsh.
        known.Add("--inactive");
        Assert.DoesNotContain(LongOption().Matches(Read(file)).Select(static m => m.Value), o => !known.Contains(o));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_synopsis_of_the_man_page_names_each_command(string file)
    {
        string synopsis = Read(file).Split("\n.SH ")[2];
        Assert.All(Table().Keys, command => Assert.All(command.Split(' '), verb => Assert.Matches($@"\b{verb}\b", synopsis)));
    }

    [Fact]
    public void Exit_statuses_are_in_the_man_page() =>
        Assert.Contains(".SH EXIT STATUS", Read("packaging/man/virt-nest.8"), StringComparison.Ordinal);

    /// <summary>Each command that runs, and its options with the names of their values: "--role ROLE".</summary>
    private static SortedDictionary<string, List<string>> Table()
    {
        SortedDictionary<string, List<string>> table = new(StringComparer.Ordinal);
        string command = Common;
        List<string> options = [];
        foreach (string line in PublishedBinary.Start("completion", "zsh").Text.Split('\n'))
        {
            command = Case().Match(line) is { Success: true } start ? start.Groups[1].Value : command;
            if (line.TrimStart() is "specs=(" or "specs+=(")
            {
                table[line.Contains('+', StringComparison.Ordinal) ? Common : command] = options = [];
            }
            else if (Specification().Match(line) is { Success: true } option)
            {
                string value = option.Groups[2].Value.Replace("\\", "", StringComparison.Ordinal);
                options.Add($"{option.Groups[1].Value} {value}".TrimEnd());
            }
        }

        return table;
    }

    /// <summary>The same of a man page: what stands behind .TP and .TQ in the section of each command.</summary>
    private static SortedDictionary<string, List<string>> Page(string file)
    {
        SortedDictionary<string, List<string>> page = new(StringComparer.Ordinal);
        List<string> options = [];
        string before = "";
        foreach (string line in Read(file).Split('\n'))
        {
            if (line.StartsWith(".SS ", StringComparison.Ordinal))
            {
                string command = line.StartsWith(".SS virt-nest ", StringComparison.Ordinal) ? line[".SS virt-nest ".Length..] : Common;
                Assert.True(page.TryAdd(command, options = []), "two sections of " + command);
            }
            else if (line.StartsWith(".SH ", StringComparison.Ordinal))
            {
                options = [];
            }
            else if (before is ".TP" or ".TQ")
            {
                options.AddRange(TaggedOption().Matches(line).Select(static m => Regex.Replace(m.Value, " +", " ")));
            }

            before = line;
        }

        return page;
    }

    /// <summary>The page, without the escapes that roff wants in an option.</summary>
    private static string Read(string file)
    {
        string text = File.ReadAllText(RepositoryFolder.Of(file.Split('/')));
        return Font().Replace(text.Replace("\\-", "-", StringComparison.Ordinal).Replace("\\~", " ", StringComparison.Ordinal), "");
    }

    [GeneratedRegex(@"^    \('([a-z ]*)'\)$")]
    private static partial Regex Case();

    [GeneratedRegex(@"^ +'(?:\(- : \*\)'?)?(?:\{-h,)?(--[a-z0-9-]+)(?:\}')?=?\[.*\](?::((?:[^:\\]|\\.)+):.*)?'$")]
    private static partial Regex Specification();

    [GeneratedRegex(@"--[a-z0-9-]+(?: +[A-Z\[][A-Z\[\]:]*)?")]
    private static partial Regex TaggedOption();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]+")]
    private static partial Regex LongOption();

    [GeneratedRegex(@"\\f[A-Z]")]
    private static partial Regex Font();
}
