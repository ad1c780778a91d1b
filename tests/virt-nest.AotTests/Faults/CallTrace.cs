using System.IO;
using Xunit;

namespace VirtNest.AotTests.Faults;

/// <summary>A system call that changed something, or was to.</summary>
/// <param name="Number">Counted over all processes of a run, from 1.</param>
/// <param name="Process">The thread that made it.</param>
/// <param name="Name">"write", whatever the variant.</param>
/// <param name="Path">What it was about.</param>
/// <param name="To">The second path of a rename or link; else empty.</param>
/// <param name="Result">What the kernel returned.</param>
internal sealed record Call(int Number, int Process, string Name, string Path, string To, long Result)
{
    /// <summary>It is about a file that virt-nest itself keeps or edits; programs that it runs write elsewhere.</summary>
    internal bool IsOfChange =>
        Path.StartsWith("/etc/", StringComparison.Ordinal) || Path.StartsWith("/var/lib/virt-nest", StringComparison.Ordinal);

    /// <summary>The calls that call-faults.c recorded.</summary>
    internal static Call[] Read(string file) => [.. File.ReadAllLines(file).Select(static line =>
    {
        string[] ends = line.Split(" = "), words = ends[0].Split(' ');
        Assert.True(ends.Length == 2 && words.Length is 4 or 5, line);
        return new Call(int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture), words[2],
            words[3], words.ElementAtOrDefault(4) ?? "", long.Parse(ends[1], CultureInfo.InvariantCulture));
    }).OrderBy(static c => c.Number)];
}
