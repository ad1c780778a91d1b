using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>The types of the exposition format that we use (Prometheus documentation, "Exposition formats", text-based format
/// 0.0.4).</summary>
public enum MetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,
    /// <summary>A value that only grows, until it begins again at 0.</summary>
    Counter,
}

/// <summary>One metric: a row of <see cref="MetricTable"/>.</summary>
/// <param name="Name">Its name; it begins with "virt_nest_", and is never given another meaning.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Help">One sentence. What is exported has the English one, on every host: a metric has one description.</param>
public sealed record Metric(string Name, MetricKind Kind, Sentence Help)
{
    /// <summary>The word of the format.</summary>
    public string KindWord => Kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Counter => "counter",
    };
}

/// <summary>A metric with its samples, which the format wants side by side.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Samples">Its samples; empty where nothing is known.</param>
public sealed record MetricFamily(Metric Metric, IReadOnlyList<MetricSample> Samples);

/// <summary>One value.</summary>
/// <param name="Labels">What it is the value of.</param>
/// <param name="Value">The value, in the unit that the metric's name ends with.</param>
public readonly record struct MetricSample(MetricLabels Labels, double Value);
