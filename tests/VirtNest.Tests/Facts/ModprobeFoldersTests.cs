using VirtNest.Evidence;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class ModprobeFoldersTests
{
    private static readonly string[] Folders =
        ["/etc/modprobe.d/", "/run/modprobe.d/", "/usr/local/lib/modprobe.d/", "/usr/lib/modprobe.d/", "/lib/modprobe.d/"];

    private static IEnumerable<string?> Values(ModprobeTree tree) => tree.Config.Settings("kvm", "v").All.Select(s => s.Value);

    [Fact]
    public void Of_one_name_the_first_folder_counts()
    {
        for (int first = 0; first < Folders.Length; first++)
        {
            ModprobeTree tree = new();
            for (int i = first; i < Folders.Length; i++)
            {
                tree.With(Folders[i] + "x.conf", $"options kvm v={Folders[i]}");
            }

            Assert.Equal([Folders[first]], Values(tree));
        }
    }

    [Fact]
    public void Files_of_all_folders_are_sorted_by_name_byte_by_byte()
    {
        ModprobeTree tree = new ModprobeTree()
            .With("/etc/modprobe.d/b.conf", "options kvm v=etc-b")
            .With("/usr/lib/modprobe.d/a.conf", "options kvm v=usr-a")
            .With("/run/modprobe.d/c.conf", "options kvm v=run-c")
            .With("/usr/local/lib/modprobe.d/B.conf", "options kvm v=local-B")
            .With("/etc/modprobe.d/a-b.conf", "options kvm v=a-b")
            .With("/etc/modprobe.d/a_b.conf", "options kvm v=a_b")
            .With("/etc/modprobe.d/10.conf", "options kvm v=10")
            .With("/etc/modprobe.d/9.conf", "options kvm v=9")
            .With("/etc/modprobe.d/é.conf", "options kvm v=e-acute")
            .With("/etc/modprobe.d/\U0001F600.conf", "options kvm v=smile")
            .With("/etc/modprobe.d/\uFB01.conf", "options kvm v=ligature");
        Assert.Equal(["10", "9", "local-B", "a-b", "usr-a", "a_b", "etc-b", "run-c", "e-acute", "ligature", "smile"], Values(tree));
    }

    [Fact]
    public void Only_names_that_end_in_conf_and_are_not_hidden_count()
    {
        ModprobeTree tree = new();
        foreach (string name in new[] { "a", "a.conf~", "a.CONF", ".conf", ".x.conf", "b.conf.bak", "c.conf", "_.conf", "x.conf.", "conf",
            "aconf", "#a.conf#", "#z.conf", "a b.conf", "-.conf", "..conf" })
        {
            tree.With("/etc/modprobe.d/" + name, $"options kvm v={name.Replace(' ', '+')}");
        }

        Assert.Equal(["#z.conf", "-.conf", "_.conf", "a+b.conf", "c.conf"], Values(tree));
    }

    [Theory]
    [InlineData(null)] // an empty file, or a link to /dev/null
    [InlineData(LinuxErrno.ENOENT)] // a link that leads nowhere
    [InlineData(LinuxErrno.ELOOP)]
    public void A_file_without_content_still_masks(int? errno)
    {
        ModprobeTree tree = new ModprobeTree()
            .With("/etc/modprobe.d/a.conf", errno is { } e ? Reading.OfErrno(e) : Reading.Known([]))
            .With("/usr/lib/modprobe.d/a.conf", "options kvm v=1");
        Assert.Empty(Values(tree));
        Assert.True(tree.Config.IsComplete);
    }

    [Fact]
    public void A_folder_named_like_a_file_masks_nothing()
    {
        ModprobeTree tree = new ModprobeTree()
            .With("/etc/modprobe.d/a.conf", Reading.OfErrno(LinuxErrno.EISDIR))
            .With("/usr/lib/modprobe.d/a.conf", "options kvm v=1")
            .With("/etc/modprobe.d/b.conf", Reading.OfErrno(LinuxErrno.EINVAL))
            .With("/usr/lib/modprobe.d/b.conf", "options kvm v=2");
        tree.Evidence["stat:/etc/modprobe.d/b.conf"] = Reading.Known("type=folder mode=0755 uid=0 gid=0 rdev=0:0 size=0 mtime=0");
        Assert.Equal(["1", "2"], Values(tree));
    }

    [Fact]
    public void What_could_not_be_read_is_a_gap_and_never_a_no()
    {
        ModprobeTree tree = new ModprobeTree()
            .With("/etc/modprobe.d/a.conf", Reading.OfErrno(LinuxErrno.EACCES))
            .With("/etc/modprobe.d/b.conf", Reading.Known("options kvm v=1\noptions kvm v=2"u8.ToArray(), isTruncated: true))
            .With("/etc/modprobe.d/c.conf", Reading.Without(ReadingState.Failed, LinuxErrno.EIO))
            .With("/etc/modprobe.d/d.conf", Reading.NotRead)
            .With("/usr/lib/modprobe.d/a.conf", Reading.OfErrno(LinuxErrno.EACCES));
        Assert.Equal(["/etc/modprobe.d/a.conf", "/etc/modprobe.d/b.conf", "/etc/modprobe.d/c.conf", "/etc/modprobe.d/d.conf"],
            tree.Config.Gaps);
        Assert.False(tree.Config.IsComplete);
        Assert.Equal(["1"], Values(tree));
    }

    [Fact]
    public void Evidence_without_the_folders_is_all_gaps()
    {
        ModprobeConfig config = ModprobeConfig.Parse(new HostEvidence(EvidenceOrigin.Dump));
        Assert.Equal([.. Folders, "/proc/cmdline"], config.Gaps);
        Assert.Empty(config.Directives);
    }

    [Fact]
    public void Too_many_lines_are_a_gap()
    {
        string many = string.Concat(Enumerable.Repeat("blacklist kvm\n", 70_000));
        ModprobeConfig config = ModprobeTree.Of(many);
        Assert.Equal(65_536, config.Directives.Count);
        Assert.Contains("/etc/modprobe.d/a.conf", config.Gaps);
    }
}
