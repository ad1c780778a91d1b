using System.IO;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>Public reports, each a folder with what any right answer contains: VIRT_NEST_CASES names them, and the program beside them
/// judges.</summary>
public sealed class CaseTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("VIRT_NEST_CASES");

    public static TheoryData<string> Cases => Folder is null ? [""]
        : [.. Directory.EnumerateDirectories(Folder).Select(static d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_reported_machine_gets_the_answer_that_helps(string name)
    {
        Assert.SkipWhen(Folder is null, "VIRT_NEST_CASES does not name the reported machines");
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "the judge of the cases needs python3");
        Run judged = PublishedBinary.Shell("exec python3 \"$1/run.py\" \"$BINARY\" \"$1/$2\"", null, Folder!, name);
        Assert.True(judged.Status == 0, judged.Text + judged.Error);
    }
}
