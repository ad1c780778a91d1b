using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Proofs;

namespace VirtNest.Host.Proving;

/// <summary>Proves by running it whether an L2 runs here.</summary>
public static class NestedProver
{
    // How long the kernel may take to let go of the thread after the deadline; VM teardown stalls for seconds on slow hosts.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private const int StackSize = 256 * 1024;

    /// <summary>
    /// Runs the proof on a thread of its own and comes back in every case, at the latest shortly after the deadline. Throws nothing that the
    /// machine can cause; what could not be told is <see cref="ProofVerdict.Inconclusive"/>.
    /// </summary>
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
        Thread thread = new(session.Execute, StackSize) { IsBackground = true, Name = "prove" };
        try
        {
            thread.Start();
        }
        catch (OutOfMemoryException)
        {
            return ProofReport.Of(request.Role, host, ProofSession.NoMemory("pthread_create"));
        }

        using (cancellationToken.UnsafeRegister(static state => ((Interruption)state!).End(FailureKind.Cancelled), interruption))
        {
            TimeSpan limit = request.Deadline + (request.LoopFor ?? TimeSpan.Zero);
            if (!thread.Join(limit))
            {
                interruption.End(FailureKind.Deadline);
                if (!thread.Join(Grace))
                {
                    return ProofReport.Of(request.Role, host, new ProofFailure { Kind = FailureKind.KernelHangs, Layer = BlamedLayer.KvmOrBelow });
                }
            }
        }

        return session.Report! with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }
}
