using System.IO;
using VirtNest.Evidence;
using VirtNest.Host.Files;

namespace VirtNest.Host.Applying;

/// <summary>kmod's modprobe, by absolute path: a shell's own applet of that name knows nothing of modprobe.d's rules.</summary>
internal static class ModprobeProgram
{
    /// <summary>Its path, or null where there is none.</summary>
    internal static string? Path => Array.Find(Sources.ModprobePrograms, File.Exists) ?? OfKernel;

    /// <summary>The kernel's own (kernel.modprobe); null where that is no modprobe, as where somebody has shut off loading by
    /// "/bin/false".</summary>
    internal static string? OfKernel => WholeFile.Read(Sources.KernelModprobe, 4096).Value?.Trim() is { } path && path.StartsWith('/')
        && path.EndsWith("/modprobe", StringComparison.Ordinal) && File.Exists(path) ? path : null;

    /// <summary>The arguments of a load.</summary>
    /// <param name="module">The module.</param>
    /// <param name="arguments">"nested=1": typed to modprobe, they beat every file.</param>
    /// <param name="ignoresInstall">An install line is passed over.</param>
    internal static IReadOnlyList<string> LoadArguments(string module, IReadOnlyList<string> arguments, bool ignoresInstall) =>
        [.. ignoresInstall ? (string[])["--ignore-install"] : [], module, .. arguments];
}
