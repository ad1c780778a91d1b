using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>The document of `guard hook run --json`: docs/schema/guard-hook-run.schema.json. Not for libvirt, which takes a hook's output
/// for XML.</summary>
public static class IncomingJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/guard-hook-run/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="name">The instance's name as libvirt gave it.</param>
    /// <param name="operation">What libvirt does.</param>
    /// <param name="suboperation">"begin"...</param>
    /// <param name="way">How the instance comes in; null where it does not.</param>
    /// <param name="decision">The decision; null where there was none to make, or the XML could not be read.</param>
    /// <param name="problem">Why the XML could not be read, in English, or null.</param>
    public static byte[] Write(string name, string operation, string suboperation, IncomingWay? way, IncomingDecision? decision,
        string? problem) => JsonFrame.Write(Schema, json =>
    {
        string? text = way is { } how && decision is not null ? IncomingText.Write(decision, how, name, Language.English) : problem;
        json.WriteString("name", name);
        json.WriteString("operation", operation);
        json.WriteString("suboperation", suboperation);
        json.WriteBoolean("refused", decision?.Outcome == IncomingOutcome.Refused);
        json.WriteString("why", decision is null ? (problem is null ? "not-coming-in" : "not-read") : Word(decision.Outcome));
        json.WriteString("need", decision is null ? null : Word(decision.Need));
        json.WriteString("extension", decision?.Extension is { } extension ? CpuExposures.Name(extension) : null);
        json.WriteNullable("offered", decision?.Host is { } host ? (decision.OtherVendor is null ? host.IsOffered : false) : null);
        json.WriteNonEmpty("source", decision?.Host?.Source);
        json.WriteString("text", text is null ? null : Printable.Sentence(text));
    });

    private static string Word(IncomingOutcome outcome) => outcome switch
    {
        IncomingOutcome.NotNeeded => "not-needed",
        IncomingOutcome.LetIn => "let-in",
        IncomingOutcome.Offered => "offered",
        IncomingOutcome.Unknown => "unknown",
        IncomingOutcome.Refused => "not-offered",
    };

    private static string Word(NestingNeed need) => EnumWord.Of(need);
}
