namespace VirtNest.Cli.CommandLine;

/// <summary>What was typed after the verb, already checked against the verb's table.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    private readonly List<string> _positionals = [];

    /// <summary>The positional arguments, in their order: as many as the verb's table names, where it does not say that they may be left
    /// out.</summary>
    internal IReadOnlyList<string> Positionals => _positionals;

    /// <summary>The first positional argument, or null.</summary>
    internal string? Positional => _positionals.Count > 0 ? _positionals[0] : null;

    /// <summary>All positional arguments as one text.</summary>
    internal string Text => string.Join(' ', _positionals);

    /// <summary>True where the option was given.</summary>
    internal bool Has(Option option) => _values.ContainsKey(option.Name);

    /// <summary>The option's value, or null where it was not given.</summary>
    internal string? this[Option option] => _values.GetValueOrDefault(option.Name);

    /// <summary>The option's value as a whole number, or <paramref name="otherwise"/> where it was not given; the parser has checked its
    /// range.</summary>
    internal long Number(Option option, long otherwise) => this[option] is { } text
        ? long.Parse(text, CultureInfo.InvariantCulture)
        : otherwise;

    internal void Add(string positional) => _positionals.Add(positional);

    internal bool TryAdd(Option option, string value) => _values.TryAdd(option.Name, value);
}
