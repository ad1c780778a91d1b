using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>Shell wildcards as fnmatch(3) of glibc reads them without flags, which kmod uses for the names of install, remove, softdep and
/// alias lines.</summary>
internal static class ShellPattern
{
    /// <summary>True where the pattern matches the whole name. Time is bounded by the product of both lengths.</summary>
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = ++p;
                resume = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern, ref p, name[n]))
            {
                n++;
            }
            else if (star >= 0)
            {
                p = star;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    /// <summary>True where the text has a character that makes it more than a plain name.</summary>
    internal static bool IsPattern(ReadOnlySpan<char> text) => text.IndexOfAny('*', '?', '[') >= 0;

    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int p, char c)
    {
        switch (pattern[p])
        {
            case '?':
                p++;
                return true;
            case '[' when MatchesSet(pattern[(p + 1)..], c) is var (length, isMatch) && length > 0:
                p += 1 + length;
                return isMatch;
            case '\\' when p + 1 < pattern.Length:
                p += 2;
                return pattern[p - 1] == c;
            default:
                return pattern[p++] == c;
        }
    }

    /// <summary>A set behind its "[": how long it is with its "]" (0: it has none, and "[" stands for itself) and whether the character is
    /// in it.</summary>
    private static (int Length, bool IsMatch) MatchesSet(ReadOnlySpan<char> set, char c)
    {
        bool isNegated = !set.IsEmpty && set[0] is '!' or '^';
        int i = isNegated ? 1 : 0;
        bool found = false;
        for (bool isFirst = true; i < set.Length; isFirst = false)
        {
            if (set[i] == ']' && !isFirst)
            {
                return (i + 1, found != isNegated);
            }

            if (set[i] == '[' && i + 1 < set.Length && set[i + 1] == ':' && set[(i + 2)..].IndexOf(":]") is >= 0 and var end)
            {
                found |= IsInClass(set.Slice(i + 2, end), c);
                i += end + 4;
                continue;
            }

            char low = Character(set, ref i);
            char high = low;
            if (i + 1 < set.Length && set[i] == '-' && set[i + 1] != ']')
            {
                i++;
                high = Character(set, ref i);
            }

            found |= c >= low && c <= high;
        }

        return (0, false);
    }

    private static char Character(ReadOnlySpan<char> set, ref int i)
    {
        if (set[i] == '\\' && i + 1 < set.Length)
        {
            i++;
        }

        return set[i++];
    }

    private static bool IsInClass(ReadOnlySpan<char> name, char c) => name switch
    {
        "alpha" => char.IsAsciiLetter(c),
        "digit" => char.IsAsciiDigit(c),
        "alnum" => char.IsAsciiLetterOrDigit(c),
        "lower" => char.IsAsciiLetterLower(c),
        "upper" => char.IsAsciiLetterUpper(c),
        "xdigit" => char.IsAsciiHexDigit(c),
        "punct" => c is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(c),
        "space" => RawText.IsSpace(c),
        "blank" => c is ' ' or '\t',
        "graph" => c is > ' ' and < '\x7F',
        "print" => c is >= ' ' and < '\x7F',
        "cntrl" => c is < ' ' or '\x7F',
        _ => false,
    };
}
