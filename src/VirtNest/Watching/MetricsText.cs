using System.Buffers;
using System.Buffers.Text;
using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>Prometheus's text-based exposition format, version 0.0.4.</summary>
public static class MetricsText
{
    /// <summary>The type in HTTP.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all families.</summary>
    /// <param name="families">Each metric with its samples.</param>
    /// <param name="to">Where to; UTF-8, with a line feed at its end.</param>
    public static void Write(IReadOnlyList<MetricFamily> families, IBufferWriter<byte> to)
    {
        Language english = Language.English;
        foreach ((Metric metric, IReadOnlyList<MetricSample> samples) in families)
        {
            if (samples.Count == 0)
            {
                continue;
            }

            byte[] name = Encoding.ASCII.GetBytes(metric.Name);
            Put(to,
                $"# HELP {metric.Name} {metric.Help.In(english).Replace("\\", "\\\\", StringComparison.Ordinal)}\n# TYPE "
                    + $"{metric.Name} {metric.KindWord}\n");
            foreach (MetricSample sample in samples)
            {
                Line(to, name, sample);
            }
        }
    }

    private static void Line(IBufferWriter<byte> to, ReadOnlySpan<byte> name, MetricSample sample)
    {
        const int mostOfNumber = 40;
        Span<byte> line = to.GetSpan(name.Length + Encoding.UTF8.GetMaxByteCount(sample.Labels.Text.Length) + mostOfNumber);
        name.CopyTo(line);
        int length = name.Length;
        length += Encoding.UTF8.GetBytes(sample.Labels.Text, line[length..]);
        line[length++] = (byte)' ';
        length += Number(sample.Value, line[length..]);
        line[length++] = (byte)'\n';
        to.Advance(length);
    }

    /// <summary>A whole number without an exponent: what is read by eye, too.</summary>
    private static int Number(double value, Span<byte> to)
    {
        int length;
        bool isWritten = value == Math.Floor(value) && Math.Abs(value) < 1L << 53
            ? Utf8Formatter.TryFormat((long)value, to, out length)
            : value.TryFormat(to, out length, "R", CultureInfo.InvariantCulture);
        return isWritten ? length : throw new ArgumentException("no number");
    }

    private static void Put(IBufferWriter<byte> to, string text)
    {
        Span<byte> bytes = to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        to.Advance(Encoding.UTF8.GetBytes(text, bytes));
    }
}
