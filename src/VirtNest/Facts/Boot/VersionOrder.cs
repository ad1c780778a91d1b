namespace VirtNest.Facts.Boot;

/// <summary>The order of names with version numbers in them: runs of digits compare as numbers, all else by character.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    internal static readonly VersionOrder Ascending = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> one = x;
        ReadOnlySpan<char> other = y;
        while (one.Length > 0 && other.Length > 0)
        {
            if (char.IsAsciiDigit(one[0]) && char.IsAsciiDigit(other[0]))
            {
                ReadOnlySpan<char> first = Number(ref one);
                ReadOnlySpan<char> second = Number(ref other);
                int order = first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
                if (order != 0)
                {
                    return order;
                }
            }
            else if (one[0] != other[0])
            {
                return one[0].CompareTo(other[0]);
            }
            else
            {
                one = one[1..];
                other = other[1..];
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    /// <summary>The digits at the front, without leading zeros.</summary>
    private static ReadOnlySpan<char> Number(ref ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        ReadOnlySpan<char> number = text[..length].TrimStart('0');
        text = text[length..];
        return number;
    }
}
