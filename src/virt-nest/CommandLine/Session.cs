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

    /// <summary>Says what is wrong, and gives back the exit status that goes with it.</summary>
    internal int Fail(Sentence sentence, int status = ExitCode.Usage)
    {
        Fail(sentence.In(Language));
        return status;
    }

    /// <summary>Says on standard error how it goes; what is foreign in the sentence is printable already.</summary>
    internal void Tell(Sentence sentence) => Error.Write(sentence.In(Language) + "\n");

    /// <summary>Prints the document, as JSON where --json asks for it.</summary>
    internal void Print(Arguments arguments, Func<byte[]> json, Func<string> text)
    {
        if (arguments.Has(CommandTable.Json))
        {
            Output.Write(json());
        }
        else
        {
            Output.Write(text());
        }
    }
}
