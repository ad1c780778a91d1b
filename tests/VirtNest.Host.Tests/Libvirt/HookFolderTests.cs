using System.IO;
using System.Runtime.Versioning;
using VirtNest.Evidence;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Host.Libvirt;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>The hook in a folder of hooks, as `hook install` and `hook remove` put it there and take it away.</summary>
[SupportedOSPlatform("linux")]
public sealed class HookFolderTests : IDisposable
{
    private static readonly HookScript Script = new("/usr/bin/virt-nest");

    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-hooks-").FullName;

    private string Hooks => Path.Join(_folder, "hooks");

    private string Own => Path.Join(Hooks, "qemu.d", "virt-nest");

    private string Main => Path.Join(Hooks, "qemu");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_put_there_with_its_folders_and_taken_away_with_them()
    {
        Assert.Equal(0, Install());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute, File.GetUnixFileMode(Own));
        Assert.Equal([Own], Directory.GetFiles(Hooks, "*", SearchOption.AllDirectories));
        Assert.True(HookPlan.Install(Look(), Script, null, true).IsDone);
        Assert.Equal(0, Remove());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.True(HookPlan.Remove(Look()).IsDone);
    }

    [Fact]
    public void Folders_that_were_there_or_that_hold_something_else_stay()
    {
        Directory.CreateDirectory(Hooks);
        Assert.Equal(0, Install());
        string other = Path.Join(Hooks, "qemu.d", "other");
        File.WriteAllText(other, "#!/bin/sh\n");
        Assert.Equal(0, Remove());
        Assert.Equal([other], Directory.GetFiles(Hooks, "*", SearchOption.AllDirectories));

        Assert.Equal(0, Install());
        File.Delete(other);
        Assert.Equal(0, Remove());
        Assert.True(Directory.Exists(Path.Join(Hooks, "qemu.d")), "it was not made this time");
    }

    [Fact]
    public void A_hook_of_others_keeps_every_byte()
    {
        Directory.CreateDirectory(Hooks);
        File.WriteAllText(Main, "#!/bin/sh\n# theirs\n");
        DateTime written = File.GetLastWriteTimeUtc(Main);
        Assert.Equal(0, Install());
        Assert.Equal(0, Install(Script with { AllowsHostPassthrough = true }));
        Assert.Contains("--allow-host-passthrough", File.ReadAllText(Own), StringComparison.Ordinal);
        Assert.Equal(0, Remove());
        Assert.Equal(("#!/bin/sh\n# theirs\n", written), (File.ReadAllText(Main), File.GetLastWriteTimeUtc(Main)));
    }

    [Fact]
    public void A_script_that_lost_its_mode_gets_it_back()
    {
        Assert.Equal(0, Install());
        File.SetUnixFileMode(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.True(HookPlan.Install(Look(), Script, null, true).MendsMode);
        Assert.Equal(0, Install());
        Assert.True(HookPlan.Install(Look(), Script, null, true).IsDone);
        Assert.True(File.GetUnixFileMode(Own).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [InlineData("hooks")]
    [InlineData("hooks/qemu.d")]
    [InlineData("hooks/qemu.d/virt-nest")]
    public void A_link_is_not_followed(string link)
    {
        string elsewhere = Directory.CreateDirectory(Path.Join(_folder, "elsewhere")).FullName;
        string path = Path.Join(_folder, link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, elsewhere);
        HookPlan plan = HookPlan.Install(Look(), Script, null, true);
        Assert.Equal((HookRefusal.Link, path), (plan.Refusal, plan.Obstacle));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Fact]
    public void What_changed_between_the_plan_and_the_change_is_left_alone()
    {
        HookPlan install = HookPlan.Install(Look(), Script, null, true);
        Directory.CreateDirectory(Path.GetDirectoryName(Own)!);
        File.WriteAllText(Own, "quicker\n");
        Assert.Equal(LinuxErrno.ESTALE, HookFolder.Apply(install, out string? failed));
        Assert.Equal((Own, "quicker\n"), (failed, File.ReadAllText(Own)));

        File.Delete(Own);
        Assert.Equal(0, Install());
        HookPlan remove = HookPlan.Remove(Look());
        File.AppendAllText(Own, "# mine\n");
        Assert.Equal(LinuxErrno.ESTALE, HookFolder.Apply(remove, out _));
        Assert.EndsWith("# mine\n", File.ReadAllText(Own), StringComparison.Ordinal);
        Assert.Equal(HookRefusal.Changed, HookPlan.Remove(Look()).Refusal);
    }

    [Fact]
    public void Removing_takes_what_a_run_that_was_killed_left_beside_it()
    {
        Assert.Equal(0, Install());
        File.WriteAllText(Path.Join(Hooks, "qemu.d", ".virt-nest.virt-nest-new"), "half");
        Assert.Equal(0, Remove());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_of_any_size_and_a_fifo_are_no_hook()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Own)!);
        using (FileStream file = File.Create(Own))
        {
            file.SetLength(1L << 30);
        }

        Assert.Equal(HookRefusal.Other, HookPlan.Install(Look(), Script, null, true).Refusal);
        File.Delete(Own);
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "no mkfifo");
        System.Diagnostics.Process.Start("/usr/bin/mkfifo", Own).WaitForExit();
        Assert.Equal(HookRefusal.Other, HookPlan.Install(Look(), Script, null, true).Refusal);
    }

    [Fact]
    public void A_path_that_others_may_change_is_told_by_its_first_weak_part()
    {
        Assert.Null(RootOnlyPath.Weakness("/usr/bin/env"));
        Assert.Equal("/nowhere/at/all", RootOnlyPath.Weakness("/nowhere/at/all"));
        string program = Path.Join(_folder, "program");
        File.WriteAllText(program, "");
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Equal(program, RootOnlyPath.Weakness(program));
            return;
        }

        // The folder for temporary files is everybody's, but sticky.
        Assert.Null(RootOnlyPath.Weakness(program));
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupWrite);
        Assert.Equal(_folder, RootOnlyPath.Weakness(program));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Equal(program, RootOnlyPath.Weakness(program));
    }

    [Fact]
    public void The_libvirt_of_this_machine_is_found_without_a_connection()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/libvirtd") || File.Exists("/usr/sbin/virtqemud"), "no libvirt daemon is installed");
        HookPlace place = LibvirtOfHost.Look(Hooks);
        Assert.EndsWith("--version", place.Libvirt!.Source, StringComparison.Ordinal);
        Assert.InRange(place.Libvirt.Number, 1_000_000, 99_000_000);
        Assert.Contains(place.ReloadCommand!.Split(' '), static w => w is "libvirtd" or "virtqemud");
    }

    private HookPlace Look() => new HookFolder(Hooks).Look(new(9_000_000, ""));

    private int Install(HookScript? script = null) => HookFolder.Apply(HookPlan.Install(Look(), script ?? Script, null, true), out _);

    private int Remove() => HookFolder.Apply(HookPlan.Remove(Look()), out _);
}
