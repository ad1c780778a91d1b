namespace VirtNest.Text;

/// <summary>What a user reads, in both languages side by side: a translation that is missing does not compile. JSON takes the
/// English.</summary>
/// <param name="English">In English.</param>
/// <param name="Chinese">The same in Simplified Chinese.</param>
public readonly record struct Sentence(string English, string Chinese)
{
    /// <summary>A text that is the same in both languages: a name, or the words of another program.</summary>
    /// <param name="text">The text.</param>
    public static Sentence Verbatim(string text) => new(text, text);

    /// <summary>One after the other, without a space between them.</summary>
    /// <param name="first">What comes first.</param>
    /// <param name="second">What follows.</param>
    public static Sentence operator +(Sentence first, Sentence second) =>
        new(first.English + second.English, first.Chinese + second.Chinese);

    /// <summary>The same as the operator.</summary>
    /// <param name="first">What comes first.</param>
    /// <param name="second">What follows.</param>
    public static Sentence Add(Sentence first, Sentence second) => first + second;

    /// <summary>The text in one language.</summary>
    /// <param name="language">The language that the user chose.</param>
    public string In(Language language) => language switch
    {
        Language.English => English,
        Language.Chinese => Chinese,
    };
}
