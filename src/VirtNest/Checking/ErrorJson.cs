using System.Text.Json;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>Error lines as JSON, in English: the third kind of document of `explain --json`.</summary>
public static class ErrorJson
{
    /// <summary>Errors that were met, or entries that are listed.</summary>
    /// <param name="answers">None where nothing was recognised.</param>
    /// <param name="lines">Lines that were read; null where entries are only listed.</param>
    /// <param name="nearest">Where nothing was recognised: the nearest entries.</param>
    public static byte[] Write(IReadOnlyList<ErrorAnswer> answers, long? lines, IReadOnlyList<ErrorEntry> nearest) =>
        JsonFrame.Write(FindingPages.Schema, null, json =>
        {
            if (lines is { } count)
            {
                json.WriteNumber("lines_read", count);
            }
            else
            {
                json.WriteNull("lines_read");
            }

            json.WriteObjects("errors", answers, answer => Write(json, answer));
            json.WriteObjects("nearest", nearest, entry => WriteName(json, entry));
        });

    private static void Write(Utf8JsonWriter json, ErrorAnswer answer)
    {
        ErrorEntry entry = answer.Entry;
        WriteName(json, entry);
        json.WriteString("cause", entry.Cause.English);
        json.WriteString("remedy", entry.Remedy.English);
        json.WriteString("code", entry.Code);
        json.WriteString("date", entry.Date);
        json.WriteTexts("sources", entry.Sources);
        json.WriteObject("found", answer.Logged, logged =>
        {
            json.WriteString("text", Printable.Sanitise(logged.Text));
            json.WriteNumber("line", logged.FirstLine);
            json.WriteNumber("count", logged.Count);
        });
        json.WriteObject("here", answer.Here, finding => Write(json, finding));
        json.WriteObject("breaks", answer.Breaks, finding => Write(json, finding));
    }

    private static void WriteName(Utf8JsonWriter json, ErrorEntry entry)
    {
        json.WriteString("id", entry.Id);
        json.WriteString("program", entry.Program);
        json.WriteString("example", entry.Lines[0]);
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("code", finding.Code.Text());
        json.WriteString("outcome", EnumWord.Of(finding.Outcome));
        json.WriteString("title", Printable.Sentence(finding.Title.English));
    }
}
