using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>The labels of a sample, and their text in the exposition format. A label without a value is left out, which means the same
/// there.</summary>
public sealed class MetricLabels
{
    /// <summary>Characters of a foreign text in a label, before those that cannot be printed are written out.</summary>
    public const int MostOfValue = 128;

    private MetricLabels(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        Pairs = pairs;
        Text = TextOf(pairs);
    }

    /// <summary>For a metric that has one sample.</summary>
    public static MetricLabels None { get; } = new([]);

    /// <summary>Names and values. A value is printable and bounded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs { get; }

    /// <summary>With braces and escaped; "" where there are none.</summary>
    public string Text { get; }

    /// <summary>Labels with values that may come from anywhere.</summary>
    /// <param name="pairs">Names of ours, and values; null and "" are left out.</param>
    public static MetricLabels Of(params ReadOnlySpan<(string Name, string? Value)> pairs) => None.With(pairs);

    /// <summary>These labels and more of the same kind; a name that is here already stays as it is.</summary>
    /// <param name="more">Names and values.</param>
    public MetricLabels With(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        List<KeyValuePair<string, string>> all = new(Pairs.Count + more.Length);
        all.AddRange(Pairs);
        foreach ((string name, string? value) in more)
        {
            if (!string.IsNullOrEmpty(value) && !all.Exists(p => p.Key == name))
            {
                all.Add(new(name, Printable.Sanitise(value, MostOfValue)));
            }
        }

        return new MetricLabels(all);
    }

    private static string TextOf(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        if (pairs.Count == 0)
        {
            return "";
        }

        StringBuilder text = new(64);
        foreach ((string name, string value) in pairs)
        {
            text.Append(text.Length == 0 ? '{' : ',').Append(name).Append("=\"");
            Escape(text, value);
            text.Append('"');
        }

        return text.Append('}').ToString();
    }

    /// <summary>"label_value can be any sequence of UTF-8 characters, but the backslash, double-quote and line feed characters have to be
    /// escaped".</summary>
    private static void Escape(StringBuilder text, string value)
    {
        foreach (char c in value)
        {
            switch (c)
            {
                case '\\':
                    text.Append("\\\\");
                    break;
                case '"':
                    text.Append("\\\"");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }
}
