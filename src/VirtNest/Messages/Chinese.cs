namespace VirtNest.Messages;

/// <summary>Simplified Chinese, zh-CN.</summary>
internal sealed partial class Chinese : MessageCatalog
{
    public override Language Language => Language.Chinese;
}
