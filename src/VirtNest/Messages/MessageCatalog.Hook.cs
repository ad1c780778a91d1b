namespace VirtNest.Messages;

/// <summary>How an instance comes in, for a sentence.</summary>
public enum ArrivalWords
{
    /// <summary>It starts.</summary>
    Start,

    /// <summary>It is restored from a file.</summary>
    Restore,

    /// <summary>It migrates to this host.</summary>
    Migration,
}

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpGuardHook { get; }

    public abstract string HelpHookInstall { get; }

    public abstract string HelpHookRemove { get; }

    public abstract string HelpHookRun { get; }

    public abstract string HelpHookAllow { get; }

    public abstract string HelpHookEvidence { get; }

    public abstract string HelpHookDryRun { get; }

    public abstract string HookRefusesRequired(ArrivalWords how, string name, string feature, string lack);

    public abstract string HookRefusesFollowing(ArrivalWords how, string name, string lack);

    public abstract string HookLackNested(string module, string value);

    public abstract string HookLackOffer(string feature);

    public abstract string HookLackVendor(string feature, string own);

    public abstract string HookRemedyCommand(string command);

    public abstract string HookRemedyCheck { get; }

    public abstract string HookRemedyAllow { get; }

    public abstract string HookCannotTell(string name);

    public abstract string HookLetsIn(string why);

    public abstract string HookInstallTitle { get; }

    public abstract string HookRemoveTitle { get; }

    public abstract string HookThere(string path);

    public abstract string HookNotThere { get; }

    public abstract string HookMode(string path);

    public abstract string HookInstalled(string path);

    public abstract string HookRemoved { get; }

    public abstract string HookFailed(string path, string why);

    public abstract string HookForeign(string path);

    public abstract string HookChanged(string path);

    public abstract string HookIsLink(string path);

    public abstract string HookIsOther(string path);

    public abstract string HookUnreadable(string path, string why);

    public abstract string HookOnlyOne(string path);

    public abstract string HookProgramNotSafe(string path);

    public abstract string HookProgramName(string path);

    public abstract string HookNoteReload(string? command);

    public abstract string HookNoteLibvirtUnknown { get; }

    public abstract string HookNoteConfined(string profile, string program);

    public abstract string HookNoteNotOffered { get; }
}
