using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What becomes of a file, as a unified diff for a terminal: each line printable, indented, and in colour where that is
/// wished.</summary>
internal static class DifferenceText
{
    /// <summary>Appends the lines; lines of files are as long as they are.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="file">Before and after.</param>
    internal static void Append(TextReport to, FileStep file)
    {
        foreach (string line in UnifiedDiff.Write(file.Path, file.Before, file.After).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            to.Text.Append("   ");
            to.Line(line[0] switch { '+' => TextReport.Green, '-' => TextReport.Red, _ => "" },
                Printable.Sentence(line.Replace("\t", "    ", StringComparison.Ordinal)));
        }
    }
}
