using System.Diagnostics;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;

namespace VirtNest.Host.Gathering;

/// <summary>Who may open /dev/kvm: the vendor module makes the node anew at its load, and udev then gives it its owner and mode.</summary>
public static class KvmNode
{
    private const string Path = "/dev/kvm";

    /// <summary>How long udev may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>"0660 0:108": mode, user and group; null where the node was not seen.</summary>
    /// <param name="evidence">The document.</param>
    public static string? Access(HostEvidence evidence) =>
        DeviceNode.Parse(evidence, Path) is { } node ? $"{node.Mode} {node.Uid}:{node.Gid}" : null;

    /// <summary>What the node is now; where that is not what it was, after udev had its time.</summary>
    /// <param name="before">As <see cref="Access"/> told.</param>
    public static string? AccessNow(string? before)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            HostEvidence evidence = new(EvidenceOrigin.Live);
            using HostTree tree = HostTree.Live();
            evidence["stat:" + Path] = tree.Describe(Path);
            if (Access(evidence) is var now && (now == before || Stopwatch.GetElapsedTime(begin) > Patience))
            {
                return now;
            }

            Thread.Sleep(50);
        }
    }
}
