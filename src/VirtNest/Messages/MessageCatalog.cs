namespace VirtNest.Messages;

/// <summary>The languages of virt-nest.</summary>
public enum Language
{
    /// <summary>English (en).</summary>
    English,

    /// <summary>Simplified Chinese (zh-CN).</summary>
    Chinese,
}

/// <summary>
/// Every sentence that a user reads. A member that one language lacks does not compile. The members stand in files by subject, the same
/// subjects for each language: MessageCatalog.Cli.cs, English.Cli.cs, Chinese.Cli.cs.
/// </summary>
public abstract partial class MessageCatalog
{
    private protected MessageCatalog()
    {
    }

    /// <summary>The language of this catalog.</summary>
    public abstract Language Language { get; }

    /// <summary>The catalog of one language.</summary>
    /// <param name="language">English or Chinese.</param>
    public static MessageCatalog For(Language language) => language switch
    {
        Language.English => new English(),
        Language.Chinese => new Chinese(),
    };
}
