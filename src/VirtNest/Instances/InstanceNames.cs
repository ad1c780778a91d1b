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

    /// <summary>The first line of a list that can be no name, counted from 1, since it holds a zero or was no UTF-8; null where all can
    /// be.</summary>
    /// <param name="text">The list.</param>
    public static int? FaultyLine(string text)
    {
        int at = text.AsSpan().IndexOfAny('\0', '\ufffd');
        return at < 0 ? null : text.AsSpan(0, at).Count('\n') + 1;
    }

    /// <summary>The names in a list: one a line; empty lines and lines that begin with a number sign are left out; each name
    /// once.</summary>
    /// <param name="text">The list.</param>
    public static IReadOnlyList<string> InList(string text) =>
        [.. text.TrimStart('\ufeff').Split('\n').Select(static l => l.TrimEnd('\r')).Where(static l => l.Length > 0 && l[0] != '#')
            .Distinct(StringComparer.Ordinal)];
}
