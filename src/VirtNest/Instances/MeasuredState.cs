using VirtNest.Facts;
using VirtNest.Proving;

namespace VirtNest.Instances;

/// <summary>A proof of saved and restored state, set against the host of an instance: it counts only where it ran on that host's
/// kernel.</summary>
/// <param name="Document">What was measured.</param>
/// <param name="IsOfKernel">It ran on the kernel that the host runs, with the same extension. Null where the host's kernel is not
/// known.</param>
public sealed record MeasuredState(StateDocument Document, bool? IsOfKernel)
{
    /// <summary>It says something of this host: evidence beside the table, and where it failed, above it.</summary>
    public bool Counts => IsOfKernel == true && Verdict != ProofVerdict.Inconclusive;

    /// <summary>What it comes to for QEMU.</summary>
    public ProofVerdict Verdict => Document.ForQemu;

    /// <summary>Compares.</summary>
    /// <param name="document">What was measured.</param>
    /// <param name="host">The host of the instance.</param>
    public static MeasuredState Judge(StateDocument document, InstanceHost host)
    {
        if (host.Facts?.Release is not { } release)
        {
            return new(document, null);
        }

        Extension? extension = host.Facts.Cpu.Extension ?? host.Facts.Cpu.VendorExtension;
        return new(document, document.Kernel == release
            && (document.Extension is null || extension is null || document.Extension == extension));
    }
}
