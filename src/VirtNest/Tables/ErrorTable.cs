using VirtNest.Text;

namespace VirtNest.Tables;

/// <summary>One entry of errors.txt: an error of one program, how it is recognised, and what it means.</summary>
/// <param name="Id">The name in brackets.</param>
/// <param name="Program">Whose line it is.</param>
/// <param name="Lines">The line as people meet it, one example or more.</param>
/// <param name="Patterns">What recognises it: literal text, with * for any run of characters.</param>
/// <param name="Cause">What it means.</param>
/// <param name="Remedy">What to do; commands on lines of their own, indented by two spaces.</param>
/// <param name="Code">The finding of `check` that asks for the same thing ("VN1201"), or null.</param>
/// <param name="Date">The day it was last checked.</param>
/// <param name="Sources">Addresses.</param>
public sealed record ErrorEntry(
    string Id, string Program, IReadOnlyList<string> Lines, IReadOnlyList<string> Patterns, Sentence Cause, Sentence Remedy, string? Code,
    string Date, IReadOnlyList<string> Sources);

/// <summary>A program that has entries.</summary>
/// <param name="Name">As the entries name it.</param>
/// <param name="Entries">How many.</param>
public sealed record ErrorProgram(string Name, int Entries);

/// <summary>The entries of errors.txt: error lines that people paste, for `explain`.</summary>
public static class ErrorTable
{
    /// <summary>A word shorter than this says little.</summary>
    private const int LeastWord = 3;

    /// <summary>More words than the examples of an entry have.</summary>
    private const int MostWords = 1000;

    /// <summary>All entries, in the order of the file.</summary>
    public static IReadOnlyList<ErrorEntry> Load() => Parse(EmbeddedTable.Load("errors.txt"));

    /// <summary>Makes entries of sections.</summary>
    /// <param name="sections">As errors.txt has them.</param>
    /// <exception cref="FormatException">An entry lacks a key that each one has; the message names both.</exception>
    public static IReadOnlyList<ErrorEntry> Parse(IReadOnlyList<Section> sections)
    {
        Dictionary<string, Section> byId = new(StringComparer.Ordinal);
        List<ErrorEntry> entries = [];
        foreach (Section section in sections)
        {
            byId[section.Id] = section;
            string[] lines = Needed(section, "line").Split('\n');
            Section remedy = section["remedy-of"] is not { } other ? section
                : byId.GetValueOrDefault(other) ?? throw new FormatException($"{section.Id}: remedy-of");
            entries.Add(new(section.Id, Needed(section, "program"), lines, section["match"]?.Split('\n') ?? lines, Prose(section, "cause"),
                Prose(remedy, "remedy"), section["code"], Needed(section, "date"), Needed(section, "source").Split('\n')));
        }

        return entries;
    }

    /// <summary>The programs, in the order of the file, each with the number of its entries.</summary>
    /// <param name="entries">All entries.</param>
    public static IReadOnlyList<ErrorProgram> Programs(IReadOnlyList<ErrorEntry> entries)
    {
        List<ErrorProgram> programs = [];
        foreach (ErrorEntry entry in entries)
        {
            int at = programs.FindIndex(p => p.Name == entry.Program);
            if (at < 0)
            {
                programs.Add(new(entry.Program, 1));
            }
            else
            {
                programs[at] = new(entry.Program, programs[at].Entries + 1);
            }
        }

        return programs;
    }

    /// <summary>The entries of the programs that have all words of a name: "qemu", "linux kernel". Empty where there is none.</summary>
    /// <param name="entries">All entries.</param>
    /// <param name="name">As typed.</param>
    public static IReadOnlyList<ErrorEntry> OfProgram(IReadOnlyList<ErrorEntry> entries, string name)
    {
        HashSet<string> asked = Words(name, 1);
        return asked.Count == 0 ? [] : [.. entries.Where(e => asked.IsSubsetOf(Words(e.Program, 1)))];
    }

    /// <summary>The entries that share most words with a line that none of them recognises, the nearest first; two at least. Where as
    /// many are shared, the one with fewer words of its own is nearer.</summary>
    /// <param name="entries">All entries.</param>
    /// <param name="line">The line.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<ErrorEntry> Nearest(IReadOnlyList<ErrorEntry> entries, string line, int most)
    {
        HashSet<string> asked = Words(line, LeastWord);
        int[] nearness = new int[entries.Count];
        for (int i = 0; i < nearness.Length; i++)
        {
            HashSet<string> own = Words(string.Join(' ', entries[i].Lines), LeastWord);
            int count = own.Count;
            own.IntersectWith(asked);
            nearness[i] = own.Count < 2 ? 0 : (own.Count * MostWords) - Math.Min(count, MostWords - 1);
        }

        List<ErrorEntry> nearest = [];
        while (nearest.Count < most && nearness.Max() is var best and > 0)
        {
            int at = Array.IndexOf(nearness, best);
            nearest.Add(entries[at]);
            nearness[at] = 0;
        }

        return nearest;
    }

    private static HashSet<string> Words(string text, int least)
    {
        HashSet<string> words = new(StringComparer.Ordinal);
        string plain = LineText.Normalise(text);
        int start = -1;
        for (int i = 0; i <= plain.Length; i++)
        {
            bool isLetter = i < plain.Length && (char.IsLetterOrDigit(plain[i]) || plain[i] == '-');
            if (!isLetter && start >= 0 && i - start >= least)
            {
                words.Add(plain[start..i]);
            }

            start = !isLetter ? -1 : start < 0 ? i : start;
        }

        return words;
    }

    private static Sentence Prose(Section section, string key) =>
        new(Prose(section, key, Language.English), Prose(section, key, Language.Chinese));

    /// <summary>Lines of prose joined, commands on lines of their own.</summary>
    private static string Prose(Section section, string key, Language language)
    {
        List<string> parts = [];
        List<string> prose = [];
        foreach (string line in (section[key, language] ?? throw Lacks(section, key)).Split('\n'))
        {
            bool isCommand = line.StartsWith("  ", StringComparison.Ordinal);
            if (!isCommand)
            {
                prose.Add(line);
            }
            else
            {
                End(prose, parts);
                parts.Add(line);
            }
        }

        End(prose, parts);
        return string.Join('\n', parts);
    }

    private static void End(List<string> prose, List<string> parts)
    {
        if (prose.Count > 0)
        {
            parts.Add(Section.Join(prose));
            prose.Clear();
        }
    }

    private static string Needed(Section section, string key) => section[key] ?? throw Lacks(section, key);

    private static FormatException Lacks(Section section, string key) => new($"{section.Id}: {key}");
}
