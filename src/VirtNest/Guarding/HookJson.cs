using System.Buffers;
using System.Text.Json;
using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>The document of `guard hook install --json` and `guard hook remove --json`: docs/schema/guard-hook.schema.json.</summary>
public static class HookJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/guard-hook/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The report.</param>
    public static byte[] Write(HookReport report)
    {
        Language english = Language.English;
        HookPlan plan = report.Plan;
        ArrayBufferWriter<byte> buffer = new(4 << 10);
        using (Utf8JsonWriter json = new(buffer, InstanceListJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteString("action", plan.IsInstall ? "install" : "remove");
            json.WriteString("outcome", Word(report.Outcome));
            json.WriteBoolean("dry_run", report.IsDryRun);
            json.WriteString("program", report.Program);
            json.WriteStartArray("files");
            foreach (FileStep file in plan.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteString("change", file.Before is null ? "make" : file.After is null ? "remove" : plan.MendsMode ? "mode"
                    : "change");
                json.WriteString("diff", UnifiedDiff.Write(file.Path, file.Before, file.After));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("libvirt");
            json.WriteString("version", report.Place.Libvirt?.Text);
            json.WriteString("source", report.Place.Libvirt?.Source);
            json.WriteString("reload_command", report.Place.ReloadCommand);
            json.WriteEndObject();
            WriteRefusal(json, plan, english);
            json.WriteStartArray("notices");
            foreach (HookNotice notice in plan.Notices)
            {
                json.WriteStartObject();
                json.WriteString("code", Word(notice));
                json.WriteString("text", CheckJson.PrintableLines(HookText.Note(notice, report.Place, report.Program, english)));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("text", string.Join('\n', HookText.Sentences(report, english).Select(CheckJson.PrintableLines)));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRefusal(Utf8JsonWriter json, HookPlan plan, Language english)
    {
        if (plan.Refusal is not { } refusal)
        {
            json.WriteNull("refusal");
            return;
        }

        json.WriteStartObject("refusal");
        json.WriteString("code", Word(refusal));
        json.WriteString("path", plan.Obstacle);
        json.WriteString("text", CheckJson.PrintableLines(HookText.Why(plan, english)));
        json.WriteString("line", plan.LineByHand);
        json.WriteString("diff", plan.Difference is { } file ? UnifiedDiff.Write(file.Path, file.Before, file.After) : null);
        json.WriteEndObject();
    }

    private static string Word(HookOutcome outcome) => outcome switch
    {
        HookOutcome.NotNeeded => "not-needed",
        HookOutcome.Planned => "planned",
        HookOutcome.Refused => "refused",
        HookOutcome.NeedsRoot => "needs-root",
        HookOutcome.Declined => "declined",
        HookOutcome.Done => "done",
        HookOutcome.Failed => "failed",
    };

    private static string Word(HookRefusal refusal) => refusal switch
    {
        HookRefusal.Foreign => "foreign",
        HookRefusal.Changed => "changed",
        HookRefusal.Link => "link",
        HookRefusal.Other => "other",
        HookRefusal.Unreadable => "unreadable",
        HookRefusal.OnlyOne => "only-one",
        HookRefusal.ProgramNotSafe => "program-not-safe",
        HookRefusal.ProgramName => "program-name",
    };

    private static string Word(HookNotice notice) => notice switch
    {
        HookNotice.Reload => "reload",
        HookNotice.LibvirtUnknown => "libvirt-unknown",
        HookNotice.Confined => "confined",
        HookNotice.NotOffered => "not-offered",
    };
}
