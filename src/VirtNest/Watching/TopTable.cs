using VirtNest.Checking;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>The columns of `top` for one width: those that there is room for, the ones that matter most first.</summary>
internal sealed class TopTable
{
    /// <summary>The name has this many columns at least, before others are shown; and this many before those are that only a wide screen
    /// has.</summary>
    private const int LeastName = 14, FairName = 28, MostName = 42;

    private readonly List<Column> _columns = [];
    private readonly bool _usesColour;
    private readonly int _nameWidth;
    private readonly string _name;

    /// <summary>Chooses the columns.</summary>
    /// <param name="language">The language.</param>
    /// <param name="width">Columns of a line.</param>
    /// <param name="now">The moment of the sample.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    internal TopTable(Language language, int width, DateTimeOffset now, bool usesColour)
    {
        _usesColour = usesColour;
        _name = InstanceSentences.ColumnName.In(language);

        // As they stand from left to right; Rank is the order in which they come as a line gets wider.
        Column[] all =
        [
            new(InstanceSentences.ColumnExposed.In(language), 9, 2, u => InstanceSentences.Cell(u.IsExposed, language), static _ => ""),
            new(ColumnUsed.In(language), 6, 3, u => InstanceSentences.Cell(u.IsUsed, language),
                static u => u is { IsExposed: true, IsUsed: false } ? FindingText.Yellow : ""),
            new(InstanceSentences.ColumnNested.In(language), 8, 0, u => InstanceSentences.Cell(u.IsRunning, language),
                static u => u.IsRunning == true ? FindingText.Bold + FindingText.Green : ""),
            new(ColumnEntries.In(language), 11, 1, static u => TopText.Rate(u.EntriesPerSecond), static _ => "") { IsNumber = true },
            new(ColumnFor.In(language), 8, 4, u => u.RunningSince is { } since ? Duration.Brief(now - since) : "-", static _ => ""),
            new(ColumnSource.In(language), 12, 5, static u => u.Vm.Source.Word(), static _ => ""),
            new(InstanceSentences.ColumnState.In(language), 10, 6,
                u => u.Vm.State is { } state ? InstanceSentences.StateName(state).In(language) : "-", static _ => ""),
            new("PID", 8, 7, static u => u.Vm.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-", static _ => ""),
            new(new Sentence("COMMAND", "程序").In(language), 20, 8,
                static u => u.Vm.Command is { } command ? Printable.Sanitise(command) : "-", static _ => ""),
            new("UUID", 37, 9, static u => u.Vm.DomainId?.ToString("D", CultureInfo.InvariantCulture) ?? "-", static _ => ""),
        ];
        int taken = 0;
        int shown = 0;
        foreach (Column column in all.OrderBy(static c => c.Rank)
            .TakeWhile(c => (taken += c.Width) + (c.Rank > 5 ? FairName : LeastName) <= width))
        {
            shown = column.Rank + 1;
        }

        _columns.AddRange(all.Where(c => c.Rank < shown));
        _nameWidth = Math.Clamp(width - _columns.Sum(static c => c.Width), 1, MostName);
    }

    /// <summary>What an order is called: the heading of its column.</summary>
    internal static string Heading(TopSort sort, Language language) => sort switch
    {
        TopSort.Running => InstanceSentences.ColumnNested.In(language),
        TopSort.Name => InstanceSentences.ColumnName.In(language),
        TopSort.Exposed => InstanceSentences.ColumnExposed.In(language),
        TopSort.Used => ColumnUsed.In(language),
        TopSort.Rate => ColumnEntries.In(language),
        TopSort.Since => ColumnFor.In(language),
        TopSort.Pid => "PID",
        TopSort.Source => ColumnSource.In(language),
    };

    /// <summary>The line of headings.</summary>
    internal string Headings()
    {
        StringBuilder line = new();
        Put(line, TextLayout.Cut(_name, _nameWidth), _nameWidth, "");
        foreach (Column column in _columns)
        {
            Put(line, column, column.Heading, "");
        }

        string text = line.ToString().TrimEnd(' ');
        return _usesColour ? FindingText.Bold + text + FindingText.Plain : text;
    }

    /// <summary>One instance in one line; a name that is too long is cut.</summary>
    internal string Row(VmUse use)
    {
        StringBuilder line = new();
        Put(line, TextLayout.Cut(TopView.Label(use.Vm), _nameWidth - 1), _nameWidth, use.IsRunning == true ? FindingText.Bold : "");
        return Cells(line, use);
    }

    /// <summary>The same with the whole name: one that is too long stands in a line of its own.</summary>
    internal string WholeRow(VmUse use)
    {
        string label = TopView.Label(use.Vm);
        if (TextLayout.ColumnsOf(label) < _nameWidth)
        {
            return Row(use);
        }

        StringBuilder line = new();
        line.Append(label).Append('\n').Append(' ', _nameWidth);
        return Cells(line, use);
    }

    private string Cells(StringBuilder line, VmUse use)
    {
        foreach (Column column in _columns)
        {
            Put(line, column, column.Text(use), column.Colour(use));
        }

        return line.ToString().TrimEnd(' ');
    }

    private void Put(StringBuilder line, Column column, string text, string colour)
    {
        // Two spaces follow a number, one at least any other text.
        text = TextLayout.Cut(text, column.Width - (column.IsNumber ? 2 : 1));
        if (column.IsNumber)
        {
            text = new string(' ', Math.Max(0, column.Width - 2 - TextLayout.ColumnsOf(text))) + text;
        }

        Put(line, text, column.Width, colour);
    }

    private void Put(StringBuilder line, string text, int width, string colour)
    {
        bool isColoured = _usesColour && colour.Length > 0;
        line.Append(isColoured ? colour : "").Append(text).Append(isColoured ? FindingText.Plain : "")
            .Append(' ', Math.Max(0, width - TextLayout.ColumnsOf(text)));
    }

    /// <summary>One column.</summary>
    /// <param name="Heading">Above it.</param>
    /// <param name="Width">Its columns, with at least one space at their end.</param>
    /// <param name="Rank">The how manieth it is to come as a line gets wider.</param>
    /// <param name="Text">What stands in it.</param>
    /// <param name="Colour">The escape code, or "".</param>
    private sealed record Column(string Heading, int Width, int Rank, Func<VmUse, string> Text, Func<VmUse, string> Colour)
    {
        /// <summary>It stands at the right of its column.</summary>
        internal bool IsNumber { get; init; }
    }

    private static Sentence ColumnUsed => new("USED", "用过");
    private static Sentence ColumnEntries => new("ENTRIES/S", "进入/秒");
    private static Sentence ColumnFor => new("FOR", "已持续");
    private static Sentence ColumnSource => new("SOURCE", "来源");
}
