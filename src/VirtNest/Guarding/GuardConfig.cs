using VirtNest.Facts;

namespace VirtNest.Guarding;

/// <summary>What the guard was told: /etc/virt-nest/guard.conf, see guard.conf(5).</summary>
public sealed record GuardConfig
{
    /// <summary>The usual file.</summary>
    public const string DefaultFile = "/etc/virt-nest/guard.conf";

    /// <summary>Bytes that the file may have.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>For instances that no section names.</summary>
    public GuardPolicy Policy { get; init; } = GuardPolicy.Auto;

    /// <summary>For instances whose name fits a shell pattern; the first that fits counts.</summary>
    public IReadOnlyList<(string Pattern, GuardPolicy Policy)> Named { get; init; } = [];

    /// <summary>How long no L2 must have run before a blocker is taken away; 1 second to a day.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks; 0.01 seconds to an hour. An L2 that begins is missed for so long at most.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where it cannot be told whether an L2 runs, and when the guard ends: true leaves what is blocked blocked (and blocks
    /// instances that have nesting and of which nothing can be told), false lets everything through.</summary>
    public bool FailsClosed { get; init; }

    /// <summary>The libvirt connection.</summary>
    public string Uri { get; init; } = "qemu:///system";

    /// <summary>The policy auto holds for some instance.</summary>
    public bool HasAuto => Policy == GuardPolicy.Auto || Named.Any(static n => n.Policy == GuardPolicy.Auto);

    /// <summary>What holds for an instance.</summary>
    /// <param name="name">Its name.</param>
    public GuardPolicy For(string name)
    {
        foreach ((string pattern, GuardPolicy policy) in Named)
        {
            if (ShellPattern.Matches(pattern, name))
            {
                return policy;
            }
        }

        return Policy;
    }

    /// <summary>Reads a configuration: "key = value" lines, then sections "[PATTERN]" with a line "policy = ..."; lines that begin with a
    /// number sign are comments.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="fault">What is wrong in it, or null.</param>
    public static GuardConfig? Parse(string text, out GuardConfigFault? fault)
    {
        GuardConfig config = new();
        List<(string Pattern, GuardPolicy Policy)> named = [];
        HashSet<string> given = [];
        string? section = null;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                if (line[^1] != ']' || line.Length < 3)
                {
                    fault = new(number, GuardConfigProblem.NotALine, line, "");
                    return null;
                }

                section = line[1..^1];
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                fault = new(number, GuardConfigProblem.NotALine, line, "");
                return null;
            }

            string key = line[..equals].TrimEnd(), value = line[(equals + 1)..].TrimStart();
            if (!given.Add($"{section}\n{key}"))
            {
                fault = new(number, GuardConfigProblem.Twice, key, value);
                return null;
            }

            if (section is null && config.With(key, value) is { } next)
            {
                config = next;
                continue;
            }

            if (section is not null && key == "policy" && GuardPolicies.Parse(value) is { } policy)
            {
                named.Add((section, policy));
                continue;
            }

            fault = new(number, IsKey(key, section) ? GuardConfigProblem.Value : GuardConfigProblem.Key, key, value);
            return null;
        }

        fault = null;
        return config with { Named = named };
    }

    private static bool IsKey(string key, string? section) =>
        key == "policy" || (section is null && key is "grace" or "interval" or "on-failure" or "connect");

    /// <summary>The same with one more key; null where the key is none or the value is not allowed.</summary>
    private GuardConfig? With(string key, string value) => key switch
    {
        "policy" when GuardPolicies.Parse(value) is { } policy => this with { Policy = policy },
        "grace" when Seconds(value, 1, 86_400) is { } grace => this with { Grace = grace },
        "interval" when Seconds(value, 0.01, 3_600) is { } interval => this with { Interval = interval },
        "on-failure" when value is "open" or "closed" => this with { FailsClosed = value == "closed" },
        "connect" when value.Length > 0 => this with { Uri = value },
        _ => null,
    };

    private static TimeSpan? Seconds(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds >= least
            && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

/// <summary>What is wrong in a configuration.</summary>
public enum GuardConfigProblem
{
    /// <summary>The line is no "key = value", section or comment.</summary>
    NotALine,
    /// <summary>There is no such key there.</summary>
    Key,
    /// <summary>The value is not one of those allowed.</summary>
    Value,
    /// <summary>The key is given a second time.</summary>
    Twice,
}

/// <summary>A fault in a configuration.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Key">The key, or the line where it has none. Foreign text.</param>
/// <param name="Value">The value. Foreign text.</param>
public sealed record GuardConfigFault(int Line, GuardConfigProblem Problem, string Key, string Value);
