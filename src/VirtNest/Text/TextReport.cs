namespace VirtNest.Text;

/// <summary>A text for a terminal while it is written: sentences in one language, wrapped at 80 columns, in printable characters, with
/// colour where that is wished.</summary>
/// <param name="language">The language.</param>
/// <param name="usesColour">With escape codes for colour.</param>
/// <param name="text">Where it goes; null for a text of its own.</param>
public sealed class TextReport(Language language, bool usesColour = false, StringBuilder? text = null)
{
    internal const string Red = "\e[31m", Green = "\e[32m", Yellow = "\e[33m", Bold = "\e[1m", Plain = "\e[0m";

    /// <summary>The language of what is said.</summary>
    public Language Language => language;

    /// <summary>What is written so far.</summary>
    public StringBuilder Text { get; } = text ?? new();

    /// <summary>A sentence on lines of its own.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="indent">Columns before each line.</param>
    /// <param name="firstIndent">Columns that the first line has already; null for as many as the others.</param>
    public void Say(Sentence sentence, int indent = 0, int? firstIndent = null) => Say(sentence.In(language), indent, firstIndent);

    /// <summary>The same, in the language already.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="indent">Columns before each line.</param>
    /// <param name="firstIndent">Columns that the first line has already; null for as many as the others.</param>
    public void Say(string sentence, int indent = 0, int? firstIndent = null) =>
        TextLayout.Wrap(Text, Printable.Sentence(sentence), indent, firstIndent);

    /// <summary>A sentence in colour on lines of its own.</summary>
    internal void Say(string colour, Sentence sentence)
    {
        int begin = Text.Length;
        Say(sentence);
        if (usesColour)
        {
            Text.Insert(begin, colour).Insert(Text.Length - 1, Plain);
        }
    }

    /// <summary>A piece of a line.</summary>
    /// <param name="colour">An escape code, or "".</param>
    /// <param name="piece">Printable.</param>
    internal void Coloured(string colour, string piece)
    {
        bool isColoured = usesColour && colour.Length > 0;
        Text.Append(isColoured ? colour : "").Append(piece).Append(isColoured ? Plain : "");
    }

    /// <summary>A line of its own.</summary>
    /// <param name="colour">An escape code, or "".</param>
    /// <param name="line">Printable.</param>
    internal void Line(string colour, string line)
    {
        Coloured(colour, line);
        Text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();
}
