namespace VirtNest.Text;

/// <summary>Text that came from a machine, an instance or a dumped tree, made fit for a terminal: it is hostile until it went through
/// here. Control characters (escape sequences begin with one), characters that change the direction of text and broken encodings are shown
/// as \xNN or \u{NNNN}.</summary>
public static class Printable
{
    /// <summary>Characters of one value that are shown.</summary>
    public const int Most = 240;

    /// <summary>Characters of one sentence that are shown.</summary>
    public const int MostOfSentence = 1200;

    /// <summary>A sentence of ours in printable characters: longer than a value may be, since a value stands in it.</summary>
    /// <param name="text">Any text.</param>
    public static string Sentence(string text) => Sanitise(text, MostOfSentence);

    /// <summary>Sentences of ours with line breaks between them, which are kept.</summary>
    /// <param name="text">Any text.</param>
    public static string Lines(string text) => string.Join('\n', text.Split('\n').Select(Sentence));

    /// <summary>The text in printable characters, at most <see cref="Most"/> of them, "..." behind it where it was longer.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Characters that are shown.</param>
    public static string Sanitise(string text, int most = Most)
    {
        bool isLong = text.Length > most;
        ReadOnlySpan<char> shown = isLong ? text.AsSpan(0, most) : text;
        if (!isLong && IsPlain(shown))
        {
            return text;
        }

        StringBuilder result = new(shown.Length + 16);
        foreach (Rune rune in shown.EnumerateRunes())
        {
            if (IsPrintable(rune))
            {
                result.Append(rune.ToString());
            }
            else if (rune.Value <= 0xFF)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return isLong ? result.Append("...").ToString() : result.ToString();
    }

    private static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange(' ', '~') < 0;

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => rune.Value != 0xFFFD,
    };
}
