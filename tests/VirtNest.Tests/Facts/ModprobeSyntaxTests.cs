using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>Each case is one that the real modprobe of kmod 30 was asked.</summary>
public sealed class ModprobeSyntaxTests
{
    [Theory]
    [InlineData("options kvm a=1\noptions kvm b=2\noptions kvm a=3\n", "options kvm a=1\noptions kvm b=2\noptions kvm a=3\n")]
    [InlineData("options kvm a=1", "options kvm a=1\n")]
    [InlineData("options kvm a=1\r\nblacklist kvm_n\r\n\r\ninstall kvm /bin/false\r\n",
        "blacklist kvm_n\r\ninstall kvm /bin/false\r\noptions kvm a=1\r\n")]
    [InlineData("options kvm a=1\rblacklist kvm_n\r", "options kvm a=1\rblacklist kvm_n\r\n")]
    [InlineData("  # options kvm a=1\n\t#x y\n#options kvm a=2\n", "")]
    [InlineData("options kvm a=1 # comment\nblacklist kvm_n # why\nblacklist kvm_n2#why\n",
        "blacklist kvm_n\nblacklist kvm_n2#why\noptions kvm a=1 # comment\n")]
    [InlineData("   options kvm a=1\n\toptions kvm a=2\n \t blacklist kvm_k\n", "blacklist kvm_k\noptions kvm a=1\noptions kvm a=2\n")]
    [InlineData("options\tkvm\ta=1\tb=2\noptions  kvm   a=3   b=4  \n\noptions kvm \t c=5\t\n",
        "options kvm a=1 b=2\noptions kvm   a=3   b=4  \noptions kvm   c=5 \n")]
    [InlineData("options\vkvm a=1\noptions kvm\fa=1\n", "")]
    [InlineData("Options kvm a=1\nOPTIONS kvm a=1\nBlacklist kvm\noption kvm a=1\n", "")]
    [InlineData("options kvm-intel nes-ted=1\nblacklist kvm-amd\ninstall kvm-intel a-b\nalias x-[y-z] q-r\n",
        "blacklist kvm_amd\ninstall kvm_intel a-b\nalias x_[y-z] q_r\noptions kvm_intel nes-ted=1\n")]
    [InlineData("options kvm[-]intel a=1\noptions kvm[-y a=1\noptions kvm]-y a=1\nblacklist kvm[\nblacklist [a-b]-c\n",
        "blacklist [a-b]_c\noptions kvm[-]intel a=1\n")]
    [InlineData("blacklist kvm b c\n", "blacklist kvm\n")]
    [InlineData("include /etc/kvm\nconfig kvm\nbinary_indexes kvm\nfoo kvm\n", "")]
    [InlineData("options\noptions kvm\noptions kvm \noptions kvm  \t\nblacklist\ninstall kvm \nremove kvm\nsoftdep kvm\nalias kvm\n",
        "options kvm   \n")]
    [InlineData("options kvm a=1\0b=2\nop\0tions kvm a=2\noptions kvm a=3\n\0options kvm a=4\noptions kvm_n\0 a=5\n",
        "options kvm a=1\noptions kvm a=3\n")]
    [InlineData("\uFEFFoptions kvm a=1\noptions kvm a=2\n", "options kvm a=2\n")]
    [InlineData("softdep kvm pre: a b post: c d\nsoftdep kvm a b\nsoftdep kvm pre:a post:b\nsoftdep kvm pre: a\r\n",
        "softdep kvm pre: a bpost: c d\nsoftdep kvm \nsoftdep kvm \nsoftdep kvm pre: a\n")]
    [InlineData("softdep kvm  pre: a\nsoftdep kvm   pre: a\nsoftdep kvm \vpre: a post: b\nsoftdep kvm x\vpre: a\n",
        "softdep kvm \nsoftdep kvm pre: a\nsoftdep kvm post: b\nsoftdep kvm pre: a\n")]
    [InlineData("install  kvm   /bin/false   \ninstall\tkvm\t\t/bin/true\t\n", "install kvm   /bin/false   \ninstall kvm \t/bin/true\t\n")]
    public void Lines_mean_what_modprobe_makes_of_them(string file, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(new ModprobeTree().With("/etc/modprobe.d/a.conf", file).Config));
    }

    [Theory]
    [InlineData("options kvm \\\na=1 \\\nb=2\n", "options kvm a=1 b=2\n")]
    [InlineData("opti\\\nons kvm a=\\\n1\n", "options kvm a=1\n")]
    [InlineData("options kvm \\\r\na=1\r\n", "options kvm \r\n")]
    [InlineData("options kvm \\ \na=1\n", "options kvm  \n")]
    [InlineData("# hello \\\noptions kvm a=1\noptions kvm a=2\n", "options kvm a=2\n")]
    [InlineData("options kvm a=1\\\n", "options kvm a=1\n")]
    [InlineData("options kvm a=1\\\\\noptions kvm a=2\n", "options kvm a=1\\\noptions kvm a=2\n")]
    [InlineData("options kvm a=\\1\\n\\\\z\n", "options kvm a=1n\\z\n")]
    [InlineData("\\\n\\\noptions kvm a=1\n", "options kvm a=1\n")]
    [InlineData("options kvm a=1 \\\n# c\\\n b=2\n", "options kvm a=1 # c b=2\n")]
    [InlineData("\\# options kvm a=1\n\\options kvm a=2\n", "options kvm a=2\n")]
    [InlineData("options kvm a=1\\\0b\n", "options kvm a=1\n")]
    [InlineData("options kvm a=1\\", "options kvm a=1\uFFFD\n")]
    [InlineData("\\\n", "")]
    public void A_backslash_joins_lines_and_otherwise_vanishes(string file, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(new ModprobeTree().With("/etc/modprobe.d/a.conf", file).Config));
    }

    [Fact]
    public void A_directive_knows_its_place_across_continued_lines()
    {
        const string File = "# one\n\noptions kvm-intel \\\n  ept=1 \\\n  nested=0\nblacklist kvm\n";
        ModprobeConfig config = ModprobeTree.Of(File);
        ModprobeDirective options = config.Directives[0];
        Assert.Equal((3, "/etc/modprobe.d/a.conf"), (options.Line, options.File));
        Assert.Equal("options kvm-intel \\\n  ept=1 \\\n  nested=0", options.Text);
        Assert.Equal(options.Text, File.Substring(options.Offset, options.Length));
        ModuleSetting setting = Assert.Single(config.Settings("kvm_intel", "nested").All);
        Assert.Equal("nested=0", File.Substring(setting.Offset, setting.Length));
        Assert.Equal(6, config.Directives[1].Line);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_apart_and_shown_as_replacements()
    {
        byte[] file =
            [.. Encoding.ASCII.GetBytes("options kvm a="), 0xFF, 0xA0, (byte)'\n', .. Encoding.UTF8.GetBytes("options kvm b=é\n")];
        ModprobeConfig config = new ModprobeTree().With("/etc/modprobe.d/a.conf", file).Config;
        Assert.Equal("a=\uFFFD\uFFFD", config.Directives[0].Argument);
        Assert.Equal("b=é", config.Directives[1].Argument);
        Assert.Equal(17, config.Directives[1].Offset);
    }

    [Fact]
    public void A_very_long_line_is_one_line()
    {
        string value = new('x', 200_000);
        ModprobeConfig config = ModprobeTree.Of("options kvm_intel a=" + value + " nested=1\n");
        Assert.Equal("1", config.Settings("kvm_intel", "nested").Winner?.Value);
        Assert.Equal(value, config.Settings("kvm_intel", "a").Winner?.Value);
    }

    [Fact]
    public void Lines_about_other_modules_are_not_kept_but_wildcards_are()
    {
        ModprobeConfig config = ModprobeTree.Of(
            "blacklist pcspkr\ninstall * /bin/false\nblacklist vboxdrv\noption kvm_intel nested=1\nalias cpu:type:x86 kvm_x\nfoo bar\n");
        Assert.Equal(
            [ModprobeKeyword.Install, ModprobeKeyword.Ignored, ModprobeKeyword.Alias],
            config.Directives.Select(d => d.Keyword));
        Assert.Equal("1", ModprobeTree.Of("options k\\vm_intel nested=1\n").Settings("kvm_intel", "nested").Winner?.Value);
    }

    [Fact]
    public void The_comment_above_belongs_to_the_lines_up_to_the_next_blank_one()
    {
        ModprobeConfig config = ModprobeTree.Of(
            "# Header\n\n# CVE-2026-0001: guests escape\n#   through nesting\nblacklist kvm_intel\ninstall kvm_intel "
                + "/bin/false\n\noptions kvm_amd nested=0\noptions kvm_amd nested=1 # by hand, security says yes\n");
        Assert.Equal("CVE-2026-0001: guests escape\nthrough nesting", config.Directives[0].Comment);
        Assert.True(config.Directives[0].MentionsSecurity);
        Assert.True(config.Directives[1].MentionsSecurity);
        Assert.Null(config.Directives[2].Comment);
        Assert.False(config.Directives[2].MentionsSecurity);
        Assert.Equal("by hand, security says yes", config.Directives[3].Comment);
        Assert.True(config.Directives[3].MentionsSecurity);
    }

    [Theory]
    [InlineData("/etc/modprobe.d/cve-2026-1.conf", "options kvm_intel nested=0", true)]
    [InlineData("/etc/modprobe.d/kvm.conf", "# 安全加固\noptions kvm_intel nested=0", true)]
    [InlineData("/etc/modprobe.d/kvm.conf", "# Setting nested=1 would allow VMs in VMs\noptions kvm_intel nested=0", false)]
    public void Security_is_heard_in_a_file_name_and_in_chinese(string path, string text, bool isMentioned)
    {
        Assert.Equal(isMentioned, new ModprobeTree().With(path, text).Config.Directives[0].MentionsSecurity);
    }
}
