using System;

namespace VirtNest.Facts;

/// <summary>Which lines of the configuration are kept: those that can concern KVM, or all; and never more than a bound.</summary>
/// <param name="All">Every line is kept.</param>
internal readonly record struct ModprobeInterest(bool All)
{
    /// <summary>Lines kept at most. A host has some hundreds; a configuration with more is named as one that was not read whole.</summary>
    private const int MostDirectives = 65_536;

    internal static bool HasRoom(int count) => count < MostDirectives;

    /// <summary>False for a file that cannot have such a line: most have none, and need not be taken apart. "\" can hide a name.</summary>
    internal bool MayCover(ReadOnlySpan<byte> file) => All || file.IndexOf("kvm"u8) >= 0 || file.IndexOfAny("*?[\\"u8) >= 0;

    /// <summary>True for a line that names a kvm module anywhere, or whose name is a wildcard.</summary>
    internal bool Covers(ReadOnlySpan<char> line, ReadOnlySpan<char> name) => All || line.IndexOf("kvm") >= 0 || ShellPattern.IsPattern(name);
}
