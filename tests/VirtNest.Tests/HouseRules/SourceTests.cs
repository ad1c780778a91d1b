using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>What the compiler does not hold: the direction between folders, names, reasons, and where dangerous things may stand.</summary>
public sealed partial class SourceTests
{
    /// <summary>The folders of src/VirtNest and what each may use. Nothing uses Reports; Evidence uses nothing.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Evidence"] = [],
        ["Facts"] = ["Evidence"],
        ["Proofs"] = ["Evidence", "Facts"],
        ["Domains"] = ["Evidence", "Facts"],
        // only the values that it prints: error names, proof steps, what stands against an edit
        ["Messages"] = ["Evidence", "Facts", "Proofs", "Domains"],
        ["Platforms"] = ["Facts", "Domains", "Messages"],
        ["Checks"] = ["Evidence", "Facts", "Proofs", "Messages", "Platforms"],
        ["Changes"] = ["Evidence", "Facts", "Domains", "Checks", "Messages"],
        ["Drift"] = ["Evidence", "Facts", "Messages"],
        ["Instances"] = ["Evidence", "Facts", "Domains", "Messages", "Platforms", "Checks"],
        ["Limits"] = ["Evidence", "Facts", "Proofs", "Domains", "Platforms", "Checks", "Instances"],
        ["Watching"] = ["Facts", "Platforms", "Instances"],
        ["Guarding"] = ["Facts", "Platforms", "Instances", "Watching"],
        ["Reports"] = ["Evidence", "Facts", "Proofs", "Domains", "Messages", "Platforms", "Checks", "Changes", "Drift", "Instances",
            "Limits", "Watching", "Guarding"],
    };

    private static readonly string[] ForbiddenNames = ["Util", "Utils", "Utility", "Common", "Helper", "Helpers", "Manager", "Misc"];

    [Fact]
    public void Folders_of_the_pure_project_use_only_what_stands_before_them()
    {
        List<string> wrong = [];
        foreach (string file in RepositoryFolder.Files("src/VirtNest", "*.cs"))
        {
            string folder = Path.GetRelativePath(RepositoryFolder.Of("src", "VirtNest"), file).Split('/')[0];
            Assert.True(MayUse.ContainsKey(folder), file + ": a new folder needs its place in the order");
            foreach (Match match in FolderUse().Matches(CodeOf(file)))
            {
                string used = match.Groups[1].Value;
                if (used != folder && MayUse.ContainsKey(used) && !MayUse[folder].Contains(used))
                {
                    wrong.Add($"{Relative(file)}: {folder} uses {used}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void No_type_and_no_file_has_a_name_that_says_nothing()
    {
        List<string> wrong = [];
        foreach (string file in Sources())
        {
            if (Words(Path.GetFileNameWithoutExtension(file)).Any(ForbiddenNames.Contains))
            {
                wrong.Add(Relative(file));
            }

            wrong.AddRange(TypeName().Matches(CodeOf(file)).Where(m => Words(m.Groups[1].Value).Any(ForbiddenNames.Contains))
                .Select(m => $"{Relative(file)}: {m.Groups[1].Value}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_suppression_has_a_reason_beside_it()
    {
        List<string> wrong = [];
        foreach (string file in Sources())
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                bool isBare = lines[i].TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal)
                    && !HasComment(lines[i], "//") && (i == 0 || !HasComment(lines[i - 1], "//"));
                bool isUnjustified = lines[i].Contains("[SuppressMessage(", StringComparison.Ordinal)
                    && !lines[i].Contains("Justification", StringComparison.Ordinal);
                if (isBare || isUnjustified)
                {
                    wrong.Add($"{Relative(file)}:{i + 1}");
                }
            }
        }

        foreach (string file in Directory.EnumerateFiles(RepositoryFolder.Root, "*.props").Concat(RepositoryFolder.Files("src", "*.csproj"))
            .Concat(RepositoryFolder.Files("tests", "*.csproj")).Concat(RepositoryFolder.Files("tests", "*.props")))
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Contains("<NoWarn>", StringComparison.Ordinal) && !HasComment(lines[i], "<!--")
                    && (i == 0 || !HasComment(lines[i - 1], "<!--")))
                {
                    wrong.Add($"{Relative(file)}:{i + 1}");
                }
            }
        }

        Assert.True(wrong.Count == 0, "no reason: " + string.Join('\n', wrong));
    }

    [Fact]
    public void Nothing_is_written_through_System_Console()
    {
        Assert.Empty(RepositoryFolder.Files("src", "*.cs").Where(f => ConsoleUse().IsMatch(CodeOf(f))).Select(Relative));
    }

    [Fact]
    public void Unsafe_code_and_imports_stand_in_Native_alone()
    {
        Assert.Empty(RepositoryFolder.Files("src", "*.cs")
            .Where(static f => !f.Contains("/VirtNest.Native/", StringComparison.Ordinal))
            .Where(f => UnsafeUse().IsMatch(CodeOf(f))).Select(Relative));
        Assert.Empty(RepositoryFolder.Files("src", "*.cs").Where(f => CodeOf(f).Contains("DllImport(", StringComparison.Ordinal))
            .Select(Relative));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        List<string> wrong = [];
        foreach (string file in RepositoryFolder.Files("src", "*.cs")
            .Where(static f => !f.Contains("/virt-nest/", StringComparison.Ordinal)))
        {
            string folder = Path.GetDirectoryName(Path.GetRelativePath(RepositoryFolder.Of("src"), file))!.Replace('/', '.');
            if (!File.ReadAllText(file).Contains($"\nnamespace {folder};", StringComparison.Ordinal)
                && !File.ReadAllText(file).StartsWith($"namespace {folder};", StringComparison.Ordinal)
                && CodeOf(file).Contains("namespace ", StringComparison.Ordinal))
            {
                wrong.Add($"{Relative(file)}: not {folder}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_text_file_ends_with_a_newline()
    {
        string[] endings = [".cs", ".csproj", ".props", ".slnx", ".md", ".txt", ".json", ".yml", ".sh", ".S", ".inc", ".8"];
        List<string> wrong = [];
        foreach (string file in ((string[])["src", "tests", "docs", "guest", "packaging", "bench"]).SelectMany(
            static d => RepositoryFolder.Files(d, "*")).Concat(Directory.EnumerateFiles(RepositoryFolder.Root)))
        {
            // What tools write and what other tools wrote (a dumped value has no newline at times) is as they wrote it.
            if (!endings.Contains(Path.GetExtension(file)) || Path.GetFileName(file) == "packages.lock.json"
                || file.Contains("/Fixtures/", StringComparison.Ordinal))
            {
                continue;
            }

            byte[] bytes = File.ReadAllBytes(file);
            if (bytes.Length > 0 && bytes[^1] != '\n')
            {
                wrong.Add(Relative(file));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Sources() => RepositoryFolder.Files("src", "*.cs").Concat(RepositoryFolder.Files("tests", "*.cs"));

    private static string Relative(string file) => Path.GetRelativePath(RepositoryFolder.Root, file);

    private static bool HasComment(string line, string mark) => line.Contains(mark, StringComparison.Ordinal);

    /// <summary>The words of a name in Pascal case.</summary>
    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(static m => m.Value);

    /// <summary>The text without comments that take a whole line: they may speak of anything.</summary>
    private static string CodeOf(string file) =>
        string.Join('\n', File.ReadLines(file).Where(static l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"(?:\bVirtNest\.|(?<![\w.""])(?=(?:Reports|Checks|Platforms|Messages|Proofs)\.[A-Z]))([A-Z]\w+)(?=[.;])")]
    private static partial Regex FolderUse();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Z][a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bConsole\s*\.\s*[A-Z]|using\s+static\s+System\.Console")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"(?<![\w""])(?:unsafe|fixed|stackalloc\s+\w+\s*\*)\b\s*[({\w]|LibraryImport\(|\bUnsafe\.[A-Z]|\bMarshal\.(?:Read|Write|Copy|PtrTo|AllocH)")]
    private static partial Regex UnsafeUse();
}
