using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>The document of `guard hook install --json` and `guard hook remove --json`: docs/schema/guard-hook.schema.json.</summary>
public static class HookJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/guard-hook/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The report.</param>
    public static byte[] Write(HookReport report) => JsonFrame.Write(JsonForm.Escaped, Schema, json =>
    {
        Language english = Language.English;
        HookPlan plan = report.Plan;
        json.WriteString("action", plan.IsInstall ? "install" : "remove");
        json.WriteString("outcome", Word(report.Outcome));
        json.WriteBoolean("dry_run", report.IsDryRun);
        json.WriteString("program", report.Program);
        json.WriteObjects("files", plan.Files, file =>
        {
            json.WriteString("path", file.Path);
            json.WriteString("change", file.Before is null ? "make" : file.After is null ? "remove" : plan.MendsMode ? "mode" : "change");
            json.WriteString("diff", Diff(file));
        });
        json.WriteObject("libvirt", () =>
        {
            json.WriteString("version", report.Place.Libvirt?.Text);
            json.WriteString("source", report.Place.Libvirt?.Source);
            json.WriteString("reload_command", report.Place.ReloadCommand);
        });
        json.WriteObject("refusal", plan.Refusal, refusal =>
        {
            json.WriteString("code", Word(refusal));
            json.WriteString("path", plan.Obstacle);
            json.WriteString("text", CheckJson.PrintableLines(HookText.Why(plan, english)));
            json.WriteString("line", plan.LineByHand);
            json.WriteString("diff", plan.Difference is { } file ? Diff(file) : null);
        });
        json.WriteObjects("notices", plan.Notices, notice =>
        {
            json.WriteString("code", Word(notice));
            json.WriteString("text", CheckJson.PrintableLines(HookText.Note(notice, report.Place, report.Program, english)));
        });
        json.WriteString("text", string.Join('\n', HookText.Sentences(report, english).Select(CheckJson.PrintableLines)));
    });

    private static string Diff(FileStep file) => UnifiedDiff.Write(file.Path, file.Before, file.After);

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
