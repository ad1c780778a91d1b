using System.IO;
using System.Text.Json.Nodes;
using VirtNest.Tests;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>Which language is spoken, and that nothing but sentences changes with it.</summary>
public sealed class LanguageTests
{
    public static TheoryData<string> Codes =>
        [.. Directory.EnumerateFiles(RepositoryFolder.Of("docs", "findings"), "VN????.md")
            .Select(static f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("", "", "", "", false)]
    [InlineData("", "", "zh_CN.UTF-8", "", true)]
    [InlineData("", "zh_CN.UTF-8", "en_US.UTF-8", "", true)]
    [InlineData("", "en_US.UTF-8", "zh_CN.UTF-8", "", false)]
    [InlineData("zh_CN.UTF-8", "en_US.UTF-8", "en_US.UTF-8", "", true)]
    [InlineData("C", "zh_CN.UTF-8", "zh_CN.UTF-8", "", false)]
    [InlineData("en_US.UTF-8", "", "", "zh-CN", true)]
    [InlineData("zh_CN.UTF-8", "", "", "en", false)]
    [InlineData("zh_CN.utf8", "", "", "", true)]
    [InlineData("zh_CN", "", "", "", true)]
    [InlineData("zh_SG.UTF-8", "", "", "", true)]
    [InlineData("zh_CN.GB18030", "", "", "", false)]
    [InlineData("zh_CN.GBK", "", "", "", false)]
    [InlineData("zh_TW.UTF-8", "", "", "", false)]
    [InlineData("zh_HK.UTF-8", "", "", "", false)]
    [InlineData("zh_CN.UTF-8@pinyin", "", "", "", true)]
    [InlineData("fr_FR.UTF-8", "", "zh_CN.UTF-8", "", false)]
    [InlineData("POSIX", "", "", "", false)]
    [InlineData("\u001b[2J", "", "", "", false)]
    public void The_first_of_lang_LC_ALL_LC_MESSAGES_and_LANG_decides(string all, string messages, string lang, string option,
        bool isChinese)
    {
        Dictionary<string, string> environment = new() { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang };
        Run run = PublishedBinary.Start(environment, option.Length > 0 ? ["explain", "VN1001", "--lang", option] : ["explain", "VN1001"]);
        Assert.Equal(File.ReadAllText(RepositoryFolder.Of("docs", "findings", isChinese ? "VN1001.zh-CN.md" : "VN1001.md")), run.Text);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_is_printed_as_it_is_in_both_languages(string code)
    {
        foreach ((string language, string file) in ((string, string)[])[("en", code + ".md"), ("zh-CN", code + ".zh-CN.md")])
        {
            Run run = PublishedBinary.Start("explain", code, "--lang", language);
            Assert.Equal(0, run.Status);
            Assert.Equal(File.ReadAllText(RepositoryFolder.Of("docs", "findings", file)), run.Text);
            Assert.Equal(run.Text, PublishedBinary.Start("explain", code.ToLowerInvariant(), "--lang", language).Text);
        }

        Assert.Empty(SchemaFile.Read("explain").Problems(PublishedBinary.Start("explain", code, "--json").Text));
    }

    [Fact]
    public void The_list_names_each_code_in_both_languages()
    {
        string[] codes = [.. Codes.Select(static c => c.Data)];
        foreach (string language in (string[])["en", "zh-CN"])
        {
            string[] lines = PublishedBinary.Start("explain", "--lang", language).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(codes, lines.Where(static l => l.StartsWith("VN", StringComparison.Ordinal)).Select(static l => l[..6])
                .Order(StringComparer.Ordinal));
            Assert.Contains(lines, static l => l.StartsWith("  QEMU: ", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, static l => TerminalColumns.Of(l) > 80);
        }

        string json = PublishedBinary.Start("explain", "--json").Text;
        Assert.Empty(SchemaFile.Read("explain").Problems(json));
        Assert.Equal(codes,
            JsonNode.Parse(json)!["pages"]!.AsArray().Select(static p => p!["code"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("check --json --evidence FILE")]
    [InlineData("explain --json")]
    [InlineData("explain VN1301 --json")]
    public void A_document_is_the_same_in_every_language(string typed)
    {
        string[] arguments = [.. typed.Split(' ').Select(static w => w == "FILE" ? Fixture.Evidence("amazon-ec2-kvm-hides-vmx") : w)];
        Assert.Equal(PublishedBinary.Start([.. arguments, "--lang", "en"]).Output,
            PublishedBinary.Start([.. arguments, "--lang", "zh-CN"]).Output);
    }

    [Fact]
    public void Wrong_usage_is_told_in_Chinese_too()
    {
        Run run = PublishedBinary.Start(new Dictionary<string, string> { ["LANG"] = "zh_CN.UTF-8" }, "check", "--surplus");
        Assert.Equal(2, run.Status);
        Assert.Contains(run.Error, static c => c is >= '\u4e00' and <= '\u9fff');
    }
}
