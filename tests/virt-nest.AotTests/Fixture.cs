using System.Collections.Concurrent;
using System.IO;
using VirtNest.Tests;
using VirtNest.Tests.Hosts;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>The hosts of tests/hosts, for a program that only reads files.</summary>
internal static class Fixture
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Written = new(StringComparer.Ordinal);

    internal static TheoryData<string> All => [.. HostFile.Names];

    internal static TheoryData<string> Documents => [.. Directory.EnumerateFiles(Path.Combine(HostFile.Folder, "documents"))
        .Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>The Chinese title of each finding by its English one.</summary>
    internal static IReadOnlyDictionary<string, string> ChineseTitles { get; } = ReadTitles();

    /// <summary>A file with the evidence document of a host.</summary>
    internal static string Evidence(string host) => Written.GetOrAdd(host, static h => new(() => Write(h))).Value;

    /// <summary>The texts that a host's document holds.</summary>
    internal static IReadOnlyList<(string Command, string Text)> Document(string host) =>
        Transcript.Read(Path.Combine(HostFile.Folder, "documents", host + ".txt"));

    /// <summary>The document without the line of the version.</summary>
    internal static string WithoutVersion(string document) =>
        string.Join('\n', document.Split('\n').Where(static l => !l.StartsWith("  \"version\": ", StringComparison.Ordinal)));

    private static string Write(string host)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "hosts")).FullName, host + ".json");
        File.WriteAllBytes(file, HostFile.Read(host).Evidence);
        return file;
    }

    /// <summary>findings.txt: the first two sentences of each entry are its title, in English and in Chinese.</summary>
    private static Dictionary<string, string> ReadTitles()
    {
        Dictionary<string, string> titles = new(StringComparer.Ordinal);
        foreach (string entry in File.ReadAllText(Path.Combine(HostFile.Folder, "findings.txt")).Split("\n\n").Skip(1))
        {
            string[] lines = entry.Split('\n');
            titles[lines[1][5..]] = lines[2][5..];
        }

        return titles;
    }
}

/// <summary>A folder of this test alone, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("virt-nest-test-").FullName;

    internal string Of(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
