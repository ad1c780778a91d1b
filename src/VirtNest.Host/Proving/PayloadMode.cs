using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>What the payload is to do.</summary>
internal enum PayloadMode
{
    Plain = PayloadProtocol.ModePlain,
    Proof = PayloadProtocol.ModeProof,
    MeasureL1 = PayloadProtocol.ModeMeasureL1,
    MeasureL2 = PayloadProtocol.ModeMeasureL2,
    Loop = PayloadProtocol.ModeLoop,
    State = PayloadProtocol.ModeState,
}
