using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace VirtNest.Instances;

/// <summary>
/// What is typed into the serial console of an instance to look inside, and what its answers mean. Someone's console is somebody's: nothing is
/// submitted unless a shell shows its prompt, alone on its line. The key that has it shown is Ctrl-L, at which editors of lines and programs of
/// the whole screen draw anew; where it stands in a line that somebody reads (a login, a password), it is taken back. No Enter goes into the
/// unknown: it could start what a boot menu or an installer points at. Answers are hostile input: the guest writes them.
/// </summary>
public sealed class ConsoleDialogue
{
    /// <summary>Bytes that are taken from a console at most; the answer has some hundred, and the kernel may speak in between.</summary>
    public const int MostBytes = 64 << 10;

    /// <summary>Has a prompt shown: Ctrl-L.</summary>
    public const string Redraw = "\f";

    /// <summary>Takes that key back where it stands in a line: the key Backspace of Linux.</summary>
    public const string TakeBack = "\u007f";

    /// <summary>How a terminal in canonical mode shows Ctrl-L (termios(3), ECHOCTL).</summary>
    private const string EchoOfRedraw = "^L";

    private readonly int _first;
    private readonly int _second;

    /// <param name="first">A random number between 100,000 and 999,999, by which the answer is known.</param>
    /// <param name="second">Another.</param>
    public ConsoleDialogue(int first, int second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>
    /// The line for a shell; Enter is in it. What marks the beginning and the end of the answer is a sum, so that the echo of the line is no answer.
    /// The space in front keeps it out of the history of shells that are set so.
    /// </summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $" echo \"<$(({_first}+{_second}))\"; grep -m1 ^flags /proc/cpuinfo | grep -owE 'flags|vmx|svm'; grep -s . /sys/module/kvm_amd/parameters/nested /sys/module/kvm_intel/parameters/nested; echo \"$(({_second}-{_first}))>\"\r");

    /// <summary>Does a shell's prompt stand at the end, with nothing typed behind it?</summary>
    /// <param name="answer">What came after Ctrl-L.</param>
    public static bool IsPrompt(ReadOnlySpan<byte> answer)
    {
        string last = Clean(answer).Split('\n')[^1].TrimEnd(' ');
        return last.Length > 0 && last[^1] is '#' or '$';
    }

    /// <summary>Did the key go into a line that somebody reads, so that it has to be taken back? Such a line shows it as a control character, or, of a password, nothing.</summary>
    /// <param name="answer">What came after Ctrl-L.</param>
    public static bool IsInLine(ReadOnlySpan<byte> answer) => Clean(answer).Trim() is "" or EchoOfRedraw;

    /// <summary>Has the end of the answer come?</summary>
    /// <param name="answer">What came after the line.</param>
    public bool IsOver(ReadOnlySpan<byte> answer) => Clean(answer).Split('\n').Any(IsEnd);

    /// <summary>What the inside says of itself.</summary>
    /// <param name="answer">What came after the line.</param>
    public InsideReading Read(ReadOnlySpan<byte> answer)
    {
        string begin = string.Create(CultureInfo.InvariantCulture, $"<{_first + _second}");
        string[] lines = [.. Clean(answer).Split('\n').SkipWhile(l => l.Trim() != begin).Skip(1).TakeWhile(l => !IsEnd(l)).Select(static l => l.Trim())];
        if (!IsOver(answer) || !lines.Contains("flags", StringComparer.Ordinal))
        {
            return new(InsideState.Malformed) { Source = InsideSource.Console };
        }

        InsideReading reading = new(InsideState.Read, HasVmx: lines.Contains("vmx", StringComparer.Ordinal), HasSvm: lines.Contains("svm", StringComparer.Ordinal)) { Source = InsideSource.Console };
        foreach (string module in (string[])["kvm_amd", "kvm_intel"])
        {
            string path = $"/sys/module/{module}/parameters/nested:";
            if (lines.FirstOrDefault(l => l.StartsWith(path, StringComparison.Ordinal)) is { } line && line.Length <= path.Length + 1)
            {
                return reading with { Module = module, Nested = line[path.Length..] };
            }
        }

        return reading;
    }

    /// <summary>
    /// The text that a terminal would show, without its control sequences (ECMA-48: CSI, and the strings that OSC, DCS, SOS, PM and APC begin)
    /// and without other control characters but line feeds. A carriage return that no line feed follows begins the line anew.
    /// </summary>
    /// <param name="bytes">What came from a console.</param>
    public static string Clean(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.Length > MostBytes ? bytes[..MostBytes] : bytes);
        StringBuilder clean = new(text.Length);
        int lineBegin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\e')
            {
                i = EndOfSequence(text, i);
            }
            else if (c is '\n')
            {
                clean.Append(c);
                lineBegin = clean.Length;
            }
            else if (c is '\r')
            {
                int next = i + 1;
                while (next < text.Length && text[next] == '\r')
                {
                    next++;
                }

                if (next < text.Length && text[next] != '\n')
                {
                    clean.Length = lineBegin;
                }
            }
            else if (c is '\b')
            {
                clean.Length = Math.Max(lineBegin, clean.Length - 1);
            }
            else if (!char.IsControl(c))
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    private bool IsEnd(string line) => line.Trim() == string.Create(CultureInfo.InvariantCulture, $"{_second - _first}>");

    /// <summary>The place of the last character of an escape sequence that begins here; the end of the text where it does not end.</summary>
    private static int EndOfSequence(string text, int start)
    {
        int i = start + 1;
        if (i >= text.Length)
        {
            return i;
        }

        if (text[i] == '[')
        {
            i++;
            while (i < text.Length && text[i] is >= ' ' and < '@')
            {
                i++;
            }

            return i;
        }

        if (text[i] is ']' or 'P' or 'X' or '^' or '_')
        {
            while (i < text.Length && text[i] != '\a' && !(text[i] == '\\' && text[i - 1] == '\e'))
            {
                i++;
            }

            return i;
        }

        // Intermediate bytes, then the final one.
        while (i < text.Length && text[i] is >= ' ' and <= '/')
        {
            i++;
        }

        return i;
    }
}
