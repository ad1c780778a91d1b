using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Tests.Facts;

/// <summary>Evidence of a machine that has only modprobe's configuration.</summary>
internal sealed class ModprobeTree
{
    private readonly SortedDictionary<string, List<string>> _folders = new(StringComparer.Ordinal);

    internal HostEvidence Evidence { get; } = new(EvidenceOrigin.Live);

    internal ModprobeConfig Config => ModprobeConfig.Parse(Seal());

    /// <summary>One file /etc/modprobe.d/a.conf.</summary>
    internal static ModprobeConfig Of(string text, string commandLine = "") =>
        new ModprobeTree().With("/etc/modprobe.d/a.conf", text).WithCommandLine(commandLine).Config;

    internal static ModprobeConfig OfCommandLine(string text) => new ModprobeTree().WithCommandLine(text).Config;

    internal ModprobeTree With(string path, string text) => With(path, Reading.Known(Encoding.UTF8.GetBytes(text)));

    internal ModprobeTree With(string path, byte[] bytes) => With(path, Reading.Known(bytes));

    internal ModprobeTree With(string path, Reading reading)
    {
        int slash = path.LastIndexOf('/') + 1;
        if (!_folders.TryGetValue(path[..slash], out List<string>? names))
        {
            _folders[path[..slash]] = names = [];
        }

        names.Add(path[slash..]);
        Evidence[path] = reading;
        return this;
    }

    internal ModprobeTree WithCommandLine(string text)
    {
        Evidence["/proc/cmdline"] = Reading.Known(Encoding.UTF8.GetBytes(text));
        return this;
    }

    private HostEvidence Seal()
    {
        foreach (string folder in Sources.ModprobeFolders)
        {
            Evidence[folder] = _folders.TryGetValue(folder, out List<string>? names)
                ? Reading.Known(Encoding.UTF8.GetBytes(string.Join('\0', names) + '\0'))
                : Reading.OfErrno(LinuxErrno.ENOENT);
        }

        if (Evidence["/proc/cmdline"].State == ReadingState.NotRead)
        {
            WithCommandLine("");
        }

        return Evidence;
    }
}
