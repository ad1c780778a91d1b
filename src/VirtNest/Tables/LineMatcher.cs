namespace VirtNest.Tables;

/// <summary>Recognises the error lines of errors.txt. All patterns are looked for at once, with one step for each character of a line
/// (Aho and Corasick, "Efficient string matching", CACM 18 (1975)): a hostile log costs what its length says, however many entries there
/// are.</summary>
public sealed class LineMatcher
{
    private const char Any = '*';

    /// <summary>Characters of a line that are looked at.</summary>
    private const int MostOfLine = 8 << 10;

    private readonly IReadOnlyList<ErrorEntry> _entries;

    private readonly List<Pattern> _patterns = [];

    /// <summary>The class of each character: 0 for one that no pattern has.</summary>
    private readonly byte[] _classes = new byte[char.MaxValue + 1];

    /// <summary>Next state for a state and the class of a character; 0 is the start.</summary>
    private readonly ushort[] _next;

    /// <summary>For each state the pieces that end in it, and the next shorter state in which pieces end, or 0.</summary>
    private readonly List<Piece>?[] _ends;

    private readonly ushort[] _shorter;

    private readonly int _width;

    private readonly List<Pattern> _begun = [];

    /// <summary>Makes one.</summary>
    /// <param name="entries">The entries; their patterns are compared without what <see cref="LineText"/> leaves out.</param>
    public LineMatcher(IReadOnlyList<ErrorEntry> entries)
    {
        _entries = entries;
        List<Piece> pieces = [];
        int states = 1, classes = 0;
        for (int entry = 0; entry < entries.Count; entry++)
        {
            foreach (string text in entries[entry].Patterns)
            {
                Pattern pattern = new(entry, Pieces(text));
                _patterns.Add(pattern);
                for (int index = 0; index < pattern.Pieces.Count; index++)
                {
                    Piece piece = new(pattern, index);
                    pieces.Add(piece);
                    states += piece.Text.Length;
                    foreach (char c in piece.Text)
                    {
                        _classes[c] = _classes[c] != 0 ? _classes[c] : checked((byte)++classes);
                    }
                }
            }
        }

        _width = classes + 1;
        _next = new ushort[states * _width];
        _ends = new List<Piece>?[states];
        _shorter = Link(Grow(pieces));
    }

    /// <summary>Steps taken since it was made: what the work is measured by.</summary>
    public long Steps { get; private set; }

    /// <summary>The entry that recognises a line, the one with the most literal text where several do; null where none does. Only the
    /// first 8192 characters of a line are looked at.</summary>
    /// <param name="line">The line.</param>
    public ErrorEntry? Match(ReadOnlySpan<char> line)
    {
        string plain = LineText.Normalise(line.Length > MostOfLine ? line[..MostOfLine] : line);
        Pattern? best = null;
        int state = 0;
        for (int i = 0; i < plain.Length; i++)
        {
            Steps++;
            int letter = _classes[plain[i]];
            state = letter == 0 ? 0 : _next[(state * _width) + letter];
            for (int ending = state; ending != 0; ending = _shorter[ending])
            {
                foreach (Piece piece in _ends[ending] ?? [])
                {
                    Steps++;
                    best = Take(piece, i + 1) && (best is null || piece.Pattern.Length > best.Length) ? piece.Pattern : best;
                }
            }
        }

        foreach (Pattern pattern in _begun)
        {
            pattern.Found = pattern.At = 0;
        }

        _begun.Clear();
        return best is null ? null : _entries[best.Entry];
    }

    /// <summary>The literal text of a pattern that decides which entry answers, in characters.</summary>
    /// <param name="pattern">As the table has it.</param>
    public static int LengthOf(string pattern) => new Pattern(0, Pieces(pattern)).Length;

    /// <summary>Counts a piece that was found; true where its pattern is complete with it. The leftmost place of each piece is the right
    /// one: it leaves the most room for the next.</summary>
    private bool Take(Piece piece, int end)
    {
        Pattern pattern = piece.Pattern;
        if (pattern.Found != piece.Index || end - piece.Text.Length < pattern.At)
        {
            return false;
        }

        if (piece.Index == 0)
        {
            _begun.Add(pattern);
        }

        pattern.At = end;
        return ++pattern.Found == pattern.Pieces.Count;
    }

    /// <summary>Makes the tree of the pieces; returns its number of states.</summary>
    private int Grow(List<Piece> pieces)
    {
        int count = 1;
        foreach (Piece piece in pieces)
        {
            int state = 0;
            foreach (char c in piece.Text)
            {
                ref ushort next = ref _next[(state * _width) + _classes[c]];
                state = next != 0 ? next : next = checked((ushort)count++);
            }

            (_ends[state] ??= []).Add(piece);
        }

        return count;
    }

    /// <summary>Completes the tree with what follows where a piece does not go on, the short states first; returns the links to the next
    /// shorter end.</summary>
    private ushort[] Link(int count)
    {
        ushort[] shorter = new ushort[count], suffix = new ushort[count], order = new ushort[count];
        int read = 0, written = 1;
        while (read < written)
        {
            int state = order[read++];
            int from = suffix[state] * _width;
            for (int letter = 1; letter < _width; letter++)
            {
                ref ushort child = ref _next[(state * _width) + letter];
                ushort other = state == 0 ? (ushort)0 : _next[from + letter];
                if (child == 0)
                {
                    child = other;
                    continue;
                }

                suffix[child] = other;
                shorter[child] = _ends[other] is not null ? other : shorter[other];
                order[written++] = child;
            }
        }

        return shorter;
    }

    private static List<string> Pieces(string pattern)
    {
        List<string> pieces = [];
        foreach (string piece in pattern.Split(Any))
        {
            string plain = LineText.Normalise(piece);
            if (plain.Length > 0)
            {
                pieces.Add(plain);
            }
        }

        return pieces;
    }

    /// <summary>A pattern, and how much of it a line has so far: pieces found, and where the last one ended.</summary>
    private sealed class Pattern(int entry, List<string> pieces)
    {
        internal int Entry { get; } = entry;

        internal List<string> Pieces { get; } = pieces;

        internal int Length { get; } = string.Concat(pieces).Length;

        internal int Found { get; set; }

        internal int At { get; set; }
    }

    /// <summary>A piece of a pattern between two asterisks.</summary>
    private sealed class Piece(Pattern pattern, int index)
    {
        internal Pattern Pattern { get; } = pattern;

        internal int Index { get; } = index;

        internal string Text { get; } = pattern.Pieces[index];
    }
}
