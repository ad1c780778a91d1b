using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What becomes of a file, as a unified diff for a terminal: each line printable, indented, and in colour where that is
/// wished.</summary>
internal static class DifferenceText
{
    private const string Red = "\e[31m", Green = "\e[32m", Plain = "\e[0m";

    /// <summary>Appends the lines; lines of files are as long as they are.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="file">Before and after.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    internal static void Append(StringBuilder to, FileStep file, bool usesColour)
    {
        foreach (string line in UnifiedDiff.Write(file.Path, file.Before, file.After).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string colour = !usesColour ? "" : line[0] switch { '+' => Green, '-' => Red, _ => "" };
            string text = Printable.Sentence(line.Replace("\t", "    ", StringComparison.Ordinal));
            to.Append("   ").Append(colour).Append(text).Append(colour.Length > 0 ? Plain : "").Append('\n');
        }
    }
}
