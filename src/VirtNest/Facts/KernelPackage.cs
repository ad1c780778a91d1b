using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>The packages in which distributions keep a part of their kernel's modules.</summary>
internal static class KernelPackage
{
    /// <summary>The package with the modules that the kernel's own package lacks; null where the distribution has none, or the kernel is
    /// not the distribution's.</summary>
    /// <param name="release">uname -r: "6.8.0-45-generic" of Ubuntu, "5.14.0-503.el9.x86_64" of RHEL and its like.</param>
    /// <param name="evidence">The machine, with os-release.</param>
    internal static string? OfModules(string release, HostEvidence evidence)
    {
        if (release.Contains(".el", StringComparison.Ordinal) || release.Contains(".fc", StringComparison.Ordinal))
        {
            return "kernel-modules-" + release;
        }

        // Version, build number, flavour: "6.8.0-45-generic", "6.8.0-1017-aws".
        bool isUbuntu = OsRelease.Id(evidence) == "ubuntu"
            || OsRelease.Field(evidence, "ID_LIKE")?.Contains("ubuntu", StringComparison.Ordinal) == true;
        return isUbuntu && release.Split('-') is [_, { Length: > 0 } build, { Length: > 0 } flavour] && build.All(char.IsAsciiDigit)
            && char.IsAsciiLetterLower(flavour[0]) ? "linux-modules-extra-" + release : null;
    }
}
