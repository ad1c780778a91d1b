using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using VirtNest.Tests;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>The hosts of tests/hosts, for a program that only reads files.</summary>
internal static class Fixture
{
    internal static TheoryData<string> All =>
        [.. Directory.EnumerateDirectories(RepositoryFolder.Of("tests", "hosts")).Select(static d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    internal static string Evidence(string host) => RepositoryFolder.Of("tests", "hosts", host, "evidence.json");

    internal static string Golden(string host, string file) => File.ReadAllText(RepositoryFolder.Of("tests", "hosts", host, file));

    /// <summary>The exit status that the golden document asks for.</summary>
    internal static int Status(string host)
    {
        JsonNode golden = JsonNode.Parse(Golden(host, "expected.json"))!;
        return golden["answers"]![golden["decides"]!.GetValue<string>()]!.GetValue<string>() switch { "yes" => 0, "no" => 1, _ => 3 };
    }

    /// <summary>The document without the line of the version.</summary>
    internal static string WithoutVersion(string document) => string.Join('\n', document.Split('\n').Where(static l => !l.StartsWith("  \"version\": ", StringComparison.Ordinal)));
}

/// <summary>A folder of this test alone, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("virt-nest-test-").FullName;

    internal string Of(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
