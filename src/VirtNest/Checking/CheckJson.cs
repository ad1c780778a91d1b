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

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="question">The question that decides the exit status.</param>
    public static byte[] Write(Verdict verdict, Questions question) => JsonFrame.Write(Schema, json =>
    {
        json.WriteObject("answers", () =>
        {
            json.WriteString("runs_guests", Word(verdict.RunsGuests));
            json.WriteString("guests_can_nest", Word(verdict.GuestsCanNest));
        });
        json.WriteString("decides", question == Questions.RunsGuests ? "runs_guests" : "guests_can_nest");
        WriteHost(json, verdict.Facts);
        json.WriteObjects("findings", verdict.Findings, f => WriteFinding(json, f));
    });

    /// <summary>"yes", "no" or "unknown".</summary>
    /// <param name="answer">An answer.</param>
    public static string Word(Answer answer) => EnumWord.Of(answer);

    private static void WriteHost(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteObject("host", () =>
        {
            HostLayer layer = facts.Layer;
            json.WritePrintable("arch", facts.Cpu.Arch);
            json.WriteString("layer", layer.Word);
            json.WriteString("partition", layer.PartitionWord);
            json.WriteString("hypervisor", layer.Hypervisor);
            json.WriteString("platform", layer.Platform);
            json.WritePrintable("container", layer.Container);
            json.WritePrintable("kernel", facts.Release);
            json.WriteString("origin", facts.IsLive ? "live" : "dump");
        });
        json.WriteObject("cpu", () =>
        {
            json.WriteString("vendor", facts.Cpu.Vendor);
            json.WritePrintable("model", facts.Cpu.Info["model name"]);
            json.WriteString("extension", facts.Cpu.Extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => null });
        });
        json.WriteObject("module", () =>
        {
            json.WritePrintable("name", facts.Modules.Vendor);
            json.WriteString("state", facts.Modules.StateWord);
        });
        json.WriteObject("nested", () =>
        {
            json.WritePrintable("parameter", facts.Nested.Text);
            json.WriteNullable("enabled", facts.Nested.IsEnabled);
            json.WriteNullable("offered", facts.Kvm.OffersExtension);
        });
    }

    internal static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("code", finding.Code.Text());
        json.WriteString("link", finding.Link is { } link ? CheckText.LinkWord(link) : null);
        json.WriteString("outcome", finding.Outcome switch { Outcome.Pass =>
            "pass", Outcome.Fail => "fail", Outcome.Unknown => "unknown" });
        json.WriteString("severity", finding.Severity switch { Severity.Fail => "fail", Severity.Warn => "warn", Severity.Note => "note" });
        json.WriteString("title", Printable.Sentence(finding.Title.English));
        json.WriteObjects("evidence", finding.Evidence, witness =>
        {
            json.WritePrintable("source", witness.Source);
            json.WritePrintable("value", witness.Value);
        });
        json.WriteObject("remedy", finding.Remedy, remedy =>
        {
            // A script runs what stands in "command": what a person has to decide first stands in the text alone.
            string text = remedy.Text.English;
            json.WriteString("command", remedy.NeedsDecision ? null : remedy.Command);
            json.WriteString("text", PrintableLines(remedy.NeedsDecision ? $"{text} {remedy.Command}" : text));
        });
    }

    /// <summary>A remedy has lines of its own; each is made printable.</summary>
    internal static string PrintableLines(string text) => Printable.Lines(text);
}
