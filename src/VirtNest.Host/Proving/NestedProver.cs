using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>Proves by running it whether an L2 runs here.</summary>
public static class NestedProver
{
    /// <summary>Runs the proof on the calling thread and comes back at the latest shortly after the deadline: a guest that spins is
    /// interrupted. Throws nothing that the machine can cause; what could not be told is <see cref="ProofVerdict.Inconclusive"/>.</summary>
    /// <param name="request">What is to be proven.</param>
    /// <param name="cancellationToken">Ends it early, as inconclusive.</param>
    public static ProofReport Run(ProofRequest request, CancellationToken cancellationToken) => Run(request, null, cancellationToken);

    internal static ProofReport Run(ProofRequest request, PayloadDefect? defect, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        ProofHost host = ProofHostReader.Read();
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return ProofReport.Of(request.Role, host, new ProofFailure { Kind = FailureKind.NoPayload });
        }

        Interruption interruption = new();
        ProofSession session = new(request, host, defect, interruption);
        using (cancellationToken.UnsafeRegister(static state => ((Interruption)state!).Cancel(), interruption))
        {
            session.Execute();
        }

        return session.Report! with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }
}
