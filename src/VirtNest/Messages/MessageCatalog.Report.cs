namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string LinkHost { get; }

    public abstract string LinkDefinition { get; }

    public abstract string LinkProcess { get; }

    public abstract string LinkInside { get; }

    public abstract string LinkInsideModule { get; }

    public abstract string NothingToDo { get; }

    public abstract string OnWithWarnings { get; }

    public abstract string RunsGuestsQuestion { get; }

    public abstract string GuestsCanNestQuestion { get; }

    public abstract string AnswerYes { get; }

    public abstract string AnswerNo { get; }

    public abstract string AnswerUnknown { get; }

    public abstract string LinkCpu { get; }

    public abstract string LinkFirmware { get; }

    public abstract string LinkHypervisor { get; }

    public abstract string LinkKernel { get; }

    public abstract string LinkModule { get; }

    public abstract string LinkNested { get; }

    public abstract string LinkDevice { get; }

    public abstract string LinkOffer { get; }

    public abstract string LinkProof { get; }

    public abstract string ToDo { get; }

    public abstract string MoreByExplain(string code);

    public abstract string AllEvidence { get; }

    public abstract string ReadingNotRead { get; }

    public abstract string ReadingAbsent { get; }

    public abstract string ReadingDenied(string errno);

    public abstract string ReadingFailed(string errno);
}
