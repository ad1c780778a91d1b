using VirtNest.Text;

namespace VirtNest.Cli;

/// <summary>Which language to speak: --lang, else LC_ALL, LC_MESSAGES, LANG, the first that is not empty, as gettext does. .NET's own
/// choice is not used: with InvariantGlobalization it ignores these variables (docs/decisions/0004-languages.md).</summary>
internal static class LanguageChoice
{
    internal static Language Choose(string[] typed, Func<string, string?> environment)
    {
        // The parser checks --lang later; here only its value is looked for, since the parser's own sentences depend on it.
        // What stands behind "--" is no option, whatever it looks like: a hook is handed the name of an instance there.
        for (int i = 0; i < typed.Length && typed[i] != "--"; i++)
        {
            string? value = typed[i].StartsWith("--lang=", StringComparison.Ordinal) ? typed[i]["--lang=".Length..]
                : typed[i] == "--lang" && i + 1 < typed.Length ? typed[i + 1]
                : null;
            if (value is not null)
            {
                return value == "zh-CN" ? Language.Chinese : Language.English;
            }
        }

        foreach (string variable in (string[])["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (environment(variable) is { Length: > 0 } locale)
            {
                return OfLocale(locale);
            }
        }

        return Language.English;
    }

    /// <summary>Chinese for zh_CN, zh_SG, zh_Hans and plain zh, unless the locale names a character set other than UTF-8: we write only
    /// UTF-8.</summary>
    private static Language OfLocale(string locale)
    {
        int at = locale.IndexOf('@', StringComparison.Ordinal);
        string withoutModifier = at < 0 ? locale : locale[..at];
        int dot = withoutModifier.IndexOf('.', StringComparison.Ordinal);
        string name = (dot < 0 ? withoutModifier : withoutModifier[..dot]).Replace('-', '_');
        string charset = dot < 0 ? "UTF-8" : withoutModifier[(dot + 1)..];
        bool isUtf8 =
            charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("UTF8", StringComparison.OrdinalIgnoreCase);
        bool isSimplified = name is "zh" or "zh_CN" or "zh_SG" or "zh_Hans" || name.StartsWith("zh_Hans_", StringComparison.Ordinal);
        return isSimplified && isUtf8 ? Language.Chinese : Language.English;
    }
}
