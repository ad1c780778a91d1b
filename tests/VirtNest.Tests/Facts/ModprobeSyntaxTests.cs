using System.Linq;
using System.Text;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>Each case is one that the real modprobe of kmod 30 was asked.</summary>
public sealed class ModprobeSyntaxTests
{
    [Theory]
    [InlineData("options m a=1\noptions m b=2\noptions m a=3\n", "options m a=1\noptions m b=2\noptions m a=3\n")]
    [InlineData("options m a=1", "options m a=1\n")]
    [InlineData("options m a=1\r\nblacklist n\r\n\r\ninstall kvm /bin/false\r\n", "blacklist n\r\ninstall kvm /bin/false\r\noptions m a=1\r\n")]
    [InlineData("options m a=1\rblacklist n\r", "options m a=1\rblacklist n\r\n")]
    [InlineData("  # options m a=1\n\t#x y\n#options m a=2\n", "")]
    [InlineData("options m a=1 # comment\nblacklist n # why\nblacklist n2#why\n", "blacklist n\nblacklist n2#why\noptions m a=1 # comment\n")]
    [InlineData("   options m a=1\n\toptions m a=2\n \t blacklist k\n", "blacklist k\noptions m a=1\noptions m a=2\n")]
    [InlineData("options\tm\ta=1\tb=2\noptions  m   a=3   b=4  \n\noptions m \t c=5\t\n", "options m a=1 b=2\noptions m   a=3   b=4  \noptions m   c=5 \n")]
    [InlineData("options\vm a=1\noptions m\fa=1\n", "")]
    [InlineData("Options m a=1\nOPTIONS m a=1\nBlacklist x\noption m a=1\n", "")]
    [InlineData("options kvm-intel nes-ted=1\nblacklist kvm-amd\ninstall kvm-intel a-b\nalias x-[y-z] q-r\n", "blacklist kvm_amd\ninstall kvm_intel a-b\nalias x_[y-z] q_r\noptions kvm_intel nes-ted=1\n")]
    [InlineData("options kvm[-]intel a=1\noptions x[-y a=1\noptions x]-y a=1\nblacklist a[\nblacklist [a-b]-c\n", "blacklist [a-b]_c\noptions kvm[-]intel a=1\n")]
    [InlineData("blacklist a b c\n", "blacklist a\n")]
    [InlineData("include /etc/foo\nconfig x\nbinary_indexes no\nfoo bar\n", "")]
    [InlineData("options\noptions m\noptions m \noptions m  \t\nblacklist\ninstall m \nremove m\nsoftdep m\nalias a\n", "options m   \n")]
    [InlineData("options m a=1\0b=2\nop\0tions m a=2\noptions m a=3\n\0options m a=4\noptions n\0 a=5\n", "options m a=1\noptions m a=3\n")]
    [InlineData("\uFEFFoptions m a=1\noptions m a=2\n", "options m a=2\n")]
    [InlineData("softdep m pre: a b post: c d\nsoftdep m a b\nsoftdep m pre:a post:b\nsoftdep m pre: a\r\n", "softdep m pre: a bpost: c d\nsoftdep m \nsoftdep m \nsoftdep m pre: a\n")]
    [InlineData("softdep m  pre: a\nsoftdep m   pre: a\nsoftdep m \vpre: a post: b\nsoftdep m x\vpre: a\n", "softdep m \nsoftdep m pre: a\nsoftdep m post: b\nsoftdep m pre: a\n")]
    [InlineData("install  m   /bin/false   \ninstall\tm\t\t/bin/true\t\n", "install m   /bin/false   \ninstall m \t/bin/true\t\n")]
    public void Lines_mean_what_modprobe_makes_of_them(string file, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(new ModprobeTree().With("/etc/modprobe.d/a.conf", file).AllModules));
    }

    [Theory]
    [InlineData("options m \\\na=1 \\\nb=2\n", "options m a=1 b=2\n")]
    [InlineData("opti\\\nons m a=\\\n1\n", "options m a=1\n")]
    [InlineData("options m \\\r\na=1\r\n", "options m \r\n")]
    [InlineData("options m \\ \na=1\n", "options m  \n")]
    [InlineData("# hello \\\noptions m a=1\noptions m a=2\n", "options m a=2\n")]
    [InlineData("options m a=1\\\n", "options m a=1\n")]
    [InlineData("options m a=1\\\\\noptions m a=2\n", "options m a=1\\\noptions m a=2\n")]
    [InlineData("options m a=\\1\\n\\\\z\n", "options m a=1n\\z\n")]
    [InlineData("\\\n\\\noptions m a=1\n", "options m a=1\n")]
    [InlineData("options m a=1 \\\n# c\\\n b=2\n", "options m a=1 # c b=2\n")]
    [InlineData("\\# options m a=1\n\\options m a=2\n", "options m a=2\n")]
    [InlineData("options m a=1\\\0b\n", "options m a=1\n")]
    [InlineData("options m a=1\\", "options m a=1\uFFFD\n")]
    [InlineData("\\\n", "")]
    public void A_backslash_joins_lines_and_otherwise_vanishes(string file, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(new ModprobeTree().With("/etc/modprobe.d/a.conf", file).AllModules));
    }

    [Fact]
    public void A_directive_knows_its_place_across_continued_lines()
    {
        const string File = "# one\n\noptions kvm-intel \\\n  ept=1 \\\n  nested=0\nblacklist kvm\n";
        ModprobeConfig config = ModprobeTree.Of(File);
        ModprobeDirective options = config.Directives[0];
        Assert.Equal((3, 5, "/etc/modprobe.d/a.conf"), (options.Line, options.LastLine, options.File));
        Assert.Equal("options kvm-intel \\\n  ept=1 \\\n  nested=0", options.Text);
        Assert.Equal(options.Text, File.Substring(options.Offset, options.Length));
        ModuleSetting setting = Assert.Single(config.Settings("kvm_intel", "nested").All);
        Assert.Equal("nested=0", File.Substring(setting.Offset, setting.Length));
        Assert.Equal((6, 6), (config.Directives[1].Line, config.Directives[1].LastLine));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_apart_and_shown_as_replacements()
    {
        byte[] file = [.. Encoding.ASCII.GetBytes("options kvm a="), 0xFF, 0xA0, (byte)'\n', .. Encoding.UTF8.GetBytes("options kvm b=é\n")];
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
        ModprobeConfig config = ModprobeTree.Of("blacklist pcspkr\ninstall * /bin/false\nblacklist vboxdrv\noption kvm_intel nested=1\nalias cpu:type:x86 kvm_x\nfoo bar\n");
        Assert.Equal(
            [ModprobeKeyword.Install, ModprobeKeyword.Ignored, ModprobeKeyword.Alias],
            config.Directives.Select(d => d.Keyword));
        Assert.Equal("1", ModprobeTree.Of("options k\\vm_intel nested=1\n").Settings("kvm_intel", "nested").Winner?.Value);
    }

    [Fact]
    public void The_comment_above_belongs_to_the_lines_up_to_the_next_blank_one()
    {
        ModprobeConfig config = ModprobeTree.Of("# Header\n\n# CVE-2026-0001: guests escape\n#   through nesting\nblacklist kvm_intel\ninstall kvm_intel /bin/false\n\noptions kvm_amd nested=0\noptions kvm_amd nested=1 # by hand, security says yes\n");
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
