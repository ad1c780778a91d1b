using System.Collections.Immutable;
using VirtNest.Host.Proving;
using VirtNest.Proving;

namespace VirtNest.ProofRunner;

/// <summary>Defects that both vendors have.</summary>
internal static class SharedDefects
{
    /// <summary>The gates of #DF, #NP and #GP made absent: any of them then ends in a triple fault.</summary>
    internal static ImmutableArray<Poke> NoGates =>
    [
        new(PayloadProtocol.Idt + (16 * 8), 8, 0),
        new(PayloadProtocol.Idt + (16 * 11), 8, 0),
        new(PayloadProtocol.Idt + (16 * 13), 8, 0),
    ];
}
