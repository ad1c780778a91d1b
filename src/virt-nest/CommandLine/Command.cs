using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>One verb of the command line, or a verb of a verb ("instance list"): a row of the table in
/// <see cref="CommandTable"/>.</summary>
/// <param name="Name">The verb as typed.</param>
/// <param name="Summary">One sentence in the user's language.</param>
internal sealed record Command(string Name, Sentence Summary)
{
    /// <summary>The options that only this verb takes; <see cref="CommandTable.Common"/> come with every verb.</summary>
    internal Option[] Options { get; init; } = [];

    /// <summary>Those of <see cref="CommandTable.Common"/> that this verb does not take.</summary>
    internal Option[] Lacks { get; init; } = [];

    /// <summary>Options that cannot stand beside each other: one of them would have no effect.</summary>
    internal (Option First, Option Second)[] Excludes { get; init; } = [];

    /// <summary>Options that have an effect only beside one of others.</summary>
    internal (Option Option, Option[] Others)[] Needs { get; init; } = [];

    /// <summary>The names of its positional arguments, in their order; none where it takes none.</summary>
    internal string[] ArgumentNames { get; init; } = [];

    /// <summary>The same for a verb with one positional argument ("CODE").</summary>
    internal string ArgumentName
    {
        init => ArgumentNames = [value];
    }

    /// <summary>True where positional arguments may be left out.</summary>
    internal bool IsArgumentOptional { get; init; }

    /// <summary>True where its one argument may be several words, which are joined by spaces.</summary>
    internal bool IsArgumentText { get; init; }

    /// <summary>Verbs below this one; a command with verbs of its own does not run itself.</summary>
    internal Command[] Verbs { get; init; } = [];

    /// <summary>Runs the verb and returns its exit status (<see cref="ExitCode"/>).</summary>
    internal Func<Arguments, Session, int>? Run { get; init; }
}
