using System.Diagnostics;
using System.IO;
using VirtNest.Checking;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>A real libvirtd reached by libvirt's transport for remote hosts, ssh: libvirt itself composes the command for the other side,
/// and a program in ssh's place runs it here as a shell there would.</summary>
[Collection<OnPrivateLibvirt>]
[Trait("Speed", "slow")]
public sealed class RemoteConnectionTests : IDisposable
{
    private const string Cpu =
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>";

    private readonly PrivateLibvirt _libvirt;
    private readonly string _records;
    private readonly string _uri;

    public RemoteConnectionTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.Missing is null, PrivateLibvirt.Missing ?? "");
        Assert.SkipUnless(File.Exists("/usr/bin/virt-ssh-helper"), "virt-ssh-helper is not installed");
        _libvirt = libvirt;
        _records = Directory.CreateDirectory(Path.Combine(libvirt.Folder, Guid.NewGuid().ToString("N"))).FullName;
        string ssh = Path.Combine(_records, "ssh");
        File.WriteAllText(ssh,
            "#!/bin/sh\nwhile [ \"$1\" != elsewhere ]; do shift; done\nshift\nexec unshare -m --propagation private sh -c \"mount "
                + $"--bind {libvirt.Folder}/sock /run/libvirt && $*\"\n");
        using Process chmod = Process.Start("chmod", ["u+x", ssh]);
        chmod.WaitForExit();
        _uri = $"qemu+ssh://elsewhere/system?command={ssh}";
    }

    public void Dispose() => _libvirt?.Clear();

    [Fact]
    public void List_check_enable_and_undo_work_over_ssh()
    {
        _libvirt.Define("web", Cpu);
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        InstanceList list = InstanceReader.List(new LookOptions(_uri, LooksInside: false, AsksQemu: false), out LibvirtFailure? failure)
            ?? throw new InvalidOperationException(failure!.Message);
        Assert.Equal("web", Assert.Single(list.Instances).Reading.Name);
        Assert.False(ConnectionUri.Parse(list.Uri).IsLocal);
        Assert.Null(list.Instances[0].Reading.DefinedAt);
        Assert.Equal(Answer.No, Look());

        Assert.Equal(InstanceChangeOutcome.Defined, Change(InstanceGoal.Enable).Outcome);
        Assert.Equal(Answer.Yes, Look());
        Assert.Contains("policy='require' name='svm'", _libvirt.VirshText("dumpxml", "--inactive", "web"), StringComparison.Ordinal);
        Assert.Equal(InstanceChangeOutcome.Defined, Change(InstanceGoal.Undo).Outcome);
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        Assert.Empty(Directory.GetFiles(_records, "*.json"));
    }

    [Fact]
    public void An_ssh_that_refuses_is_told()
    {
        string ssh = Path.Combine(_records, "ssh");
        File.WriteAllText(ssh, "#!/bin/sh\necho 'Permission denied (publickey).' >&2\nexit 255\n");
        Assert.Null(InstanceReader.List(new LookOptions(_uri, LooksInside: false, AsksQemu: false), out LibvirtFailure? failure));
        Assert.Equal(LibvirtFailureKind.NotReached, failure!.Kind);
        Assert.Contains("Permission denied", failure.Message, StringComparison.Ordinal);
    }

    private Answer Look() =>
        InstanceVerdict.Judge(
            InstanceReader.One(new LookOptions(_uri, LooksInside: false, AsksQemu: false), "web", out _, out LibvirtFailure? failure)
                ?? throw new InvalidOperationException(failure!.Message)).CanNest;

    private InstanceChangeReport Change(InstanceGoal goal) =>
        TestDriverTests.Change(_uri, ["web"], TestDriverTests.Wish(goal), _records).Single();
}
