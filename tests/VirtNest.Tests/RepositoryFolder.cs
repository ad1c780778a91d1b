using System.IO;

namespace VirtNest.Tests;

/// <summary>The folder that the tests were built from: fixtures, documents and sources are read there.</summary>
internal static class RepositoryFolder
{
    internal static string Root { get; } = Find();

    /// <summary>A path in the repository.</summary>
    internal static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files below a folder that are part of the repository: nothing that a build made.</summary>
    internal static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(Of(folder))
            ? Directory.EnumerateFiles(Of(folder), pattern, SearchOption.AllDirectories)
                .Where(static f => !f.Split('/').Any(static p => p is "bin" or "obj" or ".git" or "out" or "artifacts"))
                .Order(StringComparer.Ordinal)
            : [];

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "virt-nest.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("virt-nest.slnx is in no folder above " + AppContext.BaseDirectory);
    }
}
