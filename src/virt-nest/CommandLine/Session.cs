using VirtNest.Host.Output;
using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>Where a command prints, and in which language: the same for every verb of one run.</summary>
/// <param name="Language">The sentences of the language that LC_ALL, LC_MESSAGES, LANG or --lang chose.</param>
/// <param name="Output">The document: text or JSON, nothing else.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="UsesColour">--color, NO_COLOR and the terminal together.</param>
internal sealed record Session(Language Language, StandardStream Output, StandardStream Error, bool UsesColour)
{
    /// <summary>Says on standard error what is wrong. What the user typed and what a file holds is made printable.</summary>
    internal void Fail(string sentence) => Error.Write($"virt-nest: {Printable.Sentence(sentence)}\n");
}
