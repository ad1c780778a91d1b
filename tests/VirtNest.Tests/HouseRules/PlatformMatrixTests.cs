using System.IO;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>docs/platforms.md: each platform with the remedy that Intel, AMD and arm64 get, made of the table.</summary>
public sealed class PlatformMatrixTests
{
    private static readonly (string Name, string? Architecture, Extension? Extension)[] Columns =
        [("Intel", null, Extension.Vmx), ("AMD", null, Extension.Svm), ("arm64", "aarch64", null)];

    [Theory]
    [InlineData(Language.English, "platforms.md")]
    [InlineData(Language.Chinese, "platforms.zh-CN.md")]
    public void The_matrix_is_what_the_table_says(Language language, string file)
    {
        string path = RepositoryFolder.Of("docs", file);
        string made = Page(language);
        if (Environment.GetEnvironmentVariable("VIRT_NEST_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, made);
        }

        Assert.Equal(made, File.ReadAllText(path));
    }

    private static string Page(Language language)
    {
        string[] ids = [.. EmbeddedTable.Load("platforms.txt").Select(static r => r.Id.Split(' ')[0]).Distinct()];
        StringBuilder page = new(In(language, Head));
        foreach (string id in ids)
        {
            string cells = string.Join(" | ", Columns.Select(c => Cell(id, c, language)));
            page.Append(CultureInfo.InvariantCulture, $"| {Title(id, language)} | {cells} |\n");
        }

        page.Append('\n').Append(In(language, Foot));
        foreach (string id in ids)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {Title(id, language)}\n");
            foreach (IGrouping<string, string> same in Columns.Select(c => (c.Name, Text: Remedy(id, c, language)))
                .Concat(Others(id, language)).Where(static c => c.Text.Length > 0).GroupBy(static c => c.Text, static c => c.Name))
            {
                page.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", same)}:\n\n{same.Key}\n");
            }
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Title(string id, Language language) =>
        (EmbeddedTable.Load("platforms.txt").First(r => r.Id.Split(' ')[0] == id).Text("name")!.Value).In(language);

    private static PlatformRow? Own(string id, (string Name, string? Architecture, Extension? Extension) column) =>
        EmbeddedTable.Find(column.Architecture is null ? id : $"{id} {column.Architecture}") is null ? null
            : PlatformRow.Find(id, column.Architecture, column.Extension);

    private static string Cell(string id, (string Name, string? Architecture, Extension? Extension) column, Language language) =>
        Own(id, column) is not { } row
            ? column.Architecture is null || IsOnX86Alone(id) ? "-" : In(language, new("general", "通用"))
            : In(language, row.Can switch { "yes" => new("yes", "能"), "no" => new("no", "不能"), _ => new("depends", "视情况") })
                + (row.IsWithoutSource ? " *" : "");

    /// <summary>Of a product of s390x or POWER there is nothing on arm64 either.</summary>
    private static bool IsOnX86Alone(string id) => EmbeddedTable.Find(id) is not { } row || row["x86-only"] == "yes";

    private static IEnumerable<(string Name, string Text)> Others(string id, Language language) =>
        ((string[])["s390x", "ppc64"]).Select(a => (a, Remedy(id, (a, a, null), language)));

    private static string Remedy(string id, (string Name, string? Architecture, Extension? Extension) column, Language language)
    {
        if (Own(id, column) is not { } row)
        {
            return "";
        }

        string steps = In(language, row.Steps(null, out _));
        return $"{string.Concat(steps.Split('\n').Select(static l => $"    {l}\n"))}\n{row.Date} <{row.Source}>\n";
    }

    private static string In(Language language, Sentence sentence) => sentence.In(language);

    private static readonly Sentence Head = new(
        """
        # Platforms: what switches nesting on below

        Made of src/VirtNest/Tables/platforms.txt by a test; edit the table, not this
        page ([how to review it](tables.md)). `virt-nest check` shows the same for the
        product that it finds.

        Can the product pass VMX or SVM (on arm64: EL2) on to an instance? "general":
        no section of its own for arm64, the words of "this platform (Arm)" hold. "-":
        no such product there. `*`: no first-hand source was found.

        | platform | Intel | AMD | arm64 |
        |---|---|---|---|

        """,
        """
        # 平台：在下层开启嵌套的办法

        本页由测试根据 src/VirtNest/Tables/platforms.txt 生成；请修改该表，不要修改
        本页（[如何复核](tables.zh-CN.md)）。`virt-nest check` 会针对识别出的产品
        显示相同内容。

        该产品能否把 VMX 或 SVM（arm64 上为 EL2）透传给实例？“通用”：没有单独的 arm64
        条目，以“该平台（Arm）”的内容为准。“-”：没有这样的产品。`*`：没有找到第一手
        来源。

        | 平台 | Intel | AMD | arm64 |
        |---|---|---|---|

        """);

    private static readonly Sentence Foot = new(
        "NAME, ID and the like stand for what the reader fills in; the header of the\ntable explains them.\n",
        "NAME、ID 等需要读者自行填写，含义见该表的文件头。\n");
}
