using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Messages;
using VirtNest.Watching;

namespace VirtNest.Reports;

/// <summary>One picture of the live view.</summary>
/// <param name="Lines">Its lines, no more than the screen has.</param>
/// <param name="First">The first row that is shown: <see cref="TopView.First"/>, within what there is.</param>
/// <param name="Page">How many rows there is room for.</param>
public sealed record TopFrame(IReadOnlyList<string> Lines, int First, int Page);

/// <summary>The text of `top`: the live view for a screen of any size, and the table of --once.</summary>
/// <param name="messages">The language.</param>
/// <param name="usesColour">With escape codes for colour.</param>
public sealed class TopText(MessageCatalog messages, bool usesColour)
{
    /// <summary>Lines of the live view that are always there: title, counts, headings, a row, keys.</summary>
    private const int LeastLines = 5;

    /// <summary>The live view.</summary>
    /// <param name="state">What is known; null before the first sample.</param>
    /// <param name="view">What the user wants to see.</param>
    /// <param name="columns">The columns of the screen.</param>
    /// <param name="lines">The lines of the screen.</param>
    public TopFrame Frame(WatchState? state, TopView view, int columns, int lines)
    {
        IReadOnlyList<VmUse> rows = state is null ? [] : view.Rows(state);
        List<string> picture = [Title(state, view)];
        if (state is not null)
        {
            // Where nothing was read there is nothing to count.
            picture.AddRange(state.Sample.IsReadable ? [Counts(TopSummary.Of(state))] : (string[])[]);
            picture.AddRange(Notes(state, columns).Take(Math.Max(0, lines - LeastLines - 3)));
        }

        // On a screen that is too low for all, the instances stay longest.
        picture.RemoveRange(Math.Clamp(lines - 3, 0, picture.Count), picture.Count - Math.Clamp(lines - 3, 0, picture.Count));
        int page = Math.Max(1, lines - picture.Count - 2);
        int first = Math.Clamp(view.First, 0, Math.Max(0, rows.Count - page));
        if (rows.Count == 0)
        {
            picture.Add("");
            picture.Add(state is null ? messages.TopLooking : None(state, view));
        }
        else
        {
            TopTable table = new(messages, columns, state!.Sample.Clock, usesColour);
            picture.Add(table.Headings());
            picture.AddRange(rows.Skip(first).Take(page).Select(table.Row));
        }

        while (picture.Count < lines - 1)
        {
            picture.Add("");
        }

        picture.Add(Footer(view, rows.Count, first, page));
        return new TopFrame([.. picture.Take(lines).Select(l => Fitted(l, columns))], first, page);
    }

    /// <summary>The table of --once: all rows, and below them what the counts mean.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="view">Which instances, in which order.</param>
    /// <param name="columns">Columns of a line.</param>
    public string Once(WatchState state, TopView view, int columns)
    {
        StringBuilder text = new();
        IReadOnlyList<VmUse> rows = view.Rows(state);
        if (rows.Count > 0)
        {
            TopTable table = new(messages, columns, state.Sample.Clock, usesColour);
            text.Append(table.Headings()).Append('\n');
            foreach (VmUse use in rows)
            {
                text.Append(table.WholeRow(use)).Append('\n');
            }
        }
        else
        {
            Paragraph(None(state, view));
        }

        TopSummary summary = TopSummary.Of(state);
        text.Append('\n');
        if (summary.Instances > 0 && state.Sample.IsReadable)
        {
            Paragraph(Counts(summary));
        }

        foreach (string sentence in Sentences(state))
        {
            Paragraph(sentence);
        }

        if (state.Undecided is > 0 and int undecided)
        {
            Paragraph(messages.TopUndecided(undecided));
        }

        if (summary.NeverUsed > 0)
        {
            Paragraph(messages.TopNeverUsed(summary.NeverUsed));
        }

        if (summary.Running > 0)
        {
            Paragraph(messages.TopSilentUsers);
        }

        return text.ToString().TrimEnd('\n') + "\n";

        void Paragraph(string sentence) => TextLayout.Wrap(text, sentence, 0, null, columns);
    }

    /// <summary>Why the kernel's counts could not be read, in a sentence.</summary>
    /// <param name="gap">What happened.</param>
    /// <param name="messages">The language.</param>
    public static string Gap(DebugfsGap gap, MessageCatalog messages) => Printable.Sentence(gap.Errno switch
    {
        LinuxErrno.EACCES or LinuxErrno.EPERM => messages.TopDebugfsDenied(gap.Path),
        LinuxErrno.ENOENT => messages.TopDebugfsAbsent(gap.Path),
        _ => messages.CannotRead(gap.Path, messages.ErrnoText(LinuxErrno.Name(gap.Errno))),
    });

    /// <summary>"0", "0.3", "1234", "12.5M"; "-" where nobody counts.</summary>
    /// <param name="rate">Zero or more, or null.</param>
    public static string Rate(double? rate) => rate switch
    {
        null => "-",
        0 => "0",
        < 9.95 and { } small => small.ToString("0.0", CultureInfo.InvariantCulture),
        < 9_999_999.5 and { } plain => plain.ToString("0", CultureInfo.InvariantCulture),
        { } large => (large / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
    };

    private string Counts(TopSummary sum) => messages.TopCounts(sum.Instances, sum.Exposed, sum.NeverUsed, sum.Used, sum.Running, sum.Unknown);

    private string Title(WatchState? state, TopView view)
    {
        string time = state is null ? "" : state.Sample.Clock.UtcDateTime.ToString("  HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        string filter = view.Filter is { Length: > 0 } text && !view.IsTyping ? "  " + messages.TopFilter + Printable.Of(text) : "";
        return $"virt-nest top{time}  {messages.TopSorted(TopTable.Heading(view.Sort, messages), view.IsReversed)}{filter}";
    }

    private string Footer(TopView view, int count, int first, int page)
    {
        if (view.IsTyping)
        {
            return messages.TopFilter + Printable.Of(view.Filter ?? "") + "_";
        }

        string range = count > page ? $"{first + 1}-{Math.Min(count, first + page)}/{count}  " : "";
        return range + messages.TopKeys;
    }

    private string None(WatchState state, TopView view) =>
        !state.Sample.IsReadable ? messages.TopNothingRead
        : state.Uses.Count > 0 ? messages.TopNothingFits(Printable.Of(view.Filter ?? ""))
        : messages.TopNoInstances;

    /// <summary>What stands against a better answer.</summary>
    private IEnumerable<string> Sentences(WatchState state)
    {
        if (state.Sample.Debugfs is { } gap)
        {
            yield return Gap(gap, messages);
        }

        // A host without libvirt has no instances of it; where the kernel shows all VMs, nothing is missing.
        if (state.Sample.Libvirt is { } failure && !(failure.Kind == LibvirtFailureKind.LibraryAbsent && state.Sample.Debugfs is null))
        {
            yield return Printable.Sentence(LibvirtText.Of(failure, messages));
        }

        if (state.Uses.Count(static u => u.Vm.Source == CountSource.GuestMode) is > 0 and int seen)
        {
            yield return messages.TopGuestModeOnly(seen);
        }

        if (state.Uses.Count(static u => u.Vm.Source == CountSource.None) is > 0 and int uncounted)
        {
            yield return messages.TopNobodyCounts(uncounted);
        }
    }

    private IEnumerable<string> Notes(WatchState state, int columns)
    {
        StringBuilder text = new();
        foreach (string sentence in Sentences(state))
        {
            TextLayout.Wrap(text, sentence, 2, 0, columns);
        }

        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => usesColour ? FindingText.Yellow + TextLayout.Cut(l, columns) + FindingText.Plain : l);
    }

    /// <summary>A line that is not wider than the screen; one with colours fits already.</summary>
    private static string Fitted(string line, int columns) => line.Contains('\e', StringComparison.Ordinal) ? line : TextLayout.Cut(line, columns);
}
