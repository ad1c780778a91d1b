using System.IO;
using System.Text.Json.Nodes;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`instance enable` and `instance disable` with --xml, by the native binary: bytes in, bytes out.</summary>
public sealed class InstanceXmlTests
{
    private const string Definition = "\uFEFF<domain type=\"kvm\">\r\n\t<name>网络 &amp; x</name>\r\n\t<os><type "
        + "arch=\"x86_64\">hvm</type></os>\r\n\t<!-- <cpu/> -->\r\n\t<cpu mode=\"host-model\"  check=\"partial\" />\r\n</domain>";

    [Fact]
    public void What_comes_out_differs_inside_of_cpu_alone()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), Definition);
        Run run =
            PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--mode", "host-passthrough", "--extension", "vmx");
        Assert.Equal(0, run.Status);
        string expected = Definition.Replace(
            "<cpu mode=\"host-model\"  check=\"partial\" />",
            "<cpu mode=\"host-passthrough\"  check=\"full\">\r\n\t\t<feature policy=\"require\" name=\"vmx\"/>\r\n\t</cpu>",
            StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetBytes(expected), run.Output);
        Assert.Contains("host-passthrough", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Disable_gives_the_former_bytes_back()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), Definition);
        File.WriteAllBytes(folder.Of("b.xml"),
            PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--mode", "keep", "--extension", "svm").Output);
        Run back =
            PublishedBinary.Start("instance", "disable", "--xml", folder.Of("b.xml"), "--former", folder.Of("a.xml"), "--extension", "svm");
        Assert.Equal(0, back.Status);
        Assert.Equal(Encoding.UTF8.GetBytes(Definition), back.Output);
        Run denied = PublishedBinary.Start("instance", "disable", "--xml", folder.Of("b.xml"), "--extension", "svm");
        Assert.Equal(0, denied.Status);
        Assert.Contains("<feature policy=\"disable\" name=\"svm\"/>", denied.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_goes_to_standard_output_and_a_second_run_changes_nothing()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), Definition);
        Run run = PublishedBinary.Shell(
            "cat \"$1\" | \"$BINARY\" instance enable --xml - --extension svm | \"$BINARY\" instance enable --xml - --extension svm", null,
                folder.Of("a.xml"));
        Assert.Equal(0, run.Status);
        Assert.Equal(PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--extension", "svm").Output, run.Output);
        Assert.Contains("nothing changed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_is_a_diff_that_patch_takes()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), "<domain type='kvm'>\n  <os>\n    <type>hvm</type>\n  </os>\n</domain>\n");
        Run run = PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--extension", "svm", "--dry-run");
        Assert.Equal(0, run.Status);
        Assert.Equal(
            $"--- {folder.Of("a.xml")}\n+++ {folder.Of("a.xml")}\n@@ -2,4 +2,7 @@\n   <os>\n     <type>hvm</type>\n   </os>\n+  <cpu "
                + "mode='host-passthrough' check='full'>\n+    <feature policy='require' name='svm'/>\n+  </cpu>\n </domain>\n",
            run.Text);
    }

    [Fact]
    public void An_instance_that_a_program_keeps_is_refused_with_its_setting()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), "<domain type='kvm'><name>instance-0000002a</name><os><type>hvm</type></os></domain>");
        Run refused = PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--extension", "svm");
        Assert.Equal(1, refused.Status);
        Assert.Empty(refused.Output);
        Assert.Contains("nova.conf", refused.Error, StringComparison.Ordinal);
        Assert.Contains("nova.conf",
            PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--extension", "svm", "--lang", "zh-CN").Error,
            StringComparison.Ordinal);
        Assert.Equal(0,
            PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--extension", "svm", "--even-if-managed").Status);
    }

    [Theory]
    [InlineData("<domain type='lxc'><os><type>exe</type></os></domain>", "lxc", "other-type")]
    [InlineData("<domain type='kvm'><os><type arch='aarch64'>hvm</type></os></domain>", "aarch64", "other-architecture")]
    public void What_cannot_nest_is_refused_by_name_in_text_and_document(string text, string name, string code)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), text);
        Run run = PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"));
        Assert.Equal(1, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Run json = PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--json");
        Assert.Equal(1, json.Status);
        Assert.Empty(json.Error);
        Assert.Equal(code, JsonNode.Parse(json.Text)!["refusal"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public void What_is_no_definition_is_2_with_line_and_byte()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.xml"), "<domain>\n  <os>\n</domain>");
        Run run = PublishedBinary.Start("instance", "enable", "--xml", folder.Of("a.xml"), "--json");
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains("line 3, byte 16", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_4_MiB_are_refused_from_file_and_standard_input()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.Of("a.xml"), [.. "<domain>"u8, .. Enumerable.Repeat((byte)' ', 5 << 20)]);
        foreach (string script in (string[])["\"$BINARY\" instance enable --xml \"$1\"",
            "cat \"$1\" | \"$BINARY\" instance enable --xml -"])
        {
            Run run = PublishedBinary.Shell(script, null, folder.Of("a.xml"));
            Assert.Equal(2, run.Status);
            Assert.Empty(run.Output);
            Assert.Contains("4 MiB", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Definitions_of_other_projects_come_out_whole_by_every_mode()
    {
        string corpus = Path.Combine(Environment.GetEnvironmentVariable("VIRT_NEST_CORPUS") ?? "/nonexistent", "domxml");
        Assert.SkipUnless(Directory.Exists(corpus), "VIRT_NEST_CORPUS does not name the corpus of real machines");
        using TemporaryFolder folder = new();
        List<string> wrong = [];
        foreach (string file in Directory.GetFiles(corpus, "*.xml").Order(StringComparer.Ordinal))
        {
            Run enabled =
                PublishedBinary.Start("instance", "enable", "--xml", file, "--extension", "svm", "--even-if-managed", "--drop-conflicts");
            if (enabled.Status == 1 && enabled.Output.Length == 0)
            {
                continue;
            }

            File.WriteAllBytes(folder.Of("b.xml"), enabled.Output);
            Run back = PublishedBinary.Start("instance", "disable", "--xml", folder.Of("b.xml"), "--former", file, "--extension", "svm",
                "--even-if-managed");
            byte[] before = File.ReadAllBytes(file);
            if (enabled.Status != 0 || back.Status != 0
                || (!enabled.Output.AsSpan().SequenceEqual(before) && !back.Output.AsSpan().SequenceEqual(before)))
            {
                wrong.Add($"{Path.GetFileName(file)}: {enabled.Status} {back.Status} {enabled.Error}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
