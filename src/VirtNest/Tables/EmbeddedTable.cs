using System.IO;
using VirtNest.Text;

namespace VirtNest.Tables;

/// <summary>One section of a table: its keys and values, as the file has them.</summary>
/// <param name="Id">The name in brackets.</param>
/// <param name="Values">Values by key; continuation lines joined with line feeds.</param>
public sealed record Section(string Id, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The value of a key, or null.</summary>
    /// <param name="key">As in the file's header.</param>
    public string? this[string key] => Values.TryGetValue(key, out string? value) ? value : null;

    /// <summary>The value of a key in both languages: the key with ".zh-CN" behind it is Chinese. Null where the key is not
    /// there.</summary>
    /// <param name="key">As in the file's header.</param>
    public Sentence? Text(string key) => this[key] is { } english ? new Sentence(english, this[key + ".zh-CN"] ?? english) : null;

    /// <summary>The value of a key in a language: the key with ".zh-CN" behind it for Chinese.</summary>
    /// <param name="key">As in the file's header.</param>
    /// <param name="language">English or Chinese.</param>
    public string? this[string key, Language language] => language switch
    {
        Language.English => this[key],
        Language.Chinese => this[key + ".zh-CN"],
    };

    /// <summary>The lines of a value in a language as one: Chinese characters are joined without a space, and have one beside a Latin
    /// word. Empty where there is none.</summary>
    /// <param name="key">As in the file's header.</param>
    /// <param name="language">English or Chinese.</param>
    public string Line(string key, Language language) => Join((this[key, language] ?? "").Split('\n'));

    /// <summary>Lines as one: Chinese characters are joined without a space, and have one beside a Latin word.</summary>
    /// <param name="lines">The lines.</param>
    internal static string Join(IEnumerable<string> lines)
    {
        StringBuilder joined = new();
        foreach (string line in lines)
        {
            bool isSpaced = joined.Length > 0 && line.Length > 0
                && (joined[^1], line[0]) is ( < '\u3000', < '\u3000') or ( < '\u3000', >= '\u4E00' and < '\uFF00') or ( >= '\u4E00'
                    and < '\uFF00', < '\u3000');
            joined.Append(isSpaced ? " " : "").Append(line);
        }

        return joined.ToString();
    }
}

/// <summary>The tables that are edited without touching code: Tables/platforms.txt (how to switch nesting on at the hypervisor or cloud
/// below), Tables/limits.txt (what holds for an instance with a live L2), Tables/nested-features.txt (names of what KVM offers to an
/// instance that nests), Tables/advisories.txt (published weaknesses that nesting opens the way to), Tables/owners.txt,
/// Tables/support.txt and Tables/errors.txt (error lines that people paste). Each file's header describes its keys.</summary>
public static class EmbeddedTable
{
    /// <summary>One section of platforms.txt, or null where the table has none.</summary>
    /// <param name="id">What stands in brackets.</param>
    public static Section? Find(string id)
    {
        // Only the section asked for is made text: a check that starts anew for each question should not read a table of fifty.
        ReadOnlySpan<byte> table = Bytes("platforms.txt");
        int start = table.IndexOf(Encoding.UTF8.GetBytes($"\n[{id}]\n"));
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = table[(start + 1)..];
        int end = rest.IndexOf("\n["u8);
        return Parse(Encoding.UTF8.GetString(end < 0 ? rest : rest[..(end + 1)]))[0];
    }

    /// <summary>All sections of an embedded table.</summary>
    /// <param name="name">"platforms.txt", "limits.txt" or "advisories.txt".</param>
    public static IReadOnlyList<Section> Load(string name) => Parse(Encoding.UTF8.GetString(Bytes(name)));

    /// <summary>Reads a table's text.</summary>
    /// <param name="text">Sections in brackets, "key = value" lines, continuation lines that begin with two spaces, comments that begin
    /// with a number sign.</param>
    /// <exception cref="FormatException">A line is none of these, stands outside a section, or a key comes twice; the message names the
    /// line.</exception>
    public static IReadOnlyList<Section> Parse(string text)
    {
        List<Section> sections = [];
        Dictionary<string, string>? values = null;
        string? key = null;
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            int equals = line.IndexOf(" = ", StringComparison.Ordinal);
            if (line.Length == 0 || line[0] == '#')
            {
                key = null;
            }
            else if (line[0] == '[' && line[^1] == ']')
            {
                values = new Dictionary<string, string>(StringComparer.Ordinal);
                sections.Add(new Section(line[1..^1], values));
                key = null;
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && values is not null && key is not null)
            {
                values[key] += "\n" + line[2..];
            }
            else if (equals > 0 && values is not null && values.TryAdd(key = line[..equals], line[(equals + 3)..]))
            {
                // A key with its first line.
            }
            else
            {
                throw new FormatException($"line {number}: {line}");
            }
        }

        return sections;
    }

    private static byte[] Bytes(string name)
    {
        using Stream stream =
            typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException("no such table", nameof(name));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
