namespace VirtNest.Evidence;

/// <summary>How the reading of one source ended.</summary>
public enum ReadingState
{
    /// <summary>The source was not asked for, or the document does not carry it: nothing can be said.</summary>
    NotRead,
    /// <summary>The source was read; its bytes are kept.</summary>
    Known,
    /// <summary>The source does not exist (ENOENT, ENOTDIR, ENXIO for a call that this kernel does not have).</summary>
    Absent,
    /// <summary>The source exists and this process may not read it (EACCES, EPERM).</summary>
    Denied,
    /// <summary>Reading failed for another reason; <see cref="Reading.Errno"/> tells which.</summary>
    Failed,
}

/// <summary>What one source answered: its bytes, or why there are none. Immutable.</summary>
public sealed class Reading
{
    /// <summary>The reading of a source that was never asked.</summary>
    public static readonly Reading NotRead = new(ReadingState.NotRead, [], 0, false);

    private readonly byte[] _bytes;
    private string? _text;

    private Reading(ReadingState state, byte[] bytes, int errno, bool isTruncated)
    {
        State = state;
        _bytes = bytes;
        Errno = errno;
        IsTruncated = isTruncated;
    }

    /// <summary>How the reading ended.</summary>
    public ReadingState State { get; }

    /// <summary>The Linux error number (asm-generic/errno.h), 0 where the state is <see cref="ReadingState.Known"/> or
    /// <see cref="ReadingState.NotRead"/>.</summary>
    public int Errno { get; }

    /// <summary>The source had more bytes than <see cref="Sources"/> allows; only the first were kept.</summary>
    public bool IsTruncated { get; }

    /// <summary>The bytes read; empty unless the state is <see cref="ReadingState.Known"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes as UTF-8 text, each invalid sequence replaced by U+FFFD; empty unless the state is
    /// <see cref="ReadingState.Known"/>.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(_bytes);

    /// <summary>The text without surrounding white space and NUL bytes, or null unless the state is
    /// <see cref="ReadingState.Known"/>.</summary>
    public string? Value => State == ReadingState.Known ? Text.Trim().Trim('\0') : null;

    /// <summary>True where the state is <see cref="ReadingState.Known"/>.</summary>
    public bool IsKnown => State == ReadingState.Known;

    /// <summary>A source that was read.</summary>
    /// <param name="bytes">All bytes, or the first ones where <paramref name="isTruncated"/>; not copied.</param>
    /// <param name="isTruncated">The source had more bytes than were kept.</param>
    public static Reading Known(byte[] bytes, bool isTruncated = false) => new(ReadingState.Known, bytes, 0, isTruncated);

    /// <summary>A source that was read, as text.</summary>
    /// <param name="text">Kept as UTF-8.</param>
    public static Reading Known(string text) => Known(Encoding.UTF8.GetBytes(text));

    /// <summary>A source that could not be read, by its error number: ENOENT, ENOTDIR and ENXIO are absent, EACCES and EPERM denied, all
    /// others failed.</summary>
    /// <param name="errno">A Linux error number.</param>
    public static Reading OfErrno(int errno) => new(errno switch
    {
        LinuxErrno.ENOENT or LinuxErrno.ENOTDIR or LinuxErrno.ENXIO => ReadingState.Absent,
        LinuxErrno.EACCES or LinuxErrno.EPERM => ReadingState.Denied,
        _ => ReadingState.Failed,
    }, [], errno, false);

    /// <summary>A source in a given state without bytes, as a document tells it.</summary>
    /// <param name="state">Absent, Denied or Failed.</param>
    /// <param name="errno">The error number that came with it, or 0 where none was kept.</param>
    public static Reading Without(ReadingState state, int errno) => new(state, [], errno, false);
}
