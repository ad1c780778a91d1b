using System;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading;
using VirtNest.Checks;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Messages;
using VirtNest.Native.Libvirt;
using VirtNest.Reports;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>Emulated instances of a real libvirtd, looked into through their serial console by what waits there.</summary>
[Collection<OnPrivateLibvirt>]
[Trait("Speed", "slow")]
public sealed partial class ConsoleTests : IDisposable
{
    private const string WithSvm = "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='require' name='svm'/></cpu>";
    private const string WithoutSvm = "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>";

    private readonly PrivateLibvirt _libvirt;

    public ConsoleTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.Missing is null, PrivateLibvirt.Missing ?? "");
        _libvirt = libvirt;
    }

    public void Dispose() => _libvirt?.Clear();

    [Theory]
    [InlineData(WithSvm, true)]
    [InlineData(WithoutSvm, false)]
    public void A_shell_that_waits_tells_the_flags_and_the_module(string cpu, bool hasSvm)
    {
        Start("shell", cpu, "# ");
        InstanceFacts facts = Look();
        Assert.Equal((InsideState.Read, hasSvm, false), (facts.Reading.Inside.State, facts.Reading.Inside.HasSvm, facts.Reading.Inside.HasVmx));
        Assert.Equal(hasSvm ? ("kvm_amd", "1") : (null, null), (facts.Reading.Inside.Module, facts.Reading.Inside.Nested));
        Assert.Equal(hasSvm ? Answer.Yes : Answer.No, InstanceVerdict.Of(facts).CanNest);

        // The console is free again, and so is the shell.
        Assert.Equal(InsideState.Read, Look().Reading.Inside.State);
    }

    [Fact]
    public void What_somebody_has_begun_to_type_is_neither_submitted_nor_taken_away()
    {
        Start("shell", WithSvm, "# ");
        Assert.Contains("echo begun", Type("echo begun", 2), StringComparison.Ordinal);
        Assert.Equal(InsideState.NoPrompt, Look().Reading.Inside.State);
        Assert.Contains("begun-ended", Type("-ended\r", 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login", InsideState.NoPrompt)]
    [InlineData("password", InsideState.ConsoleSilent)]
    public void A_login_gets_no_line_and_no_character(string waits, InsideState state)
    {
        Start(waits, WithSvm, ": ");
        Assert.Equal(state, Look().Reading.Inside.State);
        Assert.Contains("got 4 characters", Type("root\r", 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endless", InsideState.NoPrompt)]
    [InlineData("pretending", InsideState.Malformed)]
    public void What_is_no_shell_tells_nothing_and_ends_in_time(string waits, InsideState state)
    {
        Start(waits, WithSvm, null);
        Stopwatch clock = Stopwatch.StartNew();
        InstanceFacts facts = Look();
        Assert.Equal((state, InsideSource.Console), (facts.Reading.Inside.State, facts.Reading.Inside.Source));
        Assert.Null(facts.Reading.Inside.HasExtension);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_console_that_lies_makes_nothing_true()
    {
        Start("lying", WithoutSvm, null);
        InstanceFacts facts = Look();
        Assert.Equal(InsideState.Read, facts.Reading.Inside.State);
        Assert.Equal((Answer.No, false), (InstanceVerdict.Of(facts).CanNest, facts.InsideAgrees));
        Assert.DoesNotContain('\e', InstanceCheckText.Write(InstanceVerdict.Of(facts), MessageCatalog.For(Language.English), false, true));
    }

    [Fact]
    public void A_console_that_somebody_has_open_or_that_is_none_is_left_alone()
    {
        Start("shell", WithSvm, "# ");
        using Hypervisor hypervisor = Hypervisor.Connect(_libvirt.Uri, isReadOnly: false);
        using (ConnectHandle connection = LibvirtHost.Open(_libvirt.Uri, isReadOnly: false))
        using (DomainHandle domain = LibvirtDomain.LookupByName(connection, "web"))
        using (StreamHandle held = LibvirtStream.New(connection))
        {
            LibvirtStream.OpenConsole(domain, held);
            Assert.Equal(InsideState.ConsoleInUse, hypervisor.InsideByConsole(hypervisor.Find("web")).State);
            LibvirtStream.Abort(held);
        }

        Assert.Equal(InsideState.Read, hypervisor.InsideByConsole(hypervisor.Find("web")).State);
        using Hypervisor reader = Hypervisor.Connect(_libvirt.Uri, isReadOnly: true);
        Assert.Equal(InsideState.NotPassedOn, reader.InsideByConsole(reader.Find("web")).State);
        _libvirt.Virsh("destroy", "web");
        Assert.Equal(InsideState.NotRunning, Look().Reading.Inside.State);
    }

    private void Start(string waits, string cpu, string? until)
    {
        _libvirt.Define("web", cpu, "waits=" + waits);
        Assert.Equal(0, _libvirt.Virsh("start", "web"));
        if (until is null)
        {
            Thread.Sleep(TimeSpan.FromSeconds(20));
        }
        else
        {
            PrivateLibvirt.Until(() => Type("\r", 1).Contains(until, StringComparison.Ordinal), waits + " does not wait");
        }
    }

    /// <summary>Types into the console past libvirt, and gives what it shows then.</summary>
    private string Type(string keys, int seconds)
    {
        string device = Device().Match(_libvirt.VirshText("dumpxml", "web")).Groups[1].Value;
        ProcessStartInfo start = new("sh") { RedirectStandardOutput = true };
        foreach (string word in (string[])["-c", "exec 3<>\"$1\"; stty raw -echo <&3; printf %s \"$2\" >&3; timeout \"$3\" cat <&3", "sh", device, keys, $"{seconds}"])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private InstanceFacts Look() =>
        InstanceReader.One(new LookOptions(_libvirt.Uri, LooksInside: false, AsksQemu: false, "0") { UsesConsole = true }, "web", out _, out _) ?? throw new InvalidOperationException("web");

    [GeneratedRegex("tty='(/dev/pts/[0-9]+)'")]
    private static partial Regex Device();
}
