using NJsonSchema;
using NJsonSchema.Validation;

namespace VirtNest.Tests.Schemas;

/// <summary>One schema of docs/schema.</summary>
internal sealed class SchemaFile
{
    private readonly JsonSchema _schema;

    private SchemaFile(JsonSchema schema) => _schema = schema;

    /// <summary>Reads "check", "evidence" or "explain".</summary>
    internal static SchemaFile Read(string name) =>
        new(JsonSchema.FromFileAsync(RepositoryFolder.Of("docs", "schema", name + ".schema.json")).GetAwaiter().GetResult());

    /// <summary>What in a document is not as the schema says; empty where all is.</summary>
    internal string[] Problems(string json) => [.. _schema.Validate(json).SelectMany(Flat).Distinct()];

    private static IEnumerable<string> Flat(ValidationError error) => error is ChildSchemaValidationError child
        ? child.Errors.SelectMany(static e => e.Value).SelectMany(Flat).Prepend(error.ToString())
        : [$"{error.Path}: {error.Kind}"];
}
