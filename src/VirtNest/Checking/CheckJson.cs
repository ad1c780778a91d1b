using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>The document of `check --json`: docs/schema/check.schema.json. It is the same in every language: its sentences are
/// English.</summary>
public static class CheckJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/check/1";

    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="question">The question that decides the exit status.</param>
    public static byte[] Write(Verdict verdict, Questions question)
    {
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            Language english = Language.English;
            HostFacts facts = verdict.Facts;
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteStartObject("answers");
            json.WriteString("runs_guests", Word(verdict.RunsGuests));
            json.WriteString("guests_can_nest", Word(verdict.GuestsCanNest));
            json.WriteEndObject();
            json.WriteString("decides", question == Questions.RunsGuests ? "runs_guests" : "guests_can_nest");
            WriteHost(json, facts);
            json.WriteStartArray("findings");
            foreach (Finding finding in verdict.Findings)
            {
                WriteFinding(json, finding, english);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>"yes", "no" or "unknown".</summary>
    /// <param name="answer">An answer.</param>
    public static string Word(Answer answer) => answer switch
    {
        Answer.Yes => "yes",
        Answer.No => "no",
        Answer.Unknown => "unknown",
    };

    private static void WriteHost(Utf8JsonWriter json, HostFacts facts)
    {
        HostLayer layer = facts.Layer;
        json.WriteStartObject("host");
        json.WriteString("arch", Printable.Sanitise(facts.Cpu.Arch));
        json.WriteString("layer", layer.Word);
        json.WriteString("partition", layer.PartitionWord);
        json.WriteString("hypervisor", layer.Hypervisor);
        json.WriteString("platform", layer.Platform);
        json.WriteString("container", layer.Container is { } container ? Printable.Sanitise(container) : null);
        json.WriteString("kernel", facts.Release is { } release ? Printable.Sanitise(release) : null);
        json.WriteString("origin", facts.IsLive ? "live" : "dump");
        json.WriteEndObject();

        json.WriteStartObject("cpu");
        json.WriteString("vendor", facts.Cpu.Vendor);
        json.WriteString("model", facts.Cpu.Info["model name"] is { } model ? Printable.Sanitise(model) : null);
        json.WriteString("extension", facts.Cpu.Extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => null });
        json.WriteEndObject();

        json.WriteStartObject("module");
        json.WriteString("name", facts.Modules.Vendor is { } name ? Printable.Sanitise(name) : null);
        json.WriteString("state", facts.Modules.State.Word());
        json.WriteEndObject();

        json.WriteStartObject("nested");
        json.WriteString("parameter", facts.Nested.Text is { } text ? Printable.Sanitise(text) : null);
        WriteNullable(json, "enabled", facts.Nested.IsEnabled);
        WriteNullable(json, "offered", facts.Kvm.OffersExtension);
        json.WriteEndObject();
    }

    private static void WriteNullable(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static void WriteFinding(Utf8JsonWriter json, Finding finding, Language english)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code.Text());
        json.WriteString("link", finding.Link is { } link ? CheckText.LinkWord(link) : null);
        json.WriteString("outcome", finding.Outcome switch { Outcome.Pass =>
            "pass", Outcome.Fail => "fail", Outcome.Unknown => "unknown" });
        json.WriteString("severity", finding.Severity switch { Severity.Fail => "fail", Severity.Warn => "warn", Severity.Note => "note" });
        json.WriteString("title", Printable.Sentence(finding.Title.In(english)));
        json.WriteStartArray("evidence");
        foreach (Witness witness in finding.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("source", Printable.Sanitise(witness.Source));
            json.WriteString("value", Printable.Sanitise(witness.Value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (finding.Remedy is { } remedy)
        {
            json.WriteStartObject("remedy");
            // A script runs what stands in "command": what a person has to decide first stands in the text alone.
            json.WriteString("command", remedy.NeedsDecision ? null : remedy.Command);
            json.WriteString("text",
                PrintableLines(remedy.NeedsDecision ? $"{remedy.Text.In(english)} {remedy.Command}" : remedy.Text.In(english)));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("remedy");
        }

        json.WriteEndObject();
    }

    /// <summary>A remedy has lines of its own; each is made printable.</summary>
    internal static string PrintableLines(string text)
    {
        List<string> lines = [];
        foreach (string line in text.Split('\n'))
        {
            lines.Add(Printable.Sentence(line));
        }

        return string.Join('\n', lines);
    }
}
