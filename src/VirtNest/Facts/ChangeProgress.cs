using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>How far a change of virt-nest came.</summary>
public enum ChangeState
{
    /// <summary>Begun, and neither kept nor taken back: it was cut off, or runs right now.</summary>
    Unfinished,
    /// <summary>Whole and verified.</summary>
    Committed,
    /// <summary>Taken back when a step failed, or after it was cut off.</summary>
    RolledBack,
    /// <summary>Committed, and taken back later by an undo.</summary>
    Undone,
}

/// <summary>What the journal says of one change: "start TIME BOOT COMMAND", then a line for each thing done (docs/changes.md, "The
/// journal").</summary>
/// <param name="When">When it began, by the clock of then.</param>
/// <param name="Command">"enable", "disable", "apply", "undo".</param>
/// <param name="State">How far it came.</param>
/// <param name="LastLine">Its last whole line.</param>
public sealed record ChangeProgress(string When, string Command, ChangeState State, string LastLine)
{
    /// <summary>The file of the newest change, or null where the journal has none. Only the newest can be unfinished: it is dealt with
    /// before the next begins.</summary>
    /// <param name="evidence">The machine.</param>
    public static string? Newest(HostEvidence evidence)
    {
        string? newest = null;
        foreach (string name in evidence.Entries(Sources.JournalChanges))
        {
            // Six digits, and more where there were a million.
            if (IsEntry(name) && (newest is null || name.Length >= newest.Length))
            {
                newest = name;
            }
        }

        return newest is null ? null : Sources.JournalChanges + newest + Sources.JournalProgress;
    }

    /// <summary>True for the name of a change's folder; others are drafts and what is being deleted.</summary>
    /// <param name="name">A name in the folder of changes.</param>
    public static bool IsEntry(string name) => name.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Understands the file's text, or returns null where it is not one of the journal.</summary>
    /// <param name="text">The text.</param>
    public static ChangeProgress? Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [var first, ..] && first.Split(' ') is ["start", var when, _, var command]
            ? new(when, command, StateOf(lines), lines[^1]) : null;
    }

    /// <summary>How far the change came whose file has these whole lines.</summary>
    /// <param name="lines">The lines.</param>
    public static ChangeState StateOf(IEnumerable<string> lines)
    {
        ChangeState state = ChangeState.Unfinished;
        foreach (string line in lines)
        {
            state = line switch
            {
                "undone" => ChangeState.Undone,
                "committed" when state != ChangeState.Undone => ChangeState.Committed,
                "rolled-back" when state == ChangeState.Unfinished => ChangeState.RolledBack,
                _ => state,
            };
        }

        return state;
    }
}
