using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VirtNest.Tests.Hosts;

/// <summary>One .host file: what differs from a base host, and what `check` must say. tests/hosts/README.md describes the format. The
/// reader does not depend on virt-nest: its result is an evidence document as `check --evidence` takes it.</summary>
internal sealed class HostFile
{
    internal const string Extension = ".host";

    private const string Expect = "expect:";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, int> ErrorNumbers = new(StringComparer.Ordinal)
    {
        ["EPERM"] = 1,
        ["ENOENT"] = 2,
        ["EIO"] = 5,
        ["ENXIO"] = 6,
        ["EACCES"] = 13,
        ["ENODEV"] = 19,
        ["ENOTDIR"] = 20,
        ["EINVAL"] = 22,
        ["ENODATA"] = 61,
        ["EOPNOTSUPP"] = 95,
    };

    private readonly string _path;
    private readonly JsonObject _document;
    private readonly string[] _lines;
    private int _next;

    private HostFile(string path, IReadOnlyList<string> below)
    {
        _path = path;
        _lines = File.ReadAllText(path).Split('\n');
        Comment = [.. _lines.TakeWhile(static l => l.StartsWith('#'))];
        _document =
            new() { ["schema"] = "virt-nest/evidence/1", ["version"] = "0.1.0", ["origin"] = "live", ["readings"] = new JsonObject() };
        for (_next = Comment.Count; _next < _lines.Length && _lines[_next] != Expect;)
        {
            Statement(_lines[_next++], [.. below, path]);
        }

        Expected = string.Join('\n', _lines.Skip(_next + 1));
    }

    /// <summary>The directory of the hosts.</summary>
    internal static string Folder { get; } = RepositoryFolder.Of("tests", "hosts");

    /// <summary>The names of all hosts.</summary>
    internal static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*" + Extension).Select(static f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);

    /// <summary>The comment at the top, which says what host it is.</summary>
    internal IReadOnlyList<string> Comment { get; }

    /// <summary>The whole evidence document, as --save-evidence writes it.</summary>
    internal byte[] Evidence => Encoding.UTF8.GetBytes(_document.ToJsonString(Indented) + "\n");

    /// <summary>The saved evidence document that it starts from, or null.</summary>
    internal string? Document { get; private set; }

    /// <summary>The lines below "expect:"; empty where there are none yet.</summary>
    internal string Expected { get; }

    private JsonObject Readings => _document["readings"]!.AsObject();

    /// <summary>A host of tests/hosts.</summary>
    internal static HostFile Read(string name) => At(Path.Combine(Folder, name + Extension));

    /// <summary>A host in any file. Its bases are in the same directory.</summary>
    /// <exception cref="InvalidDataException">"PATH:LINE: what is wrong".</exception>
    internal static HostFile At(string path) => new(path, []);

    /// <summary>Replaces the expectation and leaves the rest of the file as it is.</summary>
    internal void Update(string expected) =>
        File.WriteAllText(_path, string.Join('\n', _lines.Take(_next)).TrimEnd('\n') + "\n\n" + Expect + "\n" + expected);

    private void Statement(string line, IReadOnlyList<string> files)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        if (line.Split(": ", 2) is [("base" or "evidence" or "origin") and var key, var value])
        {
            Head(key, value, files);
            return;
        }

        (string source, string rest) = Source(line);
        if (rest == " is gone")
        {
            Remove(source);
            return;
        }

        int at = _next;
        JsonObject reading = rest switch
        {
            " =" => Block(source),
            _ when rest.StartsWith(" = ", StringComparison.Ordinal) && rest.Length > 3 => Known(source, rest[3..]),
            _ when rest.StartsWith(" ~ s", StringComparison.Ordinal) => Edited(source, rest[4..]),
            " is not-read" => new() { ["state"] = "not-read" },
            _ when rest.StartsWith(" is ", StringComparison.Ordinal) => Without(rest[4..].Split(' ')),
            _ => throw Wrong(
                "not a reading: SOURCE = TEXT, SOURCE ~ s/REGEX/TEXT/, SOURCE is absent|denied|failed ERRNO, SOURCE is not-read or SOURCE "
                    + "is gone"),
        };
        if (JsonNode.DeepEquals(Readings[source], reading))
        {
            throw Wrong($"{source} is the same already", at);
        }

        Readings[source] = reading;
    }

    /// <summary>Removes a reading of the base; with a star at the end, all whose source begins like that.</summary>
    private void Remove(string source)
    {
        string[] sources = [.. Readings.Select(static r => r.Key)
            .Where(s => source.EndsWith('*') ? s.StartsWith(source[..^1], StringComparison.Ordinal) : s == source)];
        if (sources.Length == 0)
        {
            throw Wrong($"{source} is not in the base");
        }

        Array.ForEach(sources, s => Readings.Remove(s));
    }

    /// <summary>The text of the base after a substitution, written as for sed: s/REGEX/TEXT/ with any delimiter, applied to every
    /// match.</summary>
    private JsonObject Edited(string source, string expression)
    {
        string[] parts = expression.Length > 0 ? expression[1..].Split(expression[0]) : [];
        if (parts is not [{ Length: > 0 } pattern, var text, ""] || Readings[source]?["text"] is not { } known)
        {
            throw Wrong($"not a substitution s/REGEX/TEXT/, or the base has no text for {source}");
        }

        return new() { ["state"] = "known", ["text"] = Regex.Replace((string)known!, pattern, text, RegexOptions.Multiline) };
    }

    private void Head(string key, string value, IReadOnlyList<string> files)
    {
        if (key == "origin")
        {
            _document["origin"] = value is "live" or "dump" ? value : throw Wrong("origin is live or dump");
            return;
        }

        if (Readings.Count > 0)
        {
            throw Wrong(key + " comes before the readings");
        }

        string file = Path.Combine(Path.GetDirectoryName(_path)!, key == "base" ? value + Extension : value);
        if (!File.Exists(file) || files.Contains(file))
        {
            throw Wrong(files.Contains(file) ? $"{value} is based on this file" : $"{Path.GetFileName(file)} does not exist");
        }

        JsonObject other = key == "base" ? new HostFile(file, files)._document : JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        Document = key == "evidence" ? value : Document;
        foreach (string field in _document.Select(static p => p.Key).ToArray())
        {
            _document[field] = other[field]?.DeepClone() ?? throw Wrong($"{value} has no {field}");
        }
    }

    /// <summary>The source at the start of a line, and what follows it. A source that contains a separator or control characters is a JSON
    /// string.</summary>
    private (string Name, string After) Source(string line)
    {
        int end = 0;
        if (line[0] == '"')
        {
            for (end = 1; end < line.Length && line[end] != '"'; end++)
            {
                end += line[end] == '\\' ? 1 : 0;
            }

            end = Math.Min(end + 1, line.Length);
            return (Quoted(line[..end]), line[end..]);
        }

        int[] ends = [line.IndexOf(" = ", StringComparison.Ordinal), line.IndexOf(" ~ ", StringComparison.Ordinal),
            line.EndsWith(" =", StringComparison.Ordinal) ? line.Length - 2 : -1, line.IndexOf(" is ", StringComparison.Ordinal)];
        end = ends.Where(static e => e > 0).DefaultIfEmpty(line.Length).Min();
        return (line[..end], line[end..]);
    }

    private JsonObject Known(string source, string value) => source.EndsWith('/')
        ? new() { ["state"] = "known",
            ["entries"] =
                new JsonArray([.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => JsonValue.Create(n))]) }
        : new() { ["state"] = "known", ["text"] = value[0] == '"' ? Quoted(value) : value + "\n" };

    private JsonObject Without(string[] words) =>
        words is [("absent" or "denied" or "failed") and var state, .. var errno] && errno.Length < 2
        ? errno is [var name] ? new() { ["state"] = state, ["errno"] = ErrorNumber(name) } : new() { ["state"] = state }
        : throw Wrong("a reading is absent, denied or failed, with one error number or none");

    /// <summary>The indented lines below a source: text line by line, or the entries of a directory; "  ..." where the rest was cut, "
    /// base64 " before bytes that are not text.</summary>
    private JsonObject Block(string source)
    {
        int first = _next;
        bool isDirectory = source.EndsWith('/');
        List<string> lines = [];
        JsonObject reading = new() { ["state"] = "known" };
        bool isTruncated = false;
        for (; _next < _lines.Length && _lines[_next].StartsWith("  ", StringComparison.Ordinal); _next++)
        {
            string line = _lines[_next][2..];
            if (isTruncated)
            {
                throw Wrong("nothing follows the line ...", _next + 1);
            }
            else if (line == "...")
            {
                isTruncated = true;
            }
            else if (line.StartsWith("base64 ", StringComparison.Ordinal))
            {
                reading["base64"] = line[7..];
            }
            else
            {
                lines.Add(line switch
                {
                    "|" => "",
                    _ when line.StartsWith("| ", StringComparison.Ordinal) => line[2..],
                    ['"', ..] => Quoted(line, _next + 1),
                    _ => throw Wrong("a line of a value begins with \"  | \" or is a JSON string", _next + 1),
                });
            }
        }

        if (!reading.ContainsKey("base64"))
        {
            reading[isDirectory ? "entries" : "text"] = isDirectory ? new JsonArray([.. lines.Select(static l => JsonValue.Create(l))])
                : string.Concat(lines.Select(static l => l + "\n"));
        }
        else if (lines.Count > 0)
        {
            throw Wrong("base64 stands alone", first);
        }

        if (isTruncated)
        {
            reading["truncated"] = true;
        }

        return reading;
    }

    private int ErrorNumber(string name) =>
        ErrorNumbers.TryGetValue(name, out int number) || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        ? number : throw Wrong($"unknown error number {name}");

    private string Quoted(string json, int line = 0)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(json)!;
        }
        catch (JsonException)
        {
            throw Wrong("not a JSON string: " + json, line);
        }
    }

    private InvalidDataException Wrong(string problem, int line = 0) => new($"{_path}:{(line == 0 ? _next : line)}: {problem}");
}
