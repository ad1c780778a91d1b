using System.Diagnostics;
using System.IO;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>A sample of the power cuts of tests/lab/long-power-cuts; docs/changes-measured.md tells of a long run.</summary>
public sealed class PowerCutLabTests
{
    [Theory]
    [InlineData("amd", 4)]
    [InlineData("intel", 2)]
    public void After_a_power_cut_in_the_middle_the_next_boot_finds_whole_files_and_the_next_command_repairs_the_rest(string vendor,
        int count)
    {
        string binary = Environment.GetEnvironmentVariable("VIRT_NEST_BINARY") ?? "";
        bool isThere = File.Exists(binary);
        Assert.SkipUnless(isThere || Environment.GetEnvironmentVariable("VIRT_NEST_REQUIRE_LABS") == "1",
            "VIRT_NEST_BINARY does not name the published binary");
        string script = Path.Combine(LabRun.Root, "tests/lab/long-power-cuts");
        string folder = LabRun.Artifacts(vendor + "-power-cuts");
        File.Delete(Path.Combine(folder, "state"));
        ProcessStartInfo start = new(script, [vendor, count.ToString(CultureInfo.InvariantCulture), binary, folder, "--deadline", "900"])
        {
            RedirectStandardOutput = true,
        };
        using Process run = Process.Start(start)!;
        string output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.SkipUnless(run.ExitCode != 77 || Environment.GetEnvironmentVariable("VIRT_NEST_REQUIRE_LABS") == "1", output);
        Assert.True(run.ExitCode == 0, output);
        int cuts = 0;
        foreach (string line in output.Split('\n'))
        {
            cuts += line.StartsWith("cut ", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(count, cuts);
    }
}
