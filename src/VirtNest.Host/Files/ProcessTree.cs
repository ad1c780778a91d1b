using System.Diagnostics;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>A program that we started, with what it started itself. Process.Kill(entireProcessTree) reads the command line of every process
/// of the machine, which one of them can keep it waiting for.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Kills it, and waits for its own end, not for those that it left its output to.</summary>
    /// <param name="process">The program.</param>
    internal static void Kill(Process process)
    {
        using HostTree tree = HostTree.Live();
        List<int> all = [process.Id];
        for (int i = 0; i < all.Count && all.Count < Sources.MostEntries; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{all[i]}/task/{all[i]}/children");
            foreach (string child in (tree.Read(path, Sources.Small).Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                all.Add(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }

        process.Kill();
        all.Skip(1).ToList().ForEach(ProcessSignal.Kill);
        process.WaitForExit(Patience);
    }
}
