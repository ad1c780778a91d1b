using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>One option of a command, as a row of its table: what parses it, helps with it, completes it and documents it.</summary>
/// <param name="Name">With its dashes: "--root".</param>
/// <param name="ValueName">What help calls its value ("DIR", "FILE", "SECONDS"); null for an option without one.</param>
/// <param name="Help">One line in the user's language.</param>
internal sealed record Option(string Name, string? ValueName, Sentence Help)
{
    /// <summary>The values allowed, or null where any text is.</summary>
    internal string[]? Choices { get; init; }

    /// <summary>The smallest and largest whole number allowed, or null where the value is not a number.</summary>
    internal (long Least, long Most)? Range { get; init; }
}
