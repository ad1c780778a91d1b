using System.Text.Json.Nodes;
using VirtNest.Checking;
using VirtNest.Text;

namespace VirtNest.Tests.Hosts;

/// <summary>findings.txt: every finding of any host once, with its title and remedy in both languages, and the hosts that show it. For
/// passes and notes, of which a host file has only the code, it has the evidence too.</summary>
internal static class FindingList
{
    internal const string File = "findings.txt";

    private const string Head = """
        # The sentences of every finding of these hosts, in English and Chinese. Written by VIRT_NEST_UPDATE_GOLDEN=1; see README.md.


        """;

    /// <summary>The list of some hosts.</summary>
    internal static string Of(IEnumerable<HostFixture> hosts)
    {
        IEnumerable<Shown> shown = hosts.SelectMany(
            static h => h.Document()["findings"]!.AsArray().Zip(h.Verdict.Findings, (f, finding) => Shown.Of(h.Name, f!, finding)));
        IEnumerable<string> entries = shown.GroupBy(static s => s.Sentences).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g =>
                g.Key + string.Concat(g.GroupBy(static s => s.Basis).OrderBy(static b => b.Key, StringComparer.Ordinal).Select(Hosts)));
        return Head + string.Join('\n', entries);
    }

    /// <summary>Up to three hosts are named. From 20 on only notes are counted: a new host then seldom changes the list, and the host
    /// files have the evidence of all else.</summary>
    private static string Hosts(IGrouping<string, Shown> shown)
    {
        string[] names = [.. shown.Select(static s => s.Host)];
        string hosts = names.Length <= 3 ? string.Join(", ", names)
            : names.Length < 20 || shown.First().IsNote ? $"{names.Length} hosts" : "20 hosts or more";
        return $"{shown.Key}  on {hosts}\n";
    }

    /// <summary>One finding of one host.</summary>
    private sealed record Shown(string Host, bool IsNote, string Sentences, string Basis)
    {
        internal static Shown Of(string host, JsonNode document, Finding finding)
        {
            Language chinese = Language.Chinese;
            StringBuilder entry = new($"{HostExpectation.Heading(document)}{(document["link"] is { } link ? $", {link}" : "")}\n");
            Sentence("en", (string)document["title"]!);
            Sentence("zh", Printable.Sentence(finding.Title.In(chinese)));
            if (document["remedy"] is { } remedy)
            {
                Sentence("en", (string)remedy["text"]!);
                Sentence("zh", string.Join('\n', finding.Remedy!.Text.In(chinese).Split('\n').Select(Printable.Sentence)));
            }

            return new(host, HostExpectation.IsNote(document), entry.ToString(), HostExpectation.IsListed(document)
                ? HostExpectation.Basis(document, "  by ") : "");

            void Sentence(string language, string text) =>
                entry.Append($"  {language} {text.TrimEnd('\n').Replace("\n", "\n     ", StringComparison.Ordinal)}\n");
        }
    }
}
