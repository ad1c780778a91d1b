using System.Buffers;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>A strict reader of the text format, written from its description and not from our writer. Whatever it does not expect fails
/// the test.</summary>
internal static class ExpositionText
{
    internal static Dictionary<string, double> Of(ExportReport report) => Read(Text(report));

    internal static string Text(ExportReport report)
    {
        ArrayBufferWriter<byte> text = new();
        MetricsText.Write(report.Families(), text);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.WrittenSpan);
    }

    /// <summary>Each sample by its name and labels, the labels unescaped.</summary>
    internal static Dictionary<string, double> Read(string text)
    {
        Dictionary<string, double> samples = [];
        HashSet<string> ended = [];
        string? current = null;
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (string line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Assert.True(current is null || ended.Add(current), current);
                current = line.Split(' ')[2];
                Assert.DoesNotContain(current, ended);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(current, line.Split(' ')[2]);
                Assert.Contains(line.Split(' ')[3], (string[])["gauge", "counter"]);
            }
            else
            {
                (string key, double value) = Sample(line, current!);
                Assert.True(samples.TryAdd(key, value), "twice: " + key);
            }
        }

        return samples;
    }

    private static (string Key, double Value) Sample(string line, string metric)
    {
        Assert.StartsWith(metric, line, StringComparison.Ordinal);
        int at = metric.Length;
        StringBuilder key = new(metric);
        if (line[at] == '{')
        {
            HashSet<string> names = [];
            do
            {
                int equals = line.IndexOf('=', at);
                string name = line[(at + 1)..equals];
                Assert.True(name.All(static c => c is >= 'a' and <= 'z' or '_') && names.Add(name), name);
                Assert.Equal('"', line[equals + 1]);
                key.Append(' ').Append(name).Append('=');
                for (at = equals + 2; line[at] != '"'; at++)
                {
                    if (line[at] == '\\')
                    {
                        at++;
                        key.Append(line[at] switch { '\\' => '\\', '"' => '"', 'n' => '\n', _ => throw new FormatException(line) });
                    }
                    else
                    {
                        key.Append(line[at]);
                    }
                }

                at++;
            }
            while (line[at] == ',');
            Assert.Equal('}', line[at++]);
        }

        Assert.Equal(' ', line[at]);
        return (key.ToString(),
            double.Parse(line[(at + 1)..], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }
}
