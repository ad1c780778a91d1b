using System.Buffers;

namespace VirtNest.Host.Output;

/// <summary>Bytes of a terminal as keys: UTF-8, and the sequences of ECMA-48 and of the VT220 for keys that are no characters.</summary>
internal static class ScreenKeys
{
    private const byte Escape = 0x1b;

    /// <summary>Takes the first key of what was typed.</summary>
    /// <param name="typed">Bytes; those of the key are taken off its front.</param>
    /// <param name="isAll">Nothing more follows for now: an escape by itself is the key Escape, and not the beginning of a
    /// sequence.</param>
    /// <param name="key">The key.</param>
    /// <returns>False where there is none, or only the beginning of one.</returns>
    internal static bool TryTake(ref ReadOnlySpan<byte> typed, bool isAll, out ScreenKey key)
    {
        key = default;
        if (typed.IsEmpty)
        {
            return false;
        }

        if (typed[0] == Escape)
        {
            return TryTakeSequence(ref typed, isAll, out key);
        }

        OperationStatus status = Rune.DecodeFromUtf8(typed, out Rune rune, out int length);
        if (status == OperationStatus.NeedMoreData && !isAll)
        {
            return false;
        }

        typed = typed[length..];
        key = status != OperationStatus.Done ? new(ScreenKeyKind.Other) : rune.Value switch
        {
            '\r' or '\n' => new(ScreenKeyKind.Enter),
            0x7f or 0x08 => new(ScreenKeyKind.Backspace),
            _ => new(ScreenKeyKind.Character, rune),
        };
        return true;
    }

    /// <summary>ESC; ESC [ parameters final; ESC O final.</summary>
    private static bool TryTakeSequence(ref ReadOnlySpan<byte> typed, bool isAll, out ScreenKey key)
    {
        key = new(ScreenKeyKind.Escape);
        if (typed.Length == 1)
        {
            typed = isAll ? [] : typed;
            return isAll;
        }

        if (typed[1] is not ((byte)'[' or (byte)'O'))
        {
            typed = typed[1..];
            return true;
        }

        // Parameter and intermediate bytes are 0x20 to 0x3f, the final byte is 0x40 to 0x7e.
        int end = 2;
        while (end < typed.Length && typed[end] is >= 0x20 and <= 0x3f)
        {
            end++;
        }

        if (end == typed.Length)
        {
            key = new(ScreenKeyKind.Other);
            typed = isAll ? [] : typed;
            return isAll;
        }

        ReadOnlySpan<byte> parameters = typed[2..end];
        key = new((char)typed[end] switch
        {
            'A' => ScreenKeyKind.Up,
            'B' => ScreenKeyKind.Down,
            'H' => ScreenKeyKind.Home,
            'F' => ScreenKeyKind.End,
            '~' when parameters.SequenceEqual("5"u8) => ScreenKeyKind.PageUp,
            '~' when parameters.SequenceEqual("6"u8) => ScreenKeyKind.PageDown,
            '~' when parameters.SequenceEqual("1"u8) || parameters.SequenceEqual("7"u8) => ScreenKeyKind.Home,
            '~' when parameters.SequenceEqual("4"u8) || parameters.SequenceEqual("8"u8) => ScreenKeyKind.End,
            _ => ScreenKeyKind.Other,
        });
        typed = typed[(end + 1)..];
        return true;
    }
}
