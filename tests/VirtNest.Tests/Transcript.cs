using System.IO;

namespace VirtNest.Tests;

/// <summary>A file of whole outputs, each below a line "$ COMMAND" with the command that prints it.</summary>
internal static class Transcript
{
    private const string Prompt = "$ ";

    /// <summary>The commands of a file in order, each with its output.</summary>
    internal static IReadOnlyList<(string Command, string Text)> Read(string path)
    {
        List<(string, string)> texts = [];
        foreach (string part in ("\n" + File.ReadAllText(path)).Split("\n" + Prompt).Skip(1))
        {
            string[] lines = part.Split('\n', 2);
            string text = lines.Length > 1 ? lines[1] : "";
            texts.Add((lines[0], text.Length == 0 || text.EndsWith('\n') ? text : text + "\n"));
        }

        return texts;
    }

    /// <summary>Writes a file.</summary>
    internal static void Write(string path, IEnumerable<(string Command, string Text)> texts) =>
        File.WriteAllText(path, string.Concat(texts.Select(static t => $"{Prompt}{t.Command}\n{t.Text}")));
}
