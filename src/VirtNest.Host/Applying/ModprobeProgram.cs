using System;
using System.Collections.Generic;
using System.IO;

namespace VirtNest.Host.Applying;

/// <summary>kmod's modprobe, by absolute path: a shell's own applet of that name knows nothing of modprobe.d's rules.</summary>
internal static class ModprobeProgram
{
    private static readonly string[] Paths = ["/sbin/modprobe", "/usr/sbin/modprobe", "/usr/bin/modprobe", "/bin/modprobe"];

    /// <summary>Its path, or null where there is none.</summary>
    internal static string? Path => Array.Find(Paths, File.Exists);

    /// <summary>The arguments of a load.</summary>
    /// <param name="module">The module.</param>
    /// <param name="arguments">"nested=1": typed to modprobe, they beat every file.</param>
    /// <param name="ignoresInstall">An install line is passed over.</param>
    internal static IReadOnlyList<string> LoadArguments(string module, IReadOnlyList<string> arguments, bool ignoresInstall) =>
        [.. ignoresInstall ? (string[])["--ignore-install"] : [], module, .. arguments];
}
