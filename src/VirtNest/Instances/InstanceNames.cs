using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;

namespace VirtNest.Instances;

/// <summary>Names of instances, given by a pattern or a list.</summary>
public static class InstanceNames
{
    /// <summary>Names that fit a shell pattern, in order.</summary>
    /// <param name="names">All names.</param>
    /// <param name="pattern">With * ? [ ]; null for all.</param>
    public static IReadOnlyList<string> Matching(IEnumerable<string> names, string? pattern) =>
        [.. names.Where(n => pattern is null || ShellPattern.Matches(pattern, n)).Order(StringComparer.Ordinal)];

    /// <summary>The names in a list: one a line; empty lines and lines that begin with a number sign are left out; each name once.</summary>
    /// <param name="text">The list.</param>
    public static IReadOnlyList<string> InList(string text) =>
        [.. text.Split('\n').Select(static l => l.TrimEnd('\r')).Where(static l => l.Length > 0 && l[0] != '#').Distinct(StringComparer.Ordinal)];
}
