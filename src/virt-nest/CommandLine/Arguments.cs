using System.Collections.Generic;

namespace VirtNest.Cli.CommandLine;

/// <summary>What was typed after the verb, already checked against the verb's table.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>The positional argument, or null.</summary>
    internal string? Positional { get; set; }

    /// <summary>True where the option was given.</summary>
    internal bool Has(Option option) => _values.ContainsKey(option.Name);

    /// <summary>The option's value, or null where it was not given.</summary>
    internal string? this[Option option] => _values.GetValueOrDefault(option.Name);

    /// <summary>The option's value as a whole number, or <paramref name="otherwise"/> where it was not given; the parser has checked its range.</summary>
    internal long Number(Option option, long otherwise) => this[option] is { } text
        ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : otherwise;

    internal bool TryAdd(Option option, string value) => _values.TryAdd(option.Name, value);
}
