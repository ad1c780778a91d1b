namespace VirtNest.Facts;

/// <summary>Which lines of the configuration are kept: those that can concern KVM, and never more than a bound.</summary>
internal static class ModprobeInterest
{
    /// <summary>Lines kept at most. A host has some hundreds; a configuration with more is named as one that was not read whole.</summary>
    private const int MostDirectives = 65_536;

    internal static bool HasRoom(int count) => count < MostDirectives;

    /// <summary>False for a file that cannot have such a line: most have none, and need not be taken apart. "\" can hide a name.</summary>
    internal static bool MayCover(ReadOnlySpan<byte> file) => file.IndexOf("kvm"u8) >= 0 || file.IndexOfAny("*?[\\"u8) >= 0;

    /// <summary>True for a line that names a kvm module anywhere, or whose name is a wildcard.</summary>
    internal static bool Covers(ReadOnlySpan<char> line, ReadOnlySpan<char> name) =>
        line.IndexOf("kvm") >= 0 || ShellPattern.IsPattern(name);
}
