using System.IO;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Gathering;

/// <summary>Reports that are no dumped tree: what their files stand for is read.</summary>
public sealed class CollectedTextTests
{
    private const string Block = "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu lm vmx\n";

    private const string Lscpu =
        "Architecture:        x86_64\r\nVendor ID:           AuthenticAMD\r\n  Model name:        AMD EPYC 7301\r\n"
        + "Flags:               fpu lm svm\r\n";

    [Theory]
    [InlineData("ProcCpuinfo.txt", Block, "kvm_intel")]
    [InlineData("cpuinfo", Block, "kvm_intel")]
    [InlineData("sos_commands/processor/lscpu", Lscpu, "kvm_amd")]
    [InlineData("lscpu.txt", Lscpu, "kvm_amd")]
    public void The_processor_is_known_from_a_report(string file, string text, string module)
    {
        Assert.Equal(module, Facts((file, text)).Modules.Vendor);
    }

    [Theory]
    [InlineData("ProcModules.txt", "kvm_intel 368640 0 - Live 0x0\nkvm 1028096 1 kvm_intel, Live 0x0\n")]
    [InlineData("sos_commands/kernel/lsmod", "Module                  Size  Used by\nkvm_intel             368640  0\n")]
    [InlineData("lsmod", "Module                  Size  Used by\nkvm_intel             368640  0\n")]
    public void Modules_are_known_from_a_report(string file, string text)
    {
        Assert.Equal(ModuleState.Loaded, Facts(("ProcCpuinfo.txt", Block), (file, text)).Modules.State);
    }

    [Fact]
    public void The_release_and_the_kernel_log_are_known_from_a_report_without_the_hosts_name()
    {
        HostFacts facts = Facts(("cpuinfo", Block), ("dmesg", "[ 1.0] x86/cpu: VMX (outside TXT) disabled by BIOS\n[ 1.1] eth0: up\n"),
            ("sos_commands/kernel/uname_-a", "Linux db17.example.org 5.14.0-70.el9.x86_64 #1 SMP PREEMPT x86_64 GNU/Linux\n"));
        Assert.Equal("5.14.0-70.el9.x86_64", facts.Release);
        Assert.Equal("[ 1.0] x86/cpu: VMX (outside TXT) disabled by BIOS\n", facts.Evidence["klog"].Text);
        Assert.DoesNotContain(facts.Evidence.Readings, static r => r.Value.Text.Contains("db17", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Architecture: aarch64\nVendor ID: ARM\nModel name: Neoverse-N1\nFlags: fp asimd evtstrm\n")]
    [InlineData("Architecture: x86_64\nVendor ID: GenuineIntel\nFlags: fpu vme de pse tsc ...\n")]
    [InlineData("Architecture: s390x\nVendor ID: IBM/S390\nFlags: esan3 zarch sie\n")]
    public void What_lscpu_says_of_another_architecture_or_cut_off_makes_no_processor_of_x86(string lscpu)
    {
        Assert.False(Facts(("lscpu", lscpu)).Cpu.HasFlagsLine);
    }

    [Theory]
    [InlineData("Linux 10.web.example 5.14.0-70.el9.x86_64 #1 SMP PREEMPT Tue Nov 3 x86_64 GNU/Linux\n")]
    [InlineData("Linux 5.14.0-70.el9.x86_64 x86_64\n")]
    [InlineData("5.14.0-70.el9.x86_64\n")]
    public void The_release_is_told_from_the_hosts_name(string uname)
    {
        HostFacts facts = Facts(("uname", uname));
        Assert.Equal("5.14.0-70.el9.x86_64", facts.Release);
        Assert.DoesNotContain(facts.Evidence.Readings, static r => (r.Key + r.Value.Text).Contains("web", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_tree_has_itself_counts()
    {
        Assert.Equal("kvm_intel", Facts(("proc/cpuinfo", Block), ("lscpu", Lscpu)).Modules.Vendor);
    }

    private static HostFacts Facts(params (string File, string Text)[] files)
    {
        string root = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            foreach ((string file, string text) in files)
            {
                string path = Path.Combine(root, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            return HostFacts.Parse(EvidenceGatherer.Dump(root, out _)!);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
