namespace VirtNest.Messages;

/// <summary>English.</summary>
internal sealed partial class English : MessageCatalog
{
    public override Language Language => Language.English;
}
