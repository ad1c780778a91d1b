using System.Diagnostics;
using System.IO;
using Xunit;

namespace VirtNest.Host.Tests.Holders;

/// <summary>A real process that holds something of KVM until it is disposed of.</summary>
internal sealed class HolderProcess : IDisposable
{
    /// <summary>perl: /dev/kvm as K, then as many VMs and virtual CPUs as are asked for.</summary>
    internal const string Device = "sysopen(K, '/dev/kvm', 2) or die; ";
    internal const string Vm = Device + "my $v = ioctl(K, 0xAE01, 0) or die; open(V, '<&=', $v) or die; ";
    internal const string Vcpu = Vm + "my $c = ioctl(V, 0xAE41, 0) or die; my $size = ioctl(K, 0xAE04, 0) or die; ";

    private readonly Process _process;

    private HolderProcess(Process process) => _process = process;

    internal int Pid => _process.Id;

    /// <summary>A perl script that holds what it opened; its name and arguments are chosen.</summary>
    internal static HolderProcess Perl(string script, string name = "perl", params string[] arguments) =>
        Start("/bin/bash",
            ["-c", "name=$1; shift; exec -a \"$name\" perl -e \"$@\"", "bash", name, script + "$| = 1; print qq(ready\\n); <STDIN>;", "--",
                .. arguments]);

    /// <summary>A bash script; it says "ready" and waits for input itself.</summary>
    internal static HolderProcess Bash(string script) => Start("/bin/bash", ["-c", script]);

    internal static HolderProcess Start(string program, string[] arguments)
    {
        Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
                RedirectStandardError = true })!;
        HolderProcess holder = new(process);
        if (process.StandardOutput.ReadLine() == "ready")
        {
            return holder;
        }

        string error = process.StandardError.ReadToEnd();
        holder.Dispose();
        throw new InvalidOperationException($"{program} did not start: {error}");
    }

    internal static void NeedsKvm()
    {
        Assert.SkipUnless(File.Exists("/dev/kvm"), "no /dev/kvm");
        try
        {
            File.Open("/dev/kvm", FileMode.Open, FileAccess.ReadWrite).Dispose();
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip("/dev/kvm may not be opened");
        }
    }

    /// <summary>Ends it; afterwards nothing of it is left.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
