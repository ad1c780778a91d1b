using System.IO;
using System.Text.RegularExpressions;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>Pages and tables that users read: complete, in both languages, and within a terminal.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] PlatformKeys = ["name", "name.zh-CN", "can", "power-off", "switch", "switch.zh-CN", "date", "source"];

    private static readonly string[] LimitKeys = ["vendor", "operation", "verdict", "text", "text.zh-CN", "date", "source"];

    /// <summary>What LayerSigns says where the table has no row, since there is nothing to switch or no name to switch it by.</summary>
    private static readonly string[] WithoutRow = ["unknown", "openbsd-vmm"];

    public static TheoryData<string> Codes => [.. Enum.GetValues<FindingCode>().Select(static c => c.Text())];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_finding_has_a_page_in_each_language_that_begins_with_its_code(string code)
    {
        foreach (string page in (string[])[code + ".md", code + ".zh-CN.md"])
        {
            string path = RepositoryFolder.Of("docs", "findings", page);
            Assert.True(File.Exists(path), page);
            string first = File.ReadLines(path).First();
            Assert.Matches($"^# {code}[:：] ?\\S", first);
        }

        Assert.StartsWith("# " + code, FindingPages.Find(code.ToLowerInvariant(), Language.English), StringComparison.Ordinal);
        Assert.StartsWith("# " + code, FindingPages.Find(code, Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_is_without_a_code()
    {
        HashSet<string> codes = [.. Enum.GetValues<FindingCode>().Select(static c => c.Text())];
        Assert.All(Directory.EnumerateFiles(RepositoryFolder.Of("docs", "findings")),
            f => Assert.Contains(Path.GetFileName(f).Split('.')[0], codes));
    }

    [Fact]
    public void Pages_of_a_finding_have_the_same_parts_in_both_languages()
    {
        List<string> wrong = [];
        foreach (FindingCode code in Enum.GetValues<FindingCode>())
        {
            int english = FindingPages.Find(code.Text(), Language.English)!.Split('\n')
                .Count(static l => l.StartsWith("## ", StringComparison.Ordinal));
            int chinese = FindingPages.Find(code.Text(), Language.Chinese)!.Split('\n')
                .Count(static l => l.StartsWith("## ", StringComparison.Ordinal));
            if (english != chinese || english < 3)
            {
                wrong.Add($"{code.Text()}: {english} parts in English, {chinese} in Chinese");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_page_names_only_findings_that_exist()
    {
        HashSet<string> codes = [.. Enum.GetValues<FindingCode>().Select(static c => c.Text())];
        List<string> wrong = [];
        foreach (string file in RepositoryFolder.Files("docs", "*.md").Concat(RepositoryFolder.Files("src", "*.cs")))
        {
            wrong.AddRange(CodeMention().Matches(File.ReadAllText(file)).Where(m => !codes.Contains(m.Value))
                .Select(m => $"{Path.GetFileName(file)}: {m.Value}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_test_that_a_promise_names_exists()
    {
        Dictionary<string, string> classes = new(StringComparer.Ordinal);
        foreach (string code in RepositoryFolder.Files("tests", "*.cs").Select(File.ReadAllText))
        {
            foreach (Match match in ClassName().Matches(code))
            {
                classes[match.Groups[1].Value] = classes.GetValueOrDefault(match.Groups[1].Value, "") + code;
            }
        }

        // A name that is too long for the rest of a line stands on the next one.
        string promises = ClassEnd().Replace(File.ReadAllText(RepositoryFolder.Of("docs", "promises.md")), "$1.");
        Assert.All(TestName().Matches(promises), m => Assert.True(classes.TryGetValue(m.Groups[1].Value, out string? code)
            && (!m.Groups[2].Success || code.Contains($" {m.Groups[2].Value}(", StringComparison.Ordinal)), m.Value));
    }

    [Fact]
    public void Pages_for_users_fit_a_terminal_of_80_columns()
    {
        List<string> wide = [];
        foreach (string file in RepositoryFolder.Files("docs", "*.md")
            .Where(static f => !f.Contains("/decisions/", StringComparison.Ordinal) && !f.Contains("/promises", StringComparison.Ordinal)))
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                // An address cannot be broken; a table's row cannot either.
                bool isWhole = lines[i].Contains("://", StringComparison.Ordinal) || lines[i].StartsWith('|');
                if (TerminalColumns.Of(lines[i]) > 80 && !isWhole)
                {
                    wide.Add($"{Path.GetRelativePath(RepositoryFolder.Root, file)}:{i + 1} has {TerminalColumns.Of(lines[i])} columns");
                }
            }
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
    }

    [Fact]
    public void Each_platform_row_has_its_keys_and_values_that_are_allowed()
    {
        IReadOnlyList<Section> rows = EmbeddedTable.Load("platforms.txt");
        Assert.Equal(rows.Count, rows.Select(static r => r.Id).Distinct().Count());
        List<string> wrong = [];
        foreach (Section row in rows)
        {
            wrong.AddRange(PlatformKeys.Where(k => string.IsNullOrWhiteSpace(row[k])).Select(k => $"[{row.Id}] has no {k}"));
            wrong.AddRange(row.Values.Keys.Where(static k => !PlatformKeys.Contains(k) && !OptionalKey().IsMatch(k))
                .Select(k => $"[{row.Id}] has an unknown key {k}"));
            Check(wrong, row, "can", "yes", "no", "depends");
            Check(wrong, row, "power-off", "yes", "no", "unknown");
            CheckRow(wrong, row, [.. row.Values.Keys.Where(static k => TextKey().IsMatch(k))]);
            foreach (string maker in (string[])["", ".amd", ".intel"])
            {
                CheckOptional(wrong, row, "can" + maker, "yes", "no", "depends");
                CheckOptional(wrong, row, "power-off" + maker, "yes", "no", "unknown");
                if (row["can" + maker] == "no" && row["power-off" + maker] != "unknown")
                {
                    wrong.Add($"[{row.Id}] has nothing to switch and power-off{maker} = {row["power-off" + maker]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_limit_row_has_its_keys_and_values_that_are_allowed()
    {
        string[] optional = ["kernel-from", "kernel-before", "fixed", "qemu-from", "qemu-before", "libvirt-from", "libvirt-before", "vmm",
            "needs", "when", "records-features", "check", "confidence"];
        IReadOnlyList<Section> rows = EmbeddedTable.Load("limits.txt");
        Assert.Equal(rows.Count, rows.Select(static r => r.Id).Distinct().Count());
        List<string> wrong = [];
        foreach (Section row in rows)
        {
            wrong.AddRange(LimitKeys.Where(k => string.IsNullOrWhiteSpace(row[k])).Select(k => $"[{row.Id}] has no {k}"));
            wrong.AddRange(row.Values.Keys.Where(k => !LimitKeys.Contains(k) && !optional.Contains(k))
                .Select(k => $"[{row.Id}] has an unknown key {k}"));
            Check(wrong, row, "vendor", "intel", "amd", "arm", "ibm-s390", "ibm-power", "any");
            Check(wrong, row, "operation", "migrate", "save", "managed-save", "snapshot", "restore", "suspend-disk", "vcpu-hotplug",
                "migrate-nested", "all", "features");
            Check(wrong, row, "verdict", "works", "breaks", "undefined", "refused", "unknown");
            CheckOptional(wrong, row, "vmm", "qemu", "other");
            CheckOptional(wrong, row, "needs", "l2", "exposed");
            CheckOptional(wrong, row, "when", "target-nested-off", "target-other-vendor", "target-lacks-features", "migrated");
            CheckOptional(wrong, row, "records-features", "yes", "no");
            CheckOptional(wrong, row, "check", "no");
            if (row["operation"] == "features" && row["verdict"] != "refused")
            {
                wrong.Add($"[{row.Id}] is about features and its verdict is {row["verdict"]}");
            }

            CheckRow(wrong, row, "text", "text");
            string?[] versions = [row["kernel-from"], row["kernel-before"], row["qemu-from"], row["qemu-before"], row["libvirt-from"],
                row["libvirt-before"]];
            foreach (string version
                in ((string?[])[.. versions, .. (row["fixed"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)]).OfType<string>())
            {
                if (KernelVersion.Parse(version) is null)
                {
                    wrong.Add($"[{row.Id}] {version} is no version");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_platform_row_can_be_reached()
    {
        string code = string.Concat(Directory.EnumerateFiles(RepositoryFolder.Of("src", "VirtNest", "Facts"), "LayerSigns*.cs")
            .Select(File.ReadAllText));
        IReadOnlyList<Section> rows = EmbeddedTable.Load("platforms.txt");
        HashSet<string> also = [.. rows.SelectMany(static r => (r["also"] ?? "").Split(' '))];
        Assert.Equal([], rows.Select(static r => r.Id.Split(' ')[0]).Distinct()
            .Where(id => !code.Contains($"\"{id}\"", StringComparison.Ordinal) && !also.Contains(id)));
    }

    [Fact]
    public void Each_platform_that_signs_can_name_has_a_row()
    {
        HashSet<string> rows = [.. EmbeddedTable.Load("platforms.txt").Select(static r => r.Id.Split(' ')[0]), .. WithoutRow];
        string code = string.Concat(Directory.EnumerateFiles(RepositoryFolder.Of("src", "VirtNest", "Facts"), "LayerSigns*.cs")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText));
        int start = code.IndexOf("private string Refined(", StringComparison.Ordinal);
        string refined = code[start..code.IndexOf("\n    private", start + 1, StringComparison.Ordinal)]
            + string.Concat(code.Split('\n').Where(static l => l.Contains("\"azure\"", StringComparison.Ordinal)));
        string[] named = [.. PlatformName().Matches(code).Select(static m => m.Groups[1].Value)
            .Concat(PlatformReturn().Matches(refined).Select(static m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(named.Length > 25, "the pattern no longer finds the names: " + string.Join(", ", named));
        Assert.All(named, n => Assert.Contains(n, rows));
    }

    private static void Check(List<string> wrong, Section row, string key, params string[] allowed)
    {
        if (!allowed.Contains(row[key]))
        {
            wrong.Add($"[{row.Id}] {key} = {row[key]}");
        }
    }

    private static void CheckOptional(List<string> wrong, Section row, string key, params string[] allowed)
    {
        if (row[key] is not null)
        {
            Check(wrong, row, key, allowed);
        }
    }

    private static void CheckRow(List<string> wrong, Section row, params string[] texts)
    {
        if (!DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", out _))
        {
            wrong.Add($"[{row.Id}] date = {row["date"]}");
        }

        wrong.AddRange((row["source"] ?? "").Split('\n')
            .Where(static s => !Uri.TryCreate(s, UriKind.Absolute, out Uri? address) || address.Scheme != "https")
            .Select(s => $"[{row.Id}] source = {s}"));
        if (row["confidence"] is not (null or "low"))
        {
            wrong.Add($"[{row.Id}] confidence = {row["confidence"]}");
        }

        foreach (string key in texts.Distinct())
        {
            if (row[key] is null != row[key + ".zh-CN"] is null)
            {
                wrong.Add($"[{row.Id}] {key} is in one language alone");
            }

            wrong.AddRange(
                ((string[])[key, key + ".zh-CN"]).SelectMany(k =>
                    (row[k] ?? "").Replace("{module}", "kvm_intel", StringComparison.Ordinal).Split('\n')
                        .Where(static l => TerminalColumns.Of(l) > 76)
                        .Select(l => $"[{row.Id}] {k} has a line of {TerminalColumns.Of(l)} columns")));
        }
    }

    [GeneratedRegex(@"^(note|without-ept|family|(switch|note)\.(amd|intel))(\.zh-CN)?$|^(can|power-off)\.(amd|intel)$"
        + "|^(also|x86-only|families|warning(\\.zh-CN)?|dangerous|confidence)$")]
    private static partial Regex OptionalKey();

    [GeneratedRegex(@"^(switch|note|without-ept|family)(\.(amd|intel))?$")]
    private static partial Regex TextKey();

    [GeneratedRegex(@"VN\d{4}")]
    private static partial Regex CodeMention();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"(Tests)\s+\.(?=\w)")]
    private static partial Regex ClassEnd();

    /// <summary>Not "...LabTests", which stands for several.</summary>
    [GeneratedRegex(@"(?<!\.\.\.)\b([A-Z]\w+Tests)\b(?:\.([A-Z]\w+))?")]
    private static partial Regex TestName();

    /// <summary>The third of ("sign", "hypervisor", "platform") and of Layer(kind, "hypervisor", "platform").</summary>
    [GeneratedRegex("(?:\\(\"[^\"]+\"|Layer\\(LayerKind\\.\\w+), \"[a-z0-9-]+\", \"([a-z0-9-]+)\"")]
    private static partial Regex PlatformName();

    [GeneratedRegex("(?:return|\\?|:) \"([a-z]+-?[a-z0-9]*)\"[;)\\s]")]
    private static partial Regex PlatformReturn();
}
