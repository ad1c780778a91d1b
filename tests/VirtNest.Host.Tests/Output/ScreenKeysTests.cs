using VirtNest.Host.Output;
using Xunit;

namespace VirtNest.Host.Tests.Output;

/// <summary>Bytes of a terminal as keys.</summary>
public sealed class ScreenKeysTests
{
    [Theory]
    [InlineData("q", "q")]
    [InlineData("\r\n", "Enter Enter")]
    [InlineData("\u007f\b", "Backspace Backspace")]
    [InlineData("\e", "Escape")]
    [InlineData("\e[A\e[B\eOA\eOB", "Up Down Up Down")]
    [InlineData("\e[5~\e[6~\e[H\e[F\e[1~\e[4~\e[7~\e[8~\eOH\eOF", "PageUp PageDown Home End Home End Home End Home End")]
    [InlineData("\e[1;5A", "Up")]
    [InlineData("\e[200~x\e[?1;2c", "Other x Other")]
    [InlineData("\eq", "Escape q")]
    [InlineData("\e\e[A", "Escape Up")]
    [InlineData("é实🖥", "é 实 🖥")]
    [InlineData("\u0003", "\u0003")]
    public void Keys_are_told_apart(string typed, string keys)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(typed);
        Assert.Equal(keys, string.Join(' ', All(bytes, isAll: true).Select(Word)));

        // However the bytes come in: a part of a key waits for the rest.
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            List<ScreenKey> found = [];
            ReadOnlySpan<byte> first = bytes.AsSpan(0, cut);
            while (ScreenKeys.TryTake(ref first, isAll: false, out ScreenKey key))
            {
                found.Add(key);
            }

            found.AddRange(All([.. first, .. bytes[cut..]], isAll: true));
            Assert.Equal(keys, string.Join(' ', found.Select(Word)));
        }
    }

    [Fact]
    public void Whatever_is_typed_is_used_up()
    {
        Random random = new(20261125);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 12)];
            random.NextBytes(bytes);
            bytes[random.Next(bytes.Length)] = 0x1b;
            ReadOnlySpan<byte> rest = bytes;
            for (int taken = 0; ScreenKeys.TryTake(ref rest, isAll: true, out _); taken++)
            {
                Assert.True(taken < bytes.Length);
            }

            Assert.True(rest.IsEmpty);
        }
    }

    private static List<ScreenKey> All(byte[] bytes, bool isAll)
    {
        List<ScreenKey> keys = [];
        ReadOnlySpan<byte> rest = bytes;
        while (ScreenKeys.TryTake(ref rest, isAll, out ScreenKey key))
        {
            keys.Add(key);
        }

        return keys;
    }

    private static string Word(ScreenKey key) => key.Kind == ScreenKeyKind.Character ? key.Character.ToString() : key.Kind.ToString();
}
