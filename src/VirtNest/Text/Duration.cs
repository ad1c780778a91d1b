namespace VirtNest.Text;

/// <summary>Durations for readers: three digits and a unit, the same in every language.</summary>
public static class Duration
{
    /// <summary>"850 ns", "3.21 µs", "12.3 ms", "4.00 s".</summary>
    /// <param name="time">Zero or more.</param>
    public static string Text(TimeSpan time) => time.TotalNanoseconds switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalNanoseconds:0} ns"),
        < 1e6 => Scaled(time.TotalMicroseconds, "µs"),
        < 1e9 => Scaled(time.TotalMilliseconds, "ms"),
        _ => Scaled(time.TotalSeconds, "s"),
    };

    /// <summary>"45s", "12m05s", "5h04m", "3d02h".</summary>
    /// <param name="time">Less than nothing is nothing.</param>
    public static string Brief(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.FromMinutes(1) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)time.TotalSeconds)}s"),
        _ when time < TimeSpan.FromHours(1) => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m{time.Seconds:00}s"),
        _ when time < TimeSpan.FromDays(1) => string.Create(CultureInfo.InvariantCulture, $"{time.Hours}h{time.Minutes:00}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays}d{time.Hours:00}h"),
    };

    private static string Scaled(double value, string unit) => value switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {unit}"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {unit}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0} {unit}"),
    };
}
