using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Holders;

/// <summary>What depends on how this process was started: each test starts this program once more, as a shell would, for that test
/// alone.</summary>
public sealed class StartedAnewTests
{
    private const string Mark = "VIRT_NEST_STARTED_ANEW";
    private const string Passed = "Total: 1, Errors: 0, Failed: 0, Skipped: 0";

    [Fact]
    public void Inherited_descriptors_are_let_go_and_named()
    {
        HolderProcess.NeedsKvm();
        if (StartAnew("exec 7<>/dev/kvm 0</dev/kvm; exec \"$@\"") is { } output)
        {
            Assert.Contains(Passed, output, StringComparison.Ordinal);
            return;
        }

        Assert.Equal([0, 7], KvmHolders.ReleaseInherited().Order());
        Assert.Equal("/dev/null", File.ResolveLinkTarget("/proc/self/fd/0", returnFinalTarget: false)!.FullName);
        Assert.Empty(KvmHolders.ReleaseInherited());
    }

    [Fact]
    public void The_shell_that_started_us_is_named_as_such()
    {
        HolderProcess.NeedsKvm();
        if (StartAnew("exec 7<>/dev/kvm; \"$@\"; exit $?") is { } output)
        {
            Assert.Contains(Passed, output, StringComparison.Ordinal);
            return;
        }

        KvmHolders.ReleaseInherited();
        KvmUse use = new KvmHolders().Find(null, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(7, use.Own);
        Assert.Contains(use.Holders, static h => h is { IsAncestor: true, Naming.Command: "bash" });
    }

    [Fact]
    public void An_ordinary_user_is_told_of_processes_that_cannot_be_looked_into()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "no setpriv");
            string output = StartAnew("exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$@\"")!;
            Assert.Contains(Passed, output, StringComparison.Ordinal);
            return;
        }

        KvmUse use = new KvmHolders().Find(null, TestContext.Current.CancellationToken);
        Assert.True(use.Unreadable > 0 || use.IsHidden, "process 1 is not ours");
        Assert.False(use.IsWhole);
        Assert.NotEqual(KvmUseState.Free, use.State);

        // Kernel threads, children of process 2, have no descriptors and are not among them.
        int people = Directory.EnumerateDirectories("/proc")
            .Count(static d => int.TryParse(Path.GetFileName(d), out _) && ReadAll(d + "/cmdline").Length > 0);
        Assert.InRange(use.Unreadable, 0, people + 20);
    }

    /// <summary>Null in the process that was started anew; else what it printed.</summary>
    private static string? StartAnew(string script, [CallerMemberName] string test = "")
    {
        if (Environment.GetEnvironmentVariable(Mark) == test)
        {
            return null;
        }

        string method = typeof(StartedAnewTests).FullName + "." + test;
        List<string> arguments = ["-c", script, "bash", Environment.ProcessPath!];
        arguments.AddRange(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(StartedAnewTests).Assembly.Location] : []);
        ProcessStartInfo start = new("/bin/bash", [.. arguments, "-noColor", "-noLogo", "-method", method]) { RedirectStandardOutput = true,
            RedirectStandardError = true };
        start.Environment[Mark] = test;
        start.Environment["HOME"] = "/tmp";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000) && process.ExitCode == 0, output + process.StandardError.ReadToEnd());
        return output;
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
