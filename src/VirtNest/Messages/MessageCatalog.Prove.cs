using VirtNest.Proofs;

namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpProve { get; }

    public abstract string HelpProveRole { get; }

    public abstract string HelpProveExits { get; }

    public abstract string HelpProveLoop { get; }

    public abstract string HelpProveState { get; }

    public abstract string HelpProveDeadline { get; }

    public abstract string ProofHeadline(ProofRole role, ProofVerdict verdict);

    public abstract string ProofVerdictWord(ProofVerdict verdict);

    public abstract string ProofPlainName { get; }

    public abstract string ProofPagingName(NestedExtension extension);

    public abstract string ProofNoPagingName { get; }

    public abstract string ProofPlainDetail(string time);

    public abstract string ProofNestedDetail(long hypercalls, ulong? entries, string? roundTrip, string time);

    public abstract string ProofHostLine(ProofHost host);

    public abstract string ProofNotTried { get; }

    public abstract string ProofWhy { get; }

    public abstract string ProofWhere { get; }

    public abstract string ProofRemedy { get; }

    /// <summary>One sentence that names a failure.</summary>
    public abstract string ProofFailureSentence(ProofFailure failure, NestedExtension extension);

    /// <summary>"when L1 set EFER.SVME": where in the proof it was.</summary>
    public abstract string ProofStepPhrase(ProofStep at, NestedExtension extension);

    public abstract string ConsistencyCheckSentence(ConsistencyCheck check);

    public abstract string BlamedLayerSentence(BlamedLayer layer, NestedExtension extension, ProofHost host);

    public abstract string? ProofRemedySentence(BlamedLayer layer, ProofHost host);

    public abstract string CostHeading(long samples);

    public abstract string CostAtL1 { get; }

    public abstract string CostAtL2 { get; }

    public abstract string CostRatio { get; }

    public abstract string CostKind { get; }

    public abstract string CostNote { get; }

    public abstract string LoopSentence(string time, ulong exits);

    public abstract string LoopFailed { get; }

    public abstract string StateHeading { get; }

    public abstract string StateRunName(bool usesPaging, RestoreOrder order);

    public abstract string StateVerdict(ProofVerdict verdict);

    public abstract string StopPointName(StopPoint point);

    public abstract string StateMovesWord(int moves);

    public abstract string StateFailedAt(string point);
}
