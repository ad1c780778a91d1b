using System.Text.Json.Nodes;

namespace VirtNest.Tests.Hosts;

/// <summary>The text below "expect:" in a host file, made from the output of `check`. It has no sentences: each is in findings.txt
/// once.</summary>
internal static class HostExpectation
{
    /// <summary>The fields of `check --json` that every host expects, besides its answers and findings. The whole documents hold all
    /// fields.</summary>
    private static readonly (string Group, string[] Fields)[] Facts =
    [
        ("host", ["arch", "layer", "partition", "hypervisor", "platform", "container", "kernel", "origin"]),
        ("cpu", ["vendor", "extension", "model"]),
        ("module", ["name", "state"]),
        ("nested", ["parameter", "enabled", "offered"]),
    ];

    /// <summary>The expectation of a host.</summary>
    /// <param name="document">The output of `check --json`.</param>
    /// <param name="text">The output of `check` in English, which marks one finding.</param>
    internal static string Of(JsonNode document, string text)
    {
        StringBuilder lines = new();
        foreach ((string question, JsonNode? answer) in document["answers"]!.AsObject())
        {
            lines.Append($"  {question}: {answer}{((string)document["decides"]! == question ? ", decides" : "")}\n");
        }

        foreach ((string group, string[] fields) in Facts)
        {
            IEnumerable<string> known = fields.Where(f => document[group]![f] is not null).Select(f => $"{f}={document[group]![f]}");
            lines.Append($"  {group}: {string.Join(", ", known)}".TrimEnd()).Append('\n');
        }

        JsonNode[] findings = [.. document["findings"]!.AsArray().Select(static f => f!)];
        foreach ((string list,
            IEnumerable<JsonNode> listed) in ((string, IEnumerable<JsonNode>)[])[
                ("pass", findings.Where(static f => IsListed(f) && !IsNote(f))), ("notes", findings.Where(IsNote))])
        {
            string codes = string.Join(' ', listed.Select(static f => (string)f["code"]!).Distinct());
            lines.Append(codes.Length > 0 ? $"  {list}: {codes}\n" : "");
        }

        if (Marked(text) is { } marked)
        {
            lines.Append($"  marked: {marked}\n");
        }

        foreach (JsonNode finding in findings.Where(static f => !IsListed(f)))
        {
            lines.Append($"  {Heading(finding)}\n{Basis(finding, "    ")}");
        }

        return lines.ToString();
    }

    /// <summary>The evidence of a finding, and the command of its remedy.</summary>
    internal static string Basis(JsonNode finding, string indent)
    {
        IEnumerable<string> lines = finding["evidence"]!.AsArray().Select(static w => $"{w!["source"]}: {w["value"]}");
        return string.Concat(
            (finding["remedy"]?["command"] is { } command ? lines.Append($"run: {command}")
                : lines).Select(l => $"{indent}{l}".TrimEnd() + "\n"));
    }

    /// <summary>"VN1503 fail, warn": code and outcome, and the severity where it is not that of a link of the chain.</summary>
    internal static string Heading(JsonNode finding) =>
        $"{finding["code"]} {finding["outcome"]}{((string)finding["severity"]! == "fail" ? "" : ", " + finding["severity"])}";

    /// <summary>True for a pass or a note: a host file has only the code of these, and findings.txt the rest.</summary>
    internal static bool IsListed(JsonNode finding) => (string)finding["outcome"]! == "pass" || IsNote(finding);

    internal static bool IsNote(JsonNode finding) => (string)finding["severity"]! == "note";

    /// <summary>The code of the link that the text marks with ">"; null where it marks none.</summary>
    private static string? Marked(string text)
    {
        string[] lines = [.. text.Split('\n').SkipWhile(static l => !l.StartsWith('>'))];
        return lines.FirstOrDefault(static l => l.EndsWith(')') && l.LastIndexOf("(VN", StringComparison.Ordinal) >= 0) is { } line
            ? line[(line.LastIndexOf('(') + 1)..^1] : null;
    }
}
