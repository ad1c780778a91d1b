using System.Text.Json;

namespace VirtNest.Text;

/// <summary>The word that documents and the command line have for a value of an enum: its name in lower case with hyphens. A closed set of
/// them stands in docs/schema, where a test sees each.</summary>
public static class EnumWord
{
    /// <summary>The word: "in-use" for InUse.</summary>
    /// <param name="value">A value.</param>
    public static string Of(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
