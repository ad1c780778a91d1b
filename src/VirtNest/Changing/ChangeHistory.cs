using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>A change of the past, as the journal has it.</summary>
/// <param name="Number">Its number: later changes have higher ones, whatever the clock says.</param>
/// <param name="When">When it began, by the clock of then: ISO 8601 in UTC.</param>
/// <param name="Command">The command that made it, without "virt-nest".</param>
/// <param name="Plan">Its plan.</param>
/// <param name="State">How far it came.</param>
/// <param name="CanBeUndone">It is whole, nothing has taken it back, and it is no undo itself.</param>
public sealed record PastChange(int Number, string When, string Command, ChangePlan Plan, ChangeState State, bool CanBeUndone)
{
    /// <summary>The name of the instance then; null where it is of the host or the hook; foreign text.</summary>
    public string? Instance => Plan.Steps is [DefinitionStep definition, ..] ? definition.Instance
        : Plan.Steps is [RestartStep restart, ..] ? restart.Instance : null;
}

/// <summary>What virt-nest changed here, for a person and for a program: `history`.</summary>
public static class ChangeHistory
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/history/1";

    /// <summary>One line for each change, the newest first.</summary>
    /// <param name="changes">The changes, the newest first.</param>
    /// <param name="language">The language.</param>
    public static string Text(IReadOnlyList<PastChange> changes, Language language)
    {
        StringBuilder text = new();
        foreach (PastChange change in changes)
        {
            string what = change.Instance is { } name ? $"{change.Command} {Printable.Sanitise(name)}" : change.Command;
            TextLayout.Wrap(text, $"{change.Number,4}  {change.When}  {Result(change, what).In(language)}", 28, 0);
        }

        return text.Length > 0 ? $"{text}\n{UndoTakesBack.In(language)}\n" : Nothing.In(language) + "\n";
    }

    /// <summary>The document of `history --json`: docs/schema/history.schema.json.</summary>
    /// <param name="changes">The changes, the newest first.</param>
    /// <param name="isComplete">Every journal of this host could be read.</param>
    public static byte[] Json(IReadOnlyList<PastChange> changes, bool isComplete) => JsonFrame.Write(Schema, json =>
    {
        json.WriteBoolean("complete", isComplete);
        json.WriteObjects("changes", changes, change =>
        {
            json.WriteNumber("id", change.Number);
            json.WriteString("when", change.When);
            json.WriteString("command", change.Command);
            json.WriteString("subject", change.Plan.Subject.Name);
            json.WriteString("instance", change.Instance);
            json.WriteString("result", change.State switch
            {
                ChangeState.Unfinished => "unfinished",
                ChangeState.Committed => "done",
                ChangeState.RolledBack => "rolled-back",
                ChangeState.Undone => "undone",
            });
            json.WriteBoolean("can_be_undone", change.CanBeUndone);
        });
    });

    private static Sentence Result(PastChange change, string what) => change.State switch
    {
        ChangeState.Unfinished => new($"{what}: was cut off, or runs right now", $"{what}：曾被打断，或正在进行"),
        ChangeState.Committed when change.CanBeUndone => new($"{what}: done, can be undone", $"{what}：已完成，可撤销"),
        ChangeState.Committed => new($"{what}: done", $"{what}：已完成"),
        ChangeState.RolledBack => new($"{what}: did not come off; everything was taken back", $"{what}：未成功，已全部撤回"),
        ChangeState.Undone => new($"{what}: done, and undone later", $"{what}：已完成，后被撤销"),
    };

    private static Sentence UndoTakesBack =>
        new("\"virt-nest undo NUMBER\" takes one back.", "“virt-nest undo 编号” 可撤销其中一项。");
    private static Sentence Nothing => new("virt-nest has changed nothing here.", "virt-nest 在此没有做过更改。");
}
