using System.IO;
using System.Threading;
using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>The binding and the list against libvirt's own test driver: no daemon, no root.</summary>
public sealed class TestDriverTests
{
    private const string Passthrough = "<cpu mode='host-passthrough'/>";

    [Fact]
    public void Every_domain_of_a_connection_is_listed_by_name()
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("b"), TestDriver.Domain("a", state: "5"));
        InstanceList list = InstanceReader.List(Look(driver.Uri), out LibvirtFailure? failure)!;
        Assert.Null(failure);
        Assert.Equal([("a", DomainState.ShutOff), ("b", DomainState.Running)],
            list.Instances.Select(static i => (i.Reading.Name, i.Reading.State)));
        Assert.Null(list.Instances[0].Reading.Live);
        Assert.NotNull(list.Instances[0].Reading.Persistent);
        Assert.NotNull(list.Instances[1].Reading.Live);
    }

    [Fact]
    public void A_thousand_domains_are_listed_whole()
    {
        Needs();
        using TestDriver driver = new([.. Enumerable.Range(0, 1000).Select(static i => TestDriver.Domain($"d{i:D4}", Passthrough))]);
        InstanceList list = InstanceReader.List(Look(driver.Uri), out _)!;
        Assert.Equal(1000, list.Instances.Count);
        Assert.All(list.Instances, static i => Assert.Equal(i.Reading.Name, i.Reading.Live!.Name));
        Assert.All(list.Instances, static i => Assert.Equal(CpuMode.HostPassthrough, i.Reading.Persistent!.Cpu!.Mode));
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("实例")]
    [InlineData("a&amp;b&lt;c&quot;")]
    [InlineData("tab&#9;in it")]
    public void Odd_names_are_found_again(string xmlName)
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain(xmlName));
        InstanceList list = InstanceReader.List(Look(driver.Uri), out _)!;
        string name = Assert.Single(list.Instances).Reading.Name;
        Assert.Equal(name, InstanceReader.One(Look(driver.Uri), name, out _, out _)!.Reading.Name);
        Assert.Equal(name, InstanceReader.One(Look(driver.Uri), list.Instances[0].Reading.Id.ToString(), out _, out _)!.Reading.Name);
    }

    [Fact]
    public void One_instance_comes_with_the_versions_of_its_connection()
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("a"), TestDriver.Domain("b"));
        InstanceList alone = InstanceReader.Alone(Look(driver.Uri), "b", out LibvirtFailure? failure)!;
        Assert.Null(failure);
        Assert.Equal("b", Assert.Single(alone.Instances).Reading.Name);
        Assert.NotEqual((0UL, 0UL), (alone.LibvirtVersion, alone.HypervisorVersion));
        Assert.Null(InstanceReader.Alone(Look(driver.Uri), "c", out failure));
        Assert.Equal(LibvirtFailureKind.NoDomain, failure!.Kind);
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_is_found_again()
    {
        Needs();
        string name = new('n', 10_000);
        using TestDriver driver = new(TestDriver.Domain(name));
        Assert.Equal(name, InstanceReader.One(Look(driver.Uri), name, out _, out _)!.Reading.Name);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("a\0b")]
    [InlineData("../../etc/passwd")]
    public void A_name_that_no_domain_has_is_told_by_libvirts_own_number(string name)
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("a"));
        Assert.Null(InstanceReader.One(Look(driver.Uri), name, out _, out LibvirtFailure? failure));
        Assert.Equal((LibvirtFailureKind.NoDomain, 42), (failure!.Kind, failure.Code));
    }

    [Theory]
    [InlineData("qemu+unix:///system?socket=/nonexistent")]
    [InlineData("test:///nonexistent.xml")]
    [InlineData("nonsense://")]
    public void A_connection_that_is_not_there_is_data(string uri)
    {
        Needs();
        Assert.Null(InstanceReader.List(Look(uri), out LibvirtFailure? failure));
        Assert.Contains(failure!.Kind, (LibvirtFailureKind[])[LibvirtFailureKind.NotReached, LibvirtFailureKind.Unsupported]);
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public void A_domain_of_another_kind_is_refused_by_name_and_nothing_is_kept()
    {
        Needs();
        string folder = Directory.CreateTempSubdirectory("virt-nest-records-").FullName;
        try
        {
            using TestDriver driver = new(TestDriver.Domain("a"));
            InstanceChangeReport report =
                Change(driver.Uri, ["a"], Wish(InstanceGoal.Enable) with { Extension = Extension.Svm }, folder)[0];
            Assert.Equal((InstanceChangeOutcome.Refused, RemarkCode.Edit, CpuRefusalKind.OtherType),
                (report.Outcome, report.Refusal?.Code, report.Planned!.Edit!.Refusal!.Kind));
            Assert.Empty(Directory.GetDirectories(Path.Join(folder, "changes")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Many_that_fail_are_each_told_and_add_up()
    {
        Needs();
        using TestDriver driver = new(TestDriver.Domain("a"), TestDriver.Domain("b"));
        IReadOnlyList<string> names = [.. InstanceChanges.Names(driver.Uri, "[ab]", out _)!, "c"];
        InstanceChangeReport[] reports =
            Change(driver.Uri, names, Wish(InstanceGoal.Enable) with { IsDryRun = true, Extension = Extension.Svm }, "/nonexistent");
        Assert.Equal([RemarkCode.Edit, RemarkCode.Edit, RemarkCode.Libvirt], reports.Select(static r => r.Refusal!.Code));
        Assert.False(InstanceChangeReport.AllGood(reports));
    }

    /// <summary>Plans and applies, as a command does after a yes.</summary>
    internal static InstanceChangeReport[] Change(string uri, IReadOnlyList<string> names, InstanceWish wish, string folder,
        Action<string, InstanceStep, TimeSpan>? progress = null)
    {
        ChangeWatch watch = new(progress ?? (static (_, _, _) => { }), CancellationToken.None) { Journal = folder };
        InstanceChangeReport[] reports = InstanceChanges.Plan(uri, names, wish, watch);
        return wish.IsDryRun ? reports : InstanceChanges.Apply(uri, reports, wish, watch);
    }

    internal static LookOptions Look(string uri) => new(uri, LooksInside: false, AsksQemu: false);

    internal static InstanceWish Wish(InstanceGoal goal) => new(
        goal, CpuTarget.Fitting, null, DropsConflicts: false, EvenIfManaged: false, IsNow: false, TimeSpan.FromSeconds(90),
            ForcesOff: false, IsDryRun: false, LooksInside: false, AsksQemu: false);

    private static void Needs() => Assert.SkipUnless(TestDriver.Missing is null, TestDriver.Missing ?? "");
}
