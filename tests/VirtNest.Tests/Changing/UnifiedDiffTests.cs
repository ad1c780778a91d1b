using CsCheck;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>A difference, applied to the old file as patch(1) does, gives the new one.</summary>
public sealed class UnifiedDiffTests
{
    private static readonly Gen<string> Content = Gen.Select(
        Gen.OneOf("a\n", "b\n", "c\n", "\n", "options kvm_amd nested=0\n", "options kvm_amd nested=1\n").Array[0, 30],
            Gen.OneOf("", "", "no end"))
        .Select(static (lines, end) => string.Concat(lines) + end);

    [Fact]
    public void Applied_it_gives_the_new_file() => Gen.Select(Content, Content).Sample(
        static (before, after) =>
            before == after ? UnifiedDiff.Write("/f", Bytes(before), Bytes(after)).Length == 0
                : Patched(before, UnifiedDiff.Write("/f", Bytes(before), Bytes(after))) == after,
        iter: 3000);

    [Fact]
    public void A_changed_line_has_three_lines_around_it()
    {
        string before = string.Concat(Enumerable.Range(1, 9).Select(static i => $"{i}\n"));
        Assert.Equal(
            "--- /f\n+++ /f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            UnifiedDiff.Write("/f", Bytes(before), Bytes(before.Replace("5", "five", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_new_file_comes_from_nothing() =>
        Assert.Equal("--- /dev/null\n+++ /f\n@@ -0,0 +1 @@\n+a\n", UnifiedDiff.Write("/f", null, "a\n"u8.ToArray()));

    [Theory]
    [InlineData("# caf\u00E9\n", "# caf\u00E8\n", "-# caf\\xe9\n+# caf\\xe8\n")] // invalid alone
    [InlineData("\u00E2\u0082\n", "\u00E2\u0083\n", "-\\xe2\\x82\n+\\xe2\\x83\n")] // the beginning of a character
    [InlineData("\u00C3\u00A9\u00E9\n", "\u00C3\u00A9\n", "-é\\xe9\n+é\n")]
    public void Bytes_that_are_no_text_differ_and_show_which(string before, string after, string lines) =>
        Assert.Equal("--- /f\n+++ /f\n@@ -1 +1 @@\n" + lines,
            UnifiedDiff.Write("/f", Encoding.Latin1.GetBytes(before), Encoding.Latin1.GetBytes(after)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Patched(string before, string difference)
    {
        List<string> old = [.. before.SplitAfter('\n')];
        StringBuilder result = new();
        int at = 0;
        string[] lines = difference.Split('\n')[2..^1];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            bool hasNoEnd = i + 1 < lines.Length && lines[i + 1].StartsWith('\\');
            string text = line.Length > 0 ? line[1..] + (hasNoEnd ? "" : "\n") : "";
            switch (line[0])
            {
                case '@':
                    string[] range = line.Split(' ')[1][1..].Split(',');
                    int start = int.Parse(range[0], CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                    for (; at < start; at++)
                    {
                        result.Append(old[at]);
                    }

                    break;
                case ' ':
                    Assert.Equal(old[at++], text);
                    result.Append(text);
                    break;
                case '-':
                    Assert.Equal(old[at++], text);
                    break;
                case '+':
                    result.Append(text);
                    break;
            }
        }

        for (; at < old.Count; at++)
        {
            result.Append(old[at]);
        }

        return result.ToString();
    }
}

/// <summary>Lines with their ends.</summary>
file static class Lines
{
    internal static IEnumerable<string> SplitAfter(this string text, char end)
    {
        for (int start = 0; start < text.Length;)
        {
            int at = text.IndexOf(end, start);
            int next = at < 0 ? text.Length : at + 1;
            yield return text[start..next];
            start = next;
        }
    }
}
