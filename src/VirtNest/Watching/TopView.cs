using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>What the rows of `top` are sorted by.</summary>
public enum TopSort
{
    /// <summary>Those in which an L2 runs first, the busiest before the others.</summary>
    Running,
    /// <summary>By name.</summary>
    Name,
    /// <summary>Those that have VMX or SVM first.</summary>
    Exposed,
    /// <summary>Those that have used it first.</summary>
    Used,
    /// <summary>By entries a second.</summary>
    Rate,
    /// <summary>Those in which an L2 runs longest first.</summary>
    Since,
    /// <summary>By process.</summary>
    Pid,
    /// <summary>By who counted.</summary>
    Source,
}

/// <summary>What the user of `top` wants to see of it.</summary>
/// <param name="Sort">The order.</param>
/// <param name="Filter">A part of the name, or a pattern with * and ? for all of it; null for all rows.</param>
public sealed record TopView(TopSort Sort, string? Filter)
{
    /// <summary>Characters of a filter.</summary>
    private const int MostOfFilter = 100;

    private static readonly string[] Words = ["running", "name", "exposed", "used", "rate", "since", "pid", "source"];

    /// <summary>From the last to the first.</summary>
    public bool IsReversed { get; init; }

    /// <summary>A filter is being typed.</summary>
    public bool IsTyping { get; init; }

    /// <summary>The first row that is shown, counted from 0.</summary>
    public int First { get; init; }

    /// <summary>The words of --sort, one for each <see cref="TopSort"/> in its order, which is that of the columns that the key s goes
    /// through.</summary>
    public static IReadOnlyList<string> SortWords => Words;

    /// <summary>The order that a word of <see cref="SortWords"/> means.</summary>
    /// <param name="word">One of them.</param>
    public static TopSort SortOf(string word) => (TopSort)Array.IndexOf(Words, word);

    /// <summary>What an instance is called: its name, else its program and process.</summary>
    /// <param name="vm">An instance.</param>
    public static string Label(WatchedVm vm) =>
        Printable.Sanitise(vm.Name ?? $"{vm.Command ?? "?"} ({vm.Pid?.ToString(CultureInfo.InvariantCulture) ?? "?"})");

    /// <summary>The next order.</summary>
    public TopView NextSort() => this with { Sort = (TopSort)(((int)Sort + 1) % Words.Length), IsReversed = false, First = 0 };

    /// <summary>The filter with one character more.</summary>
    /// <param name="character">As typed; one that is not printable changes nothing.</param>
    public TopView Typed(Rune character) => !Rune.IsControl(character) && (Filter?.Length ?? 0) < MostOfFilter
        ? this with { Filter = Filter + character.ToString(), First = 0 } : this;

    /// <summary>The filter with one character less.</summary>
    public TopView Erased()
    {
        if (Filter is not { Length: > 0 } filter)
        {
            return this;
        }

        int last = filter.Length > 1 && char.IsLowSurrogate(filter[^1]) ? 2 : 1;
        return this with { Filter = filter.Length == last ? null : filter[..^last], First = 0 };
    }

    /// <summary>All rows again, from the first.</summary>
    public TopView Cleared() => this with { Filter = null, IsTyping = false, First = 0 };

    /// <summary>The rows of a state that this view shows, in its order.</summary>
    /// <param name="state">What is known.</param>
    public IReadOnlyList<VmUse> Rows(WatchState state)
    {
        List<(VmUse Use, string Label)> rows = new(state.Uses.Count);
        foreach (VmUse use in state.Uses)
        {
            string label = Label(use.Vm);
            if (Fits(label))
            {
                rows.Add((use, label));
            }
        }

        rows.Sort((a, b) => Compare(a.Use, b.Use) is not 0 and int order ? IsReversed ? -order : order : ByName(a, b));
        return [.. rows.Select(static r => r.Use)];
    }

    private bool Fits(string label) => Filter is not { Length: > 0 } filter
        || (filter.AsSpan().IndexOfAny('*', '?') >= 0
            ? ShellPattern.Matches(filter.ToUpperInvariant(), label.ToUpperInvariant())
            : label.Contains(filter, StringComparison.OrdinalIgnoreCase));

    private int Compare(VmUse a, VmUse b) => Sort switch
    {
        TopSort.Running => ByAnswer(a.IsRunning, b.IsRunning) is not 0 and int order ? order : ByRate(a, b),
        TopSort.Name => ByName((a, Label(a.Vm)), (b, Label(b.Vm))),
        TopSort.Exposed => ByAnswer(a.IsExposed, b.IsExposed),
        TopSort.Used => ByAnswer(a.IsUsed, b.IsUsed),
        TopSort.Rate => ByRate(a, b),
        TopSort.Since => (a.RunningSince ?? DateTimeOffset.MaxValue).CompareTo(b.RunningSince ?? DateTimeOffset.MaxValue),
        TopSort.Pid => (a.Vm.Pid ?? int.MaxValue).CompareTo(b.Vm.Pid ?? int.MaxValue),
        TopSort.Source => a.Vm.Source.CompareTo(b.Vm.Source),
    };

    /// <summary>Yes, then what is not known, then no.</summary>
    private static int ByAnswer(bool? a, bool? b) => Rank(a).CompareTo(Rank(b));

    private static int Rank(bool? answer) => answer switch { true => 0, null => 1, false => 2 };

    private static int ByRate(VmUse a, VmUse b) => (b.EntriesPerSecond ?? -1).CompareTo(a.EntriesPerSecond ?? -1);

    private static int ByName((VmUse Use, string Label) a, (VmUse Use, string Label) b) =>
        string.Compare(a.Label, b.Label, StringComparison.OrdinalIgnoreCase) is not 0 and int order ? order
            : string.CompareOrdinal(a.Use.Vm.Key, b.Use.Vm.Key);
}
