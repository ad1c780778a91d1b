using System.Text.Json;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance enable --xml --json` and `instance disable --xml --json`:
/// docs/schema/instance-xml.schema.json.</summary>
public static class InstanceXmlJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-xml/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The edit.</param>
    /// <param name="path">The name of the file, for the diff.</param>
    /// <param name="isDryRun">True where the edit is only shown.</param>
    public static byte[] Write(InstanceXmlReport report, string path, bool isDryRun) =>
        JsonFrame.Write(Schema, null, json =>
        {
            json.WriteString("action", report.IsEnable ? "enable" : "disable");
            json.WriteString("outcome", report.IsRefused ? "refused" : report.Outcome.State == CpuEditState.Changed ? "changed"
                : "unchanged");
            json.WriteBoolean("dry_run", isDryRun);
            json.WriteBoolean("restored", !report.IsRefused && report.Outcome.IsRestored);
            json.WriteString("text", Headline(report));
            json.WriteObject("domain", () =>
            {
                json.WriteString("name", report.Domain.Name);
                json.WriteString("uuid", report.Domain.Uuid);
                json.WriteString("type", report.Domain.Type);
                json.WriteString("arch", report.Domain.Arch);
                json.WriteString("machine", report.Domain.Machine);
            });
            json.WriteTexts("extensions", report.Extensions.Select(CpuExposures.Name));
            json.WriteObject("cpu", () =>
            {
                json.WriteString("mode", report.After.Cpu?.ModeText);
                json.WriteString("before", InstanceXmlReport.CpuOf(report.Domain));
                json.WriteString("after", report.IsRefused ? null : InstanceXmlReport.CpuOf(report.After));
            });
            json.WriteTexts("dropped", report.Dropped);
            WriteRefusal(json, report);
            WriteOwner(json, report.Owner);
            json.WriteString("diff", report.IsRefused ? "" : Diff(report, path));
            json.WriteString("xml", report.IsRefused ? null : Encoding.UTF8.GetString(report.Outcome.Bytes.Span));
        });

    /// <summary>The change as a unified diff; empty where there is none.</summary>
    /// <param name="report">The edit.</param>
    /// <param name="path">The name of the file.</param>
    public static string Diff(InstanceXmlReport report, string path) =>
        UnifiedDiff.Write(path, report.Domain.Bytes.ToArray(), report.Outcome.Bytes.ToArray());

    private static string Headline(InstanceXmlReport report) =>
        report.Headline(Language.English, Printable.Sanitise(report.Domain.Name ?? "?"));

    private static void WriteRefusal(Utf8JsonWriter json, InstanceXmlReport report) =>
        json.WriteObject("refusal", report.IsRefused ? report : null, refused =>
        {
            json.WriteString("code", refused.IsOwned ? "managed" : Code(refused.Outcome.Refusal!.Kind));
            json.WriteString("subject", refused.IsOwned ? refused.Owner!.Id : refused.Outcome.Refusal!.Subject);
            json.WriteTexts("conflicts", refused.IsOwned ? [] : refused.Outcome.Refusal!.Conflicts);
            json.WriteString("text", refused.IsOwned ? Headline(refused) : refused.RefusalText(Language.English));
        });

    private static void WriteOwner(Utf8JsonWriter json, DomainOwner? domainOwner) => json.WriteObject("owner", domainOwner, owner =>
    {
        json.WriteString("id", owner.Id);
        json.WriteString("name", owner.Name(Language.English));
        json.WriteBoolean("rewrites", owner.Rewrites);
        json.WriteString("mark", owner.Mark);
        json.WriteString("setting", owner.Setting(Language.English));
        json.WriteString("date", owner.Row["date"]);
        json.WriteBoolean("low_confidence", owner.Row["confidence"] == "low");
        json.WriteTexts("sources", (owner.Row["source"] ?? "").Split('\n'));
    });

    private static string Code(CpuRefusalKind kind) => kind switch
    {
        CpuRefusalKind.OtherType => "other-type",
        CpuRefusalKind.OtherArchitecture => "other-architecture",
        CpuRefusalKind.OtherOsType => "other-os-type",
        CpuRefusalKind.QemuCpuOverride => "qemu-commandline",
        CpuRefusalKind.SeveralCpus => "several-cpus",
        CpuRefusalKind.UnknownMode => "unknown-mode",
        CpuRefusalKind.FeatureTwice => "feature-twice",
        CpuRefusalKind.Conflicts => "conflicts",
        CpuRefusalKind.PassthroughEmulated => "passthrough-emulated",
        CpuRefusalKind.VmxEmulated => "vmx-emulated",
        CpuRefusalKind.ModelWithoutVmx => "model-without-vmx",
        CpuRefusalKind.ModelWithoutSvm => "model-without-svm",
        CpuRefusalKind.OtherVendor => "other-vendor",
        CpuRefusalKind.Encrypted => "encrypted",
        CpuRefusalKind.EvmcsWithSvm => "evmcs-with-svm",
        CpuRefusalKind.NoPlace => "no-place",
    };
}
