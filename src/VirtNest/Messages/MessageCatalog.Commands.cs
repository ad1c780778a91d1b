namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpCheck { get; }

    public abstract string HelpRole { get; }

    public abstract string HelpRootFolder { get; }

    public abstract string HelpEvidence { get; }

    public abstract string HelpSaveEvidence { get; }

    public abstract string HelpReport { get; }

    public abstract string HelpCheckProve { get; }

    public abstract string HelpDeep { get; }

    public abstract string HelpNoVm { get; }

    public abstract string HelpVerbose { get; }

    public abstract string HelpExplain { get; }

    public abstract string HelpCompletion { get; }

    public abstract string UnknownShell(string shell, string known);

    public abstract string CompletionHasNoJson { get; }

    public abstract string CannotRead(string path, string why);

    public abstract string CannotWrite(string path, string why);

    public abstract string NotEvidence(string path, string why);

    public abstract string TooLarge(string path, long mebibytes);

    public abstract string FileExists(string path);

    public abstract string Written(string path);

    public abstract string UnknownCode(string code);

    public abstract string NeedsOpenAt2 { get; }

    public abstract string ErrnoText(string name);
}
