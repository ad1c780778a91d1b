using System.Text.Json.Nodes;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`explain` for error lines, as the published binary prints it.</summary>
public sealed class ExplainTests
{
    private static readonly SchemaFile Schema = SchemaFile.Read("explain");

    [Theory]
    [InlineData("1001")]
    [InlineData("vn1001")]
    [InlineData("VN1001")]
    public void A_code_is_understood_with_and_without_its_letters(string code) =>
        Assert.Equal(PublishedBinary.Start("explain", "VN1001").Text, PublishedBinary.Start("explain", code).Text);

    [Theory]
    [InlineData("VN10001")]
    [InlineData("vn100")]
    [InlineData("100")]
    public void A_mistyped_code_is_wrong_usage_and_the_nearest_is_named(string code)
    {
        Run run = PublishedBinary.Start("explain", code, "--lang", "en");
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Text);
        Assert.Contains("did you mean 'VN1001'?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Linux kernel (x86): ", "Cause: ", "Remedy: ")]
    [InlineData("zh-CN", "Linux kernel (x86)：", "原因：", "补救办法：")]
    public void A_line_is_explained_quoted_or_as_several_words(string language, string program, string cause, string remedy)
    {
        Run quoted = PublishedBinary.Start("explain", "[    1.5] kvm: disabled by bios", "--lang", language);
        Run words = PublishedBinary.Start("explain", "[", "1.5]", "kvm:", "disabled", "by", "bios", "--lang", language);
        Assert.Equal((0, 0), (quoted.Status, words.Status));
        Assert.All((string[])[program, cause, remedy], part => Assert.Contains(part, quoted.Text, StringComparison.Ordinal));
        Assert.All((string[])[program, cause, remedy], part => Assert.Contains(part, words.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_is_read_from_standard_input()
    {
        const string log = "printf 'x\\n\\033[31mkvm: disabled by bios\\033[0m\\ny\\nkvm: disabled by bios\\n' | \"$BINARY\" explain - ";
        Run text = PublishedBinary.Shell(log + "--lang en; echo $?");
        Assert.Contains("  Line 2, 2 times in all\n", text.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n0\n", text.Text, StringComparison.Ordinal);
        string json = PublishedBinary.Shell(log + "--json").Text;
        Assert.Empty(Schema.Problems(json));
        JsonNode document = JsonNode.Parse(json)!;
        Assert.Equal(4, document["lines_read"]!.GetValue<int>());
        Assert.Equal(2, Assert.Single(document["errors"]!.AsArray())!["found"]!["count"]!.GetValue<int>());
    }

    [Fact]
    public void An_unknown_line_is_said_to_be_unknown_with_the_nearest()
    {
        Run run = PublishedBinary.Start("explain", "KVM support is somehow not enabled on that machine", "--lang", "en");
        Assert.Equal(1, run.Status);
        Assert.StartsWith("Not recognised: ", run.Text, StringComparison.Ordinal);
        Assert.Contains("Multipass: ", run.Text, StringComparison.Ordinal);
        Run json = PublishedBinary.Start("explain", "KVM support is somehow not enabled on that machine", "--json");
        Assert.Equal(1, json.Status);
        Assert.Empty(Schema.Problems(json.Text));
        Assert.Equal(1, PublishedBinary.Shell("\"$BINARY\" explain - < /dev/null > /dev/null; exit $?").Status);
    }

    [Fact]
    public void A_program_lists_its_lines()
    {
        Run run = PublishedBinary.Start("explain", "docker", "desktop", "--lang", "en");
        Assert.Equal(0, run.Status);
        Assert.Contains("Docker Desktop: ", run.Text, StringComparison.Ordinal);
        Assert.Empty(Schema.Problems(PublishedBinary.Start("explain", "qemu", "--json").Text));
    }

    [Fact]
    public void Input_that_cannot_be_read_is_status_3()
    {
        Run run = PublishedBinary.Shell("\"$BINARY\" explain - < /; exit $?");
        Assert.Equal(3, run.Status);
        Assert.Empty(run.Text);
    }

    [Fact]
    public void A_long_log_is_read_in_little_memory()
    {
        // 64 MiB of one line and of lines that begin like errors, under an address space that a copy of them would not fit in.
        Run run = PublishedBinary.Shell("{ head -c 33554432 /dev/zero | tr '\\0' k; echo; yes 'kvm: disabled by bio' | head -c 33554432; "
            + "echo; echo 'kvm: disabled by bios'; } | { ulimit -d 65536; \"$BINARY\" explain - --lang en; } | head -1");
        Assert.StartsWith("Linux kernel (x86): kvm: disabled by bios", run.Text, StringComparison.Ordinal);
    }
}
