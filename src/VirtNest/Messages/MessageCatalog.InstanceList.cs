namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpInstanceList { get; }

    public abstract string HelpInstanceConnect { get; }

    public abstract string HelpInstanceInside { get; }

    public abstract string HelpInstanceAskQemu { get; }

    public abstract string NoInstances(string uri);

    public abstract string ColumnName { get; }

    public abstract string ColumnState { get; }

    public abstract string ColumnCpu { get; }

    public abstract string ColumnExposed { get; }

    public abstract string ColumnInside { get; }

    public abstract string ColumnNested { get; }

    public abstract string WordYes { get; }

    public abstract string WordNo { get; }

    public abstract string StateWord(string state);

    public abstract string CpuDefault { get; }

    public abstract string RunsOnOlderDefinition(string cpu, string? since);

    public abstract string InsideDisagrees(bool inside);

    public abstract string Transient { get; }

    public abstract string ListFootnote { get; }
}
