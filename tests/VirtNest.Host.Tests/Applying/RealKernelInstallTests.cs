using System.IO;
using System.Threading;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Applying;
using VirtNest.Tests.Changing;
using VirtNest.Tests.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

/// <summary>The real kernel-install of this machine (package systemd of Debian and Ubuntu) writes boot entries below a /boot of its own,
/// for two kernels with Debian's images; a plan is made of what is read there, applied, and taken back.</summary>
public sealed class RealKernelInstallTests : IDisposable
{
    private const string Program = "/usr/bin/kernel-install", Machine = "0123456789abcdef0123456789abcdef", Newer = "99.1.0-1-amd64",
        Word = "kvm_intel.nested=1";

    private static readonly string Running =
        File.Exists("/proc/sys/kernel/osrelease") ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : "";

    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-kernel-install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("root=/dev/vda1 ro quiet\n")]
    [InlineData("root=/dev/vda1 kvm_intel.nested=0 ro\nquiet kvm_intel.nested=0")]
    public void Every_entry_gets_the_word_and_an_undo_gives_back_every_byte(string words) => InRoot(words, () =>
    {
        Dictionary<string, byte[]> before = Contents();
        Assert.Equal(2, before.Keys.Count(static f => f.EndsWith(".conf", StringComparison.Ordinal)));
        using Journal journal = Journal.Open(_folder + "/journal", ChangeSubject.Host, TimeSpan.FromSeconds(10), out _)!;
        ChangePlan plan = Plan();
        Assert.Empty(plan.Refusals);
        Assert.Equal([Running, Newer], plan.Programs.Select(static p => p.Arguments[1]).Order(StringComparer.Ordinal));

        ApplyResult done = Apply(journal, plan, "enable", out HostEvidence? after);
        Assert.Equal((ApplyOutcome.Applied, null), (done.Outcome, done.Failure?.Why.In(Language.English)));
        string[] entries = [.. Directory.EnumerateFiles("/boot/loader/entries", "*.conf").Select(File.ReadAllText)];
        Assert.All(entries,
            static e =>
                Assert.Contains(Word, e.Split('\n').Single(static l => l.StartsWith("options", StringComparison.Ordinal)).Split(' '),
                    StringComparer.Ordinal));
        Assert.All(entries, static e => Assert.DoesNotContain("nested=0", e, StringComparison.Ordinal));
        Assert.All(entries, static e => Assert.Contains("\ninitrd ", e, StringComparison.Ordinal));
        Assert.DoesNotContain(Machine,
            string.Concat(after!.Readings.Select(static r => r.Key + r.Value.Text)
                .Where(static t => t.StartsWith("/boot", StringComparison.Ordinal))), StringComparison.Ordinal);

        HostEvidence now = ChangeReader.Gather();
        ChangeReader.ReadFiles(now, plan.Files);
        ChangePlan back =
            UndoPlanner.Plan(journal.LastCommitted!.Plan, HostFacts.Parse(now), ChangeHost.Free("kvm_intel"), isThisBoot: true, "then");
        Assert.Equal(ApplyOutcome.Applied, Apply(journal, back, "undo", out _).Outcome);
        Same(before, Contents());
    });

    [Fact]
    public void An_entry_that_kernel_install_leaves_as_it_is_takes_everything_back_though_it_ended_with_0() =>
        InRoot("root=/dev/vda1 ro\n", () =>
    {
        using Journal journal = Journal.Open(_folder + "/journal", ChangeSubject.Host, TimeSpan.FromSeconds(10), out _)!;
        ChangePlan plan = Plan();
        File.WriteAllText("/etc/kernel/install.conf", "layout=other\n");
        Dictionary<string, byte[]> before = Contents();
        ApplyResult done = Apply(journal, plan, "enable", out _);
        Assert.Equal(ApplyOutcome.RolledBack, done.Outcome);
        Assert.Contains($"/boot/loader/entries/*-{Newer}.conf should say {Word} and says -", done.Failure!.Why.In(Language.English),
            StringComparison.Ordinal);
        Same(before, Contents());
    });

    private static ApplyResult Apply(Journal journal, ChangePlan plan, string command, out HostEvidence? after)
    {
        using HostSteps steps = new(journal);
        ApplyResult result = new Applier(journal, steps, static _ => { }).Apply(plan, command, CancellationToken.None);
        after = steps.After;
        return result;
    }

    /// <summary>The plan for a host whose kvm_intel is built in, with the boot loader that is read here.</summary>
    private static ChangePlan Plan()
    {
        HostEvidence read = ChangeReader.Gather();
        HostEvidence evidence = ChangeHost.Facts(new ModprobeTree(), "kvm_intel", "N").Evidence;
        foreach ((string source, Reading reading) in read.Readings)
        {
            if (Array.Exists(
                (string[])["/boot/", "stat:/boot/", "/efi/", "/etc/kernel/", "/etc/default/", "stat:/usr/", "stat:/bin/", "call:uname"],
                    p => source.StartsWith(p, StringComparison.Ordinal)))
            {
                evidence[source] = reading;
            }
        }

        evidence["call:uname"] = Reading.Known($"release={Running}\nmachine=x86_64\n");
        evidence["/proc/modules"] = Reading.Known("ext4 1 1 - Live 0x0\n");
        evidence["/sys/module/kvm_intel/initstate"] = Reading.OfErrno(LinuxErrno.ENOENT);
        return ChangeHost.Plan(HostFacts.Parse(evidence), isOn: true);
    }

    /// <summary>An /etc like this machine's, without GRUB, and a /boot with two kernels, for both of which kernel-install has written an
    /// entry.</summary>
    private void InRoot(string words, Action body)
    {
        Assert.SkipWhen(!File.Exists(Program), Program + " is missing");
        Assert.SkipWhen(Environment.UserName != "root", "only root can make mounts");
        Assert.SkipWhen(Running.Length == 0 || !char.IsAsciiDigit(Running[0]), "the kernel has no version");
        Assert.Null(MountNamespace.Start("cp", "-a", "/etc", _folder + "/etc"));
        foreach (string gone in (string[])["default/grub", "kernel/install.conf", "kernel/entry-token", "kernel/tries", "machine-info"])
        {
            File.Delete(_folder + "/etc/" + gone);
        }

        Directory.CreateDirectory(_folder + "/etc/kernel");
        File.WriteAllText(_folder + "/etc/kernel/cmdline", words);
        File.WriteAllText(_folder + "/etc/machine-id", Machine + "\n");
        Directory.CreateDirectory(_folder + "/boot/loader/entries");
        Directory.CreateDirectory(_folder + "/boot/" + Machine);
        File.WriteAllText(_folder + "/boot/loader/entries.srel", "type1\n");
        foreach (string version in (string[])[Running, Newer])
        {
            File.WriteAllText(_folder + "/boot/vmlinuz-" + version, "kernel " + version);
            File.WriteAllText(_folder + "/boot/initrd.img-" + version, "initrd " + version);
        }

        MountNamespace.Run(_folder + "/etc", _folder + "/boot", () =>
        {
            foreach (string version in (string[])[Running, Newer])
            {
                Assert.Null(MountNamespace.Start(Program, "add", version, "/boot/vmlinuz-" + version, "/boot/initrd.img-" + version));
            }

            body();
        });
    }

    private static Dictionary<string,
        byte[]> Contents() => ((string[])["/boot", "/etc/kernel"]).SelectMany(static d =>
            Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories))
                .ToDictionary(static f => f, File.ReadAllBytes, StringComparer.Ordinal);

    private static void Same(Dictionary<string, byte[]> before, Dictionary<string, byte[]> after)
    {
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, f => Assert.Equal(f.Value, after[f.Key]));
    }
}
