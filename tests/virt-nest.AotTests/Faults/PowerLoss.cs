using System.IO;

namespace VirtNest.AotTests.Faults;

/// <summary>What a loss of power may take of what a run has done: the content of files that were not synced, and names that are of folders
/// that were not (fsync(2)). Any of it, in any combination.</summary>
internal static class PowerLoss
{
    /// <summary>Of the losses of one instant every subset is tried; beyond this many only each alone and all.</summary>
    private const int MostTogether = 4;

    /// <summary>The combinations of losses that are possible after these calls; the first is none.</summary>
    internal static IEnumerable<string[]> Combinations(IReadOnlyList<Call> calls)
    {
        string[] open = [.. Open(calls)];
        if (open.Length > MostTogether)
        {
            return [[], open, .. open.Select(static o => (string[])[o])];
        }

        return Enumerable.Range(0, 1 << open.Length).Select(set => open.Where((_, i) => (set & (1 << i)) != 0).ToArray());
    }

    /// <summary>"content PATH", "rename FROM TO", "make PATH", "remove PATH": what is not on disk for certain, the last first.</summary>
    internal static IEnumerable<string> Open(IReadOnlyList<Call> calls)
    {
        List<string> open = [];
        foreach (Call call in calls.Where(static c => c.Result >= 0 && (c.IsOfChange || IsOfBoot(c))))
        {
            switch (call.Name)
            {
                case "write" or "copy" or "chmod" or "chown" or "setxattr":
                    if (!IsLock(call.Path) && !open.Contains("content " + call.Path, StringComparer.Ordinal))
                    {
                        open.Add("content " + call.Path);
                    }

                    break;
                case "rename":
                    for (int i = 0; i < open.Count; i++)
                    {
                        open[i] = open[i] == "content " + call.Path ? "content " + call.To : open[i];
                    }

                    open.Add($"rename {call.Path} {call.To}");
                    break;
                case "mkdir":
                    open.Add("make " + call.Path);
                    break;
                case "unlink" or "rmdir":
                    open.RemoveAll(o => o == "content " + call.Path);
                    open.Add("remove " + call.Path);
                    break;
                case "fsync":
                    open.RemoveAll(o => o == "content " + call.Path || (!o.StartsWith("content ", StringComparison.Ordinal)
                        && Path.GetDirectoryName(o.Split(' ')[^1]) == call.Path));
                    break;
                case "syncfs":
                    open.RemoveAll(o => o.Contains(' ' + call.Path, StringComparison.Ordinal));
                    break;
            }
        }

        return Enumerable.Reverse(open);
    }

    /// <summary>Takes it from a host.</summary>
    /// <param name="losses">As <see cref="Open"/> names them.</param>
    /// <param name="host">The host when the power went.</param>
    /// <param name="before">The host before the run.</param>
    internal static void Lose(IEnumerable<string> losses, ChangeHost host, ChangeHost before)
    {
        foreach (string loss in losses)
        {
            string[] words = loss.Split(' ');
            string path = host.Of(words[^1]), former = before.Of(words[^1]);
            switch (words[0])
            {
                case "content" when File.Exists(path):
                    byte[] content = File.ReadAllBytes(path);
                    File.WriteAllBytes(path, words[^1].EndsWith("/progress", StringComparison.Ordinal) ? WithoutLastLine(content) : []);
                    break;
                case "rename" when Directory.Exists(path):
                    Directory.Move(path, host.Of(words[1]));
                    break;
                case "rename" when File.Exists(path):
                    File.Move(path, host.Of(words[1]), overwrite: true);
                    Back(former, path);
                    break;
                case "make" when Directory.Exists(path):
                    Directory.Delete(path, recursive: true);
                    break;
                case "remove":
                    Back(former, path);
                    break;
            }
        }
    }

    /// <summary>A journal grows by a line: what was synced before stays, and of the line the half.</summary>
    private static byte[] WithoutLastLine(byte[] content)
    {
        int before = Array.LastIndexOf(content, (byte)'\n', Math.Max(0, content.Length - 2)) + 1;
        return content[..(before + ((content.Length - before) / 2))];
    }

    private static bool IsOfBoot(Call call) => call.Path.StartsWith("/boot", StringComparison.Ordinal);

    private static bool IsLock(string path) => Path.GetFileName(path).StartsWith("lock", StringComparison.Ordinal);

    private static void Back(string former, string path)
    {
        if (File.Exists(former))
        {
            File.Copy(former, path, overwrite: true);
        }
        else if (Directory.Exists(former))
        {
            Directory.CreateDirectory(path);
        }
    }
}
