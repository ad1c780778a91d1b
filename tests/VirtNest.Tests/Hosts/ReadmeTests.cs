using System.IO;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Hosts;

/// <summary>What the README says that `check` prints.</summary>
public sealed class ReadmeTests
{
    private const string Command = "    $ virt-nest check\n";

    [Theory]
    [InlineData("README.md", Language.English)]
    [InlineData("README.zh-CN.md", Language.Chinese)]
    public void A_sample_of_check_is_what_some_host_prints(string page, Language language)
    {
        string[] samples = [.. File.ReadAllText(RepositoryFolder.Of(page)).Split(Command)[1..].Select(Sample)];
        Assert.NotEmpty(samples);
        HashSet<string> printed = [.. HostFixture.Names.Select(n => HostFixture.Read(n).Text(language).TrimEnd('\n'))];
        Assert.All(samples, s => Assert.Contains(s, printed));
    }

    /// <summary>The indented lines at the front, without their indent.</summary>
    private static string Sample(string text) => string.Join('\n', text.Split('\n')
        .TakeWhile(static l => l.Length == 0 || l.StartsWith("    ", StringComparison.Ordinal))
        .Select(static l => l.Length == 0 ? l : l[4..])).TrimEnd('\n');
}
