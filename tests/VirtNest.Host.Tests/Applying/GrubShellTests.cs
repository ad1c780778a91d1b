using System.Diagnostics;
using System.IO;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Changing;
using VirtNest.Tests.Facts;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

/// <summary>The pieces of shell that we write for grub-mkconfig, taken by a real shell in grub-mkconfig's order (/etc/default/grub, then
/// /etc/default/grub.d/*.cfg): the last word of the kernel command line is the wished one, and it still has every other word.</summary>
public sealed class GrubShellTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-grub-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/usr/sbin/update-grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet splash\"\nGRUB_CMDLINE_LINUX=\"root=LABEL=x\"\n", "")]
    [InlineData("/usr/sbin/update-grub", "GRUB_CMDLINE_LINUX_DEFAULT='quiet kvm_intel.nested=0'",
        "GRUB_CMDLINE_LINUX_DEFAULT=\"console=ttyS0 kvm_intel.nested=0\"\n")]
    [InlineData("/usr/sbin/grub2-mkconfig", "GRUB_CMDLINE_LINUX_DEFAULT=quiet\nGRUB_CMDLINE_LINUX=\"kvm_intel.nested=0\"", "")]
    [InlineData("/usr/sbin/grub2-mkconfig", "", "")]
    public void A_real_shell_ends_the_command_line_with_the_wished_word(string program, string grub, string cloud)
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:" + program] = Reading.Known("type=file");
        tree.Evidence["stat:/boot/grub2/grub.cfg"] = Reading.Known("type=file");
        tree.Evidence["/etc/default/grub"] = Reading.Known(grub);
        HostEvidence evidence = ChangeHost.Facts(tree, "kvm_intel", "N").Evidence;
        evidence["/proc/modules"] = Reading.Known("ext4 1 1 - Live 0x0\n");
        evidence["/sys/module/kvm_intel/initstate"] = Reading.OfErrno(LinuxErrno.ENOENT);
        ChangePlan plan = ChangeHost.Plan(HostFacts.Parse(evidence), isOn: true);

        Directory.CreateDirectory(_folder + "/etc/default/grub.d");
        File.WriteAllText(_folder + "/etc/default/grub", grub);
        File.WriteAllText(_folder + "/etc/default/grub.d/50-cloud.cfg", cloud);
        foreach (FileStep file in plan.Files)
        {
            File.WriteAllBytes(_folder + file.Path, file.After!);
        }

        string[] words = Shell(
            $". {_folder}/etc/default/grub; for x in {_folder}/etc/default/grub.d/*.cfg; do . $x; done; echo $GRUB_CMDLINE_LINUX "
                + "$GRUB_CMDLINE_LINUX_DEFAULT").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("kvm_intel.nested=1", words[^1]);
        string[] before = Shell(
            $". {_folder}/before; {cloud.Replace("\n", ";", StringComparison.Ordinal)} "
                + "echo $GRUB_CMDLINE_LINUX $GRUB_CMDLINE_LINUX_DEFAULT", grub)
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(before, words.Take(words.Length - 1));
    }

    private string Shell(string script, string? before = null)
    {
        File.WriteAllText(_folder + "/before", before ?? "");
        using Process process = Process.Start(
            new ProcessStartInfo("/bin/sh",
                ["-eu", "-c", "GRUB_CMDLINE_LINUX= GRUB_CMDLINE_LINUX_DEFAULT=; " + script]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
