namespace VirtNest.Facts;

/// <summary>The packages in which distributions keep a part of their kernel's modules.</summary>
internal static class KernelPackage
{
    /// <summary>The package with the modules that the kernel's own package lacks; null where the kernel is none of theirs.</summary>
    /// <param name="release">uname -r: "6.8.0-45-generic" of Ubuntu, "5.14.0-503.el9.x86_64" of RHEL and its like.</param>
    internal static string? OfModules(string release)
    {
        if (release.Contains(".el", StringComparison.Ordinal) || release.Contains(".fc", StringComparison.Ordinal))
        {
            return "kernel-modules-" + release;
        }

        // Version, build number, flavour: "6.8.0-45-generic", "6.8.0-1017-aws".
        return release.Split('-') is [var version, var build, { Length: > 0 } flavour] && version.Count(static c => c == '.') == 2
            && build.Length > 0 && build.All(char.IsAsciiDigit) && char.IsAsciiLetterLower(flavour[0]) && flavour != "pve"
            && flavour is not ("amd64" or "arm64" or "686" or "cloud")
            ? "linux-modules-extra-" + release : null;
    }
}
