namespace VirtNest.Tables;

/// <summary>An error that a log holds.</summary>
/// <param name="Entry">What it is.</param>
/// <param name="Text">The first line of it, as it was found, without colour codes.</param>
/// <param name="FirstLine">The number of that line, from 1.</param>
/// <param name="Count">How many lines of it there are.</param>
public sealed record LoggedError(ErrorEntry Entry, string Text, long FirstLine, long Count);

/// <summary>Reads a log piece by piece and keeps the errors that it recognises: one for each entry, however long the log is. Of a line the
/// first 8192 bytes are kept.</summary>
/// <param name="entries">The entries.</param>
public sealed class ErrorLog(IReadOnlyList<ErrorEntry> entries)
{
    private const int MostOfLine = 8 << 10;

    private readonly LineMatcher _matcher = new(entries);

    private readonly byte[] _line = new byte[MostOfLine];

    private readonly List<LoggedError> _errors = [];

    private int _length;

    private bool _hasLine;

    /// <summary>Lines that were read.</summary>
    public long Lines { get; private set; }

    /// <summary>The only line that is not blank, for a log that has but one; else null.</summary>
    public string? OnlyLine { get; private set; }

    /// <summary>Lines that are not blank.</summary>
    public long FilledLines { get; private set; }

    /// <summary>What was recognised, in the order of the log.</summary>
    public IReadOnlyList<LoggedError> Errors => _errors;

    /// <summary>The work so far (<see cref="LineMatcher.Steps"/>).</summary>
    public long Steps => _matcher.Steps;

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The next bytes of the log, UTF-8; a line may go on in the next piece.</param>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            ReadOnlySpan<byte> kept = part[..Math.Min(part.Length, MostOfLine - _length)];
            kept.CopyTo(_line.AsSpan(_length));
            _length += kept.Length;
            _hasLine = true;
            if (end < 0)
            {
                return;
            }

            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Ends the last line, which need not end in a line feed.</summary>
    public void End()
    {
        if (_hasLine)
        {
            EndLine();
        }
    }

    private void EndLine()
    {
        Lines++;
        string line = Encoding.UTF8.GetString(_line.AsSpan(0, _length));
        _length = 0;
        _hasLine = false;
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        FilledLines++;
        OnlyLine = FilledLines == 1 ? line : null;
        if (_matcher.Match(line) is not { } entry)
        {
            return;
        }

        int known = _errors.FindIndex(e => e.Entry == entry);
        if (known < 0)
        {
            _errors.Add(new(entry, LineText.WithoutColour(line), Lines, 1));
        }
        else
        {
            _errors[known] = _errors[known] with { Count = _errors[known].Count + 1 };
        }
    }
}
