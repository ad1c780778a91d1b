namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpTop { get; }

    public abstract string HelpTopOnce { get; }

    public abstract string HelpTopInterval { get; }

    public abstract string HelpTopSort { get; }

    public abstract string HelpTopFilter { get; }

    public abstract string HelpTopAskQemu { get; }

    public abstract string TopNeedsTerminal { get; }

    public abstract string TopLooking { get; }

    public abstract string TopNothingRead { get; }

    public abstract string TopNoInstances { get; }

    public abstract string TopNothingFits(string filter);

    public abstract string TopFilter { get; }

    public abstract string TopSorted(string column, bool reversed);

    public abstract string TopKeys { get; }

    public abstract string TopCounts(int instances, int exposed, int neverUsed, int used, int running, int unknown);

    public abstract string TopNeverUsed(int count);

    public abstract string TopSilentUsers { get; }

    public abstract string TopDebugfsDenied(string path);

    public abstract string TopDebugfsAbsent(string path);

    public abstract string TopGuestModeOnly(int count);

    public abstract string TopNobodyCounts(int count);

    public abstract string TopUndecided(int count);

    public abstract string ColumnUsed { get; }

    public abstract string ColumnEntries { get; }

    public abstract string ColumnFor { get; }

    public abstract string ColumnSource { get; }

    public abstract string ColumnCommand { get; }
}
