using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>What the guard does about an instance in which an L2 runs.</summary>
public enum GuardPolicy
{
    /// <summary>Block where the table of limits says that a save or a migration may lose the L2 on this host; nothing elsewhere.</summary>
    Auto,
    /// <summary>Block whatever the table says.</summary>
    Block,
    /// <summary>Say so in the log and block nothing.</summary>
    Warn,
    /// <summary>Nothing.</summary>
    Off,
}

/// <summary>Words for the configuration and for machines.</summary>
public static class GuardPolicies
{
    /// <summary>The word in the configuration and in JSON.</summary>
    /// <param name="policy">A policy.</param>
    public static string Word(this GuardPolicy policy) => EnumWord.Of(policy);

    /// <summary>The policy of a word, or null.</summary>
    /// <param name="word">As in the configuration.</param>
    public static GuardPolicy? Parse(string word) => word switch
    {
        "auto" => GuardPolicy.Auto,
        "block" => GuardPolicy.Block,
        "warn" => GuardPolicy.Warn,
        "off" => GuardPolicy.Off,
        _ => null,
    };
}
