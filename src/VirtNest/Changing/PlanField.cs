using System.Text.Json;

namespace VirtNest.Changing;

/// <summary>A value of a plan's document, and where it stands: what is missing there or of another kind is told by its place.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">"steps[1].path"; "" of the document itself.</param>
internal readonly record struct PlanField(JsonElement Value, string Place)
{
    /// <summary>A member of the object.</summary>
    /// <exception cref="FormatException">It has none of that name, or is no object; the message is the place of the member.</exception>
    internal PlanField this[string name]
    {
        get
        {
            string place = Place.Length == 0 ? name : Place + "." + name;
            return Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out JsonElement member) ? new(member, place)
                : throw new FormatException(place);
        }
    }

    /// <summary>Has the object a member of that name?</summary>
    internal bool Has(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out _);

    /// <summary>The elements of the array.</summary>
    internal IEnumerable<PlanField> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong();
        }

        string place = Place;
        return Value.EnumerateArray().Select((item, i) => new PlanField(item, $"{place}[{i}]"));
    }

    /// <summary>The members of the object that are texts, by name.</summary>
    internal ParameterText[] Parameters()
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong();
        }

        PlanField self = this;
        return [.. Value.EnumerateObject().Select(p => new ParameterText(p.Name, self[p.Name].Text()))];
    }

    internal string Text() => TextOrNull() ?? throw Wrong();

    internal string? TextOrNull()
    {
        try
        {
            return Value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? Value.GetString() : throw Wrong();
        }
        catch (InvalidOperationException)
        {
            // A text that is no UTF-16 once its escapes are undone.
            throw Wrong();
        }
    }

    internal string[] Texts() => [.. Items().Select(static i => i.Text())];

    internal bool Flag() => Value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw Wrong() };

    internal int Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) ? number : throw Wrong();

    internal Guid Id() => Guid.TryParseExact(Text(), "D", out Guid id) ? id : throw Wrong();

    /// <summary>Permission bits in octal: "755"; null of none.</summary>
    internal uint? Mode()
    {
        if (TextOrNull() is not { } text)
        {
            return null;
        }

        return text.Length is > 0 and <= 4 && text.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0 ? Convert.ToUInt32(text, 8)
            : throw Wrong();
    }

    /// <summary>Permission bits as <see cref="Mode"/> reads them.</summary>
    internal static string? Octal(uint? mode) => mode is { } bits ? Convert.ToString(bits, 8) : null;

    /// <summary>"on", "off" or null.</summary>
    internal bool? IsOn() => TextOrNull() switch { "on" => true, "off" => false, null => null, _ => throw Wrong() };

    /// <summary>The bytes of a file, as text or as base64; null of none.</summary>
    internal byte[]? Content() =>
        Value.ValueKind == JsonValueKind.Null ? null
        : Has("text") ? Encoding.UTF8.GetBytes(this["text"].Text())
        : this["base64"] is var bytes && bytes.Value.ValueKind == JsonValueKind.String
            && bytes.Value.TryGetBytesFromBase64(out byte[]? content) ? content
        : throw bytes.Wrong();

    /// <summary>What is there is of another kind, or none of the values that may stand there.</summary>
    internal FormatException Wrong() => new(Place);
}
