namespace VirtNest.Changing;

/// <summary>A file becomes another, whole. Its verification: it reads as <see cref="After"/>. Its undo: <see cref="Before"/> again, unless
/// somebody has changed it since.</summary>
/// <param name="Path">Below /etc; of a symbolic link the file that it leads to.</param>
/// <param name="Before">The content that it must still have when the step begins; null where it must not be there.</param>
/// <param name="After">The content that it gets; null where it goes away.</param>
public sealed record FileStep(string Path, byte[]? Before, byte[]? After)
{
    /// <summary>The step that undoes this one.</summary>
    public FileStep Undo => new(Path, After, Before);

    /// <summary>Whether two contents are the same; of a file that is not there the content is null.</summary>
    /// <param name="one">The bytes of one.</param>
    /// <param name="other">The bytes of the other.</param>
    public static bool AreSame(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
