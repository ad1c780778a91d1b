namespace VirtNest.Facts;

/// <summary>The version at the front of uname -r. Distributions change kernels without changing it: a comparison is a hint, not a
/// proof.</summary>
/// <param name="Major">6 of "6.1.0-13-amd64".</param>
/// <param name="Minor">1.</param>
/// <param name="Patch">0.</param>
public readonly record struct KernelVersion(int Major, int Minor, int Patch) : IComparable<KernelVersion>
{
    /// <summary>Reads "6.1.0-13-amd64", "6.12.117", "6.12"; null for text that does not begin so.</summary>
    /// <param name="release">uname -r.</param>
    public static KernelVersion? Parse(string? release)
    {
        Span<int> parts = stackalloc int[3];
        int index = 0;
        ReadOnlySpan<char> rest = release;
        while (index < 3)
        {
            int digits = 0;
            while (digits < rest.Length && digits < 5 && char.IsAsciiDigit(rest[digits]))
            {
                digits++;
            }

            if (digits == 0)
            {
                break;
            }

            parts[index++] = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            if (rest.IsEmpty || rest[0] != '.')
            {
                break;
            }

            rest = rest[1..];
        }

        return index >= 2 ? new KernelVersion(parts[0], parts[1], parts[2]) : null;
    }

    /// <summary>True from the given version on.</summary>
    /// <param name="major">Major.</param>
    /// <param name="minor">Minor.</param>
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>True from the given version on.</summary>
    /// <param name="other">A version.</param>
    public bool IsAtLeast(KernelVersion other) => CompareTo(other) >= 0;

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>"6.1.0".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
