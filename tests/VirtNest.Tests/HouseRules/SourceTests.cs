using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>What the compiler does not hold: the order of rooms, the size of lines and files, names, reasons, and where dangerous
/// things may stand.</summary>
public sealed partial class SourceTests
{
    private const int WidestLine = 140;

    private const int LongestFile = 350;

    /// <summary>The rooms of src/VirtNest: each may use those before it, and so there is no circle.</summary>
    private static readonly string[] Rooms =
        ["Text", "Evidence", "Facts", "Tables", "Proving", "Checking", "Changing", "Instances", "Watching", "Guarding"];

    /// <summary>The rooms of src/VirtNest.Host, likewise.</summary>
    private static readonly string[] HostRooms =
        ["Files", "Output", "Proving", "Gathering", "Applying", "Libvirt", "Watching", "Guarding", "Exporting"];

    private static readonly string[] ForbiddenNames = ["Util", "Utils", "Utility", "Common", "Helper", "Helpers", "Manager", "Misc"];

    public static TheoryData<string, string[]> Projects => new() { { "VirtNest", Rooms }, { "VirtNest.Host", HostRooms } };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_only_the_rooms_before_it(string project, string[] order)
    {
        Dictionary<string, string[]> files = RepositoryFolder.Files($"src/{project}", "*.cs")
            .GroupBy(f => Path.GetRelativePath(RepositoryFolder.Of("src", project), f).Split('/')[0], StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);
        Assert.Equal(order.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));

        // "Facts.Boot.BootLoader" in a namespace beside Facts; a property may be called Facts too, so that the type decides.
        HashSet<string> types = [.. files.SelectMany(static r => r.Value.SelectMany(CodeTypes).Select(t => $"{r.Key}.{t}"))];
        string name = string.Join('|', order);
        Regex full = new($@"(?<![\w.]){Regex.Escape(project)}\.({name})\b");
        Regex relative = new($@"(?<![\w.""])({name})\.(?:Boot\.|Xml\.)?(\w+)");
        List<string> wrong = [];
        foreach ((string room, string file) in files.SelectMany(static r => r.Value.Select(f => (r.Key, f))))
        {
            string code = CodeOf(file);
            IEnumerable<string> used = full.Matches(code).Select(static m => m.Groups[1].Value)
                .Concat(relative.Matches(code).Where(m => types.Contains($"{m.Groups[1].Value}.{m.Groups[2].Value}"))
                    .Select(static m => m.Groups[1].Value));
            wrong.AddRange(used.Distinct().Where(u => Array.IndexOf(order, u) > Array.IndexOf(order, room))
                .Select(u => $"{Relative(file)}: {room} uses {u}, which comes after it"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Architecture_names_each_room_in_the_order_that_is_held(string project, string[] order)
    {
        string[] lines = File.ReadAllLines(RepositoryFolder.Of("ARCHITECTURE.md"));
        Assert.True(lines.Length <= 120, $"ARCHITECTURE.md has {lines.Length} lines");
        Assert.Contains(string.Join(' ', order), Regex.Replace(string.Join(' ', lines), " +", " "), StringComparison.Ordinal);
        Assert.All(order, r => Assert.Contains(lines, l => l.StartsWith($"- {(project == "VirtNest" ? "" : "Host/")}{r}: ",
            StringComparison.Ordinal)));
    }

    [Fact]
    public void No_line_is_wider_than_a_reviewers_window()
    {
        List<string> wrong = [];
        foreach (string file in Sources())
        {
            // No character takes more than two columns.
            wrong.AddRange(File.ReadLines(file).Index()
                .Where(static l => l.Item.Length * 2 > WidestLine && TerminalColumns.Of(l.Item) > WidestLine)
                .Select(l => $"{Relative(file)}:{l.Index + 1} has {TerminalColumns.Of(l.Item)} columns"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void No_file_of_src_is_too_long_to_read_at_once()
    {
        Assert.Empty(RepositoryFolder.Files("src", "*.cs").Where(static f => File.ReadLines(f).Count() > LongestFile).Select(Relative));
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
                bool isUnjustified = lines[i].TrimStart().StartsWith("[SuppressMessage(", StringComparison.Ordinal)
                    && !lines.Skip(i).Take(3).Any(static l => l.Contains("Justification", StringComparison.Ordinal));
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
    public void Vendor_modules_are_named_in_their_row_alone()
    {
        Assert.Empty(RepositoryFolder.Files("src", "*.cs")
            .Where(static f => !f.EndsWith("/VirtNest/Facts/VendorModule.cs", StringComparison.Ordinal))
            .Where(f => VendorModuleName().IsMatch(CodeOf(f))).Select(Relative));
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

    private static IEnumerable<string> CodeTypes(string file) => TypeName().Matches(CodeOf(file)).Select(static m => m.Groups[1].Value);

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Z][a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex("\"kvm_(?:intel|amd)\"")]
    private static partial Regex VendorModuleName();

    [GeneratedRegex(@"\bConsole\s*\.\s*[A-Z]|using\s+static\s+System\.Console")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"(?<![\w""])(?:unsafe|fixed|stackalloc\s+\w+\s*\*)\b\s*[({\w]|LibraryImport\("
        + @"|\bUnsafe\.[A-Z]|\bMarshal\.(?:Read|Write|Copy|PtrTo|AllocH)")]
    private static partial Regex UnsafeUse();
}
