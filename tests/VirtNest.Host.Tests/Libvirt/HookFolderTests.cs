using System.IO;
using System.Runtime.Versioning;
using System.Threading;
using VirtNest.Changing;
using VirtNest.Guarding;
using VirtNest.Host.Applying;
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

    private readonly string _journal = Directory.CreateTempSubdirectory("virt-nest-journal-").FullName;

    private string Hooks => Path.Join(_folder, "hooks");

    private string Own => Path.Join(Hooks, "qemu.d", "virt-nest");

    private string Main => Path.Join(Hooks, "qemu");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_journal, recursive: true);
    }

    [Fact]
    public void It_is_put_there_with_its_folders_and_taken_away_with_them()
    {
        Assert.Null(Install());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute, File.GetUnixFileMode(Own));
        Assert.Equal([Own], Directory.GetFiles(Hooks, "*", SearchOption.AllDirectories));
        Assert.False(InstallPlan().HasSteps);
        Assert.Null(Remove());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.False(RemovePlan().HasSteps);
    }

    [Fact]
    public void Folders_that_were_there_or_that_hold_something_else_stay()
    {
        Directory.CreateDirectory(Hooks);
        Assert.Null(Install());
        string other = Path.Join(Hooks, "qemu.d", "other");
        File.WriteAllText(other, "#!/bin/sh\n");
        Assert.Null(Remove());
        Assert.Equal([other], Directory.GetFiles(Hooks, "*", SearchOption.AllDirectories));

        Assert.Null(Install());
        File.Delete(other);
        Assert.Null(Remove());
        Assert.True(Directory.Exists(Path.Join(Hooks, "qemu.d")), "it was not made this time");
    }

    [Fact]
    public void A_hook_of_others_keeps_every_byte()
    {
        Directory.CreateDirectory(Hooks);
        File.WriteAllText(Main, "#!/bin/sh\n# theirs\n");
        DateTime written = File.GetLastWriteTimeUtc(Main);
        Assert.Null(Install());
        Assert.Null(Install(Script with { AllowsHostPassthrough = true }));
        Assert.Contains("--allow-host-passthrough", File.ReadAllText(Own), StringComparison.Ordinal);
        Assert.Null(Remove());
        Assert.Equal(("#!/bin/sh\n# theirs\n", written), (File.ReadAllText(Main), File.GetLastWriteTimeUtc(Main)));
    }

    [Fact]
    public void A_script_that_lost_its_mode_gets_it_back()
    {
        Assert.Null(Install());
        File.SetUnixFileMode(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.NotNull(Assert.Single(InstallPlan().Files).Mode);
        Assert.Null(Install());
        Assert.False(InstallPlan().HasSteps);
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
        Remark refusal = Assert.Single(InstallPlan().Refusals);
        Assert.Equal(RemarkCode.IsLink, refusal.Code);
        Assert.Contains(path, refusal.Text.English, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Fact]
    public void What_changed_between_the_plan_and_the_change_is_left_alone()
    {
        ChangePlan install = InstallPlan();
        Directory.CreateDirectory(Path.GetDirectoryName(Own)!);
        File.WriteAllText(Own, "quicker\n");
        Assert.Contains(Own, Apply(install)!.Why.English, StringComparison.Ordinal);
        Assert.Equal("quicker\n", File.ReadAllText(Own));

        File.Delete(Own);
        Assert.Null(Install());
        ChangePlan remove = RemovePlan();
        File.AppendAllText(Own, "# mine\n");
        Assert.NotNull(Apply(remove));
        Assert.EndsWith("# mine\n", File.ReadAllText(Own), StringComparison.Ordinal);
        Assert.Equal(RemarkCode.ChangedSince, Assert.Single(RemovePlan().Refusals).Code);
    }

    [Fact]
    public void Removing_takes_what_a_run_that_was_killed_left_beside_it()
    {
        Assert.Null(Install());
        File.WriteAllText(Path.Join(Hooks, "qemu.d", ".virt-nest.virt-nest-new"), "half");
        Assert.Null(Remove());
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

        Assert.Equal(RemarkCode.NotAFile, Assert.Single(InstallPlan().Refusals).Code);
        File.Delete(Own);
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "no mkfifo");
        System.Diagnostics.Process.Start("/usr/bin/mkfifo", Own).WaitForExit();
        Assert.Equal(RemarkCode.NotAFile, Assert.Single(InstallPlan().Refusals).Code);
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

    [Theory]
    [InlineData("begun")]
    [InlineData("folders made")]
    [InlineData("written")]
    [InlineData("file removed")]
    public void A_run_cut_off_at_any_instant_is_kept_or_taken_back_and_leaves_no_folder(string instant)
    {
        bool isRemoval = instant == "file removed";
        if (isRemoval)
        {
            Assert.Null(Install());
        }

        ChangePlan plan = isRemoval ? RemovePlan() : InstallPlan();
        using (Journal journal = Journal.Open(_journal, ChangeSubject.Hook, TimeSpan.Zero, out _)!)
        {
            journal.Begin(plan, "guard hook install").Mark("step 0");
        }

        if (instant is "folders made" or "written")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Own)!);
        }

        if (instant == "written")
        {
            File.WriteAllBytes(Own, Script.Bytes);
            File.SetUnixFileMode(Own, (UnixFileMode)Convert.ToInt32("755", 8));
        }
        else if (isRemoval)
        {
            File.Delete(Own);
        }

        using (Journal journal = Journal.Open(_journal, ChangeSubject.Hook, TimeSpan.Zero, out _)!)
        {
            using HostSteps steps = new(journal);
            Assert.Null(new Applier(journal, steps, static _ => { }).Recover(journal.Unfinished!, out bool isKept));
            Assert.Equal((instant == "written", instant == "written" || isRemoval), (isKept, File.Exists(Own)));
        }

        Assert.Equal(instant == "written" || isRemoval, Directory.Exists(Hooks));
        Assert.Null(File.Exists(Own) ? Remove() : Install());
        Assert.Equal(!(instant == "written" || isRemoval), Directory.Exists(Hooks));
    }

    private HookPlace Look() => new HookFolder(Hooks).Look(new(9_000_000, ""));

    private ChangePlan InstallPlan(HookScript? script = null) => HookPlanner.Install(Look(), script ?? Script, null, true);

    private ChangePlan RemovePlan()
    {
        using Journal journal = Journal.Look(_journal, ChangeSubject.Hook);
        return HookPlanner.Remove(Look(), [.. journal.Entries.Where(static e => e.CanBeUndone).Select(static e => e.Plan)]);
    }

    private StepFailure? Install(HookScript? script = null) => Apply(InstallPlan(script));

    private StepFailure? Remove() => Apply(RemovePlan());

    private StepFailure? Apply(ChangePlan plan)
    {
        using Journal journal = Journal.Open(_journal, ChangeSubject.Hook, TimeSpan.Zero, out _)!;
        using HostSteps steps = new(journal);
        ApplyResult result = new Applier(journal, steps, static _ => { }).Apply(plan, "guard hook install", CancellationToken.None);
        Assert.NotEqual(ApplyOutcome.NotRolledBack, result.Outcome);
        return result.Failure;
    }
}
