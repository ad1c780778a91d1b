using System.IO;
using System.Text.Json;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>The pages of docs/findings, which are embedded in the program: `virt-nest explain`.</summary>
public static class FindingPages
{
    /// <summary>The schema of `explain --json`.</summary>
    public const string Schema = "virt-nest/explain/1";

    /// <summary>The page of a code, or null where there is none.</summary>
    /// <param name="code">"VN1001", in either case.</param>
    /// <param name="language">English or Chinese.</param>
    public static string? Find(string code, Language language) => CodeOf(code) is { } known ? Page(known, language) : null;

    /// <summary>The code that a text names, or null.</summary>
    /// <param name="text">"VN1001", in either case.</param>
    public static FindingCode? CodeOf(string text)
    {
        foreach (FindingCode known in Enum.GetValues<FindingCode>())
        {
            if (known.Text().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>All codes with the titles of their pages, a line each.</summary>
    /// <param name="language">English or Chinese.</param>
    public static string List(Language language)
    {
        StringBuilder list = new();
        foreach (FindingCode code in Enum.GetValues<FindingCode>())
        {
            list.Append(Title(code, language)).Append('\n');
        }

        return list.ToString();
    }

    /// <summary>All codes with the English titles of their pages, and the programs whose error lines are known, as JSON.</summary>
    /// <param name="entries">The entries of errors.txt.</param>
    public static byte[] ListJson(IReadOnlyList<ErrorEntry> entries) => Write(json =>
    {
        json.WriteStartArray("pages");
        foreach (FindingCode code in Enum.GetValues<FindingCode>())
        {
            json.WriteStartObject();
            json.WriteString("code", code.Text());
            json.WriteString("title", Title(code, Language.English)[(code.Text().Length + 2)..]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteObjects("programs", ErrorTable.Programs(entries), program =>
        {
            json.WriteString("program", program.Name);
            json.WriteNumber("errors", program.Entries);
        });
    });

    /// <summary>One page as JSON, in English.</summary>
    /// <param name="code">A code that has a page.</param>
    public static byte[] PageJson(string code) => Write(json =>
    {
        json.WriteString("code", code.ToUpperInvariant());
        json.WriteString("text", Find(code, Language.English));
    });

    private static byte[] Write(Action<Utf8JsonWriter> fields) => JsonFrame.Write(Schema, null, fields);

    /// <summary>The first line, "# VN1001: title", without its mark.</summary>
    internal static string Title(FindingCode code, Language language) => Page(code, language).Split('\n')[0].TrimStart('#', ' ');

    private static string Page(FindingCode code, Language language)
    {
        string name = $"findings/{code.Text()}{(language == Language.Chinese ? ".zh-CN" : "")}.md";
        using Stream stream =
            typeof(FindingPages).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException("no page " + name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
