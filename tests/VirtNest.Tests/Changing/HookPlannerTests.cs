using System.Diagnostics;
using System.IO;
using VirtNest.Changing;
using VirtNest.Guarding;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>The hook's script, and what becomes of a folder of hooks.</summary>
public sealed class HookPlannerTests
{
    private const string Hooks = "/etc/libvirt/hooks";

    private static readonly HookScript Script = new("/usr/bin/virt-nest");

    private static readonly InstalledLibvirt New = new(9_000_000, "libvirtd --version"), Old = new(6_000_000, "libvirtd --version");

    [Theory]
    [InlineData("/usr/bin/virt-nest")]
    [InlineData("/opt/it's a $(reboot) \"path\"/virt-nest")]
    [InlineData("/opt/网络/virt-nest")]
    public void A_script_is_read_back_as_it_was_written(string program)
    {
        foreach (HookScript script in (HookScript[])[new(program), new(program) { AllowsHostPassthrough = true },
            new(program) { Language = "zh-CN" },
            new(program) { AllowsHostPassthrough = true, Language = "en" }])
        {
            HookScript? again = HookScript.Read(script.Bytes);
            Assert.NotNull(again);
            Assert.Equal((script.Program, script.AllowsHostPassthrough, script.Language),
                (again.Program, again.AllowsHostPassthrough, again.Language));
            Assert.True(HookScript.IsMarked(script.Bytes));
        }
    }

    [Fact]
    public void Any_byte_that_somebody_changed_makes_it_no_longer_ours()
    {
        byte[] bytes = Script.Bytes;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            if (HookScript.Read(changed) is { } other)
            {
                // Another program's name is another script of ours.
                Assert.True(other.Program != Script.Program, $"byte {i}");
            }
        }

        Assert.Null(HookScript.Read([]));
        Assert.Null(HookScript.Read([.. bytes, (byte)'\n']));
    }

    [Fact]
    public void A_refusal_refuses_and_nothing_else_does()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sh");
        using TemporaryProgram program = new();
        foreach ((string body, int status) in ((string, int)[])[("exit 0", 0), ("echo refused >&2; exit 1", 1), ("exit 2", 0),
            ("exit 3", 0), ("kill -SEGV $$", 0), ("[ \"$*\" = 'guard hook run -- --help restore begin -' ] && exit 1", 1)])
        {
            program.Write(body);
            Assert.Equal((status, ""), program.Call(new HookScript(program.Path)));
        }

        program.Forbid();
        Assert.Equal((0, ""), program.Call(new HookScript(program.Path)));
        File.Delete(program.Path);
        Assert.Equal((0, ""), program.Call(new HookScript(program.Path)));
    }

    [Fact]
    public void The_line_for_a_hook_of_others_lets_it_go_on_unless_virt_nest_refuses()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sh");
        using TemporaryProgram program = new();
        foreach ((string body, int status) in ((string, int)[])[("exit 0", 42), ("exit 1", 1), ("exit 2", 42), ("exit 3", 42)])
        {
            program.Write(body);
            Assert.Equal((status, ""), program.Call("#!/bin/sh\n" + new HookScript(program.Path).Line + "\nexit 42\n"));
        }
    }

    [Fact]
    public void Shellcheck_has_nothing_against_it()
    {
        string? shellcheck = Array.Find((string[])["/usr/bin/shellcheck", "/usr/local/bin/shellcheck", "/bin/shellcheck"], File.Exists);
        Assert.SkipWhen(shellcheck is null, "shellcheck is not there");
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file,
            (new HookScript("/opt/it's/virt-nest") { AllowsHostPassthrough = true, Language = "zh-CN" }).Bytes);
        using Process process =
            Process.Start(new ProcessStartInfo(shellcheck!, ["--norc", "-S", "style", file]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        File.Delete(file);
        Assert.Equal("", output);
    }

    [Fact]
    public void Into_an_empty_place_goes_one_file_and_the_folders_that_it_needs()
    {
        ChangePlan plan = Install(Place(hooks: HookEntryKind.Absent, folder: HookEntryKind.Absent), Script);
        FileStep step = Assert.Single(plan.Files);
        Assert.Equal((Hooks + "/qemu.d/virt-nest", null, Convert.ToUInt32("755", 8)), (step.Path, step.Before, step.Mode));
        Assert.Equal([Hooks, Hooks + "/qemu.d"], step.Folders);
        Assert.Equal([RemarkCode.Reload], plan.Notices.Select(static n => n.Code));

        FileStep remove = Assert.Single(HookPlanner.Remove(Place(own: step.After), [plan]).Files);
        Assert.Equal((Hooks + "/qemu.d/virt-nest", null), (remove.Path, remove.After));
        Assert.Equal([Hooks, Hooks + "/qemu.d"], remove.Folders);
        Assert.Empty(Assert.Single(HookPlanner.Remove(Place(own: step.After), []).Files).Folders);
    }

    [Fact]
    public void A_second_run_does_nothing_and_other_options_change_the_file_alone()
    {
        Assert.True(Install(Place(own: Script.Bytes), Script) is { HasSteps: false, IsAllowed: true });
        ChangePlan plan = Install(Place(own: Script.Bytes), Script with { AllowsHostPassthrough = true });
        FileStep step = Assert.Single(plan.Files);
        Assert.True(HookScript.Read(step.After)!.AllowsHostPassthrough);
        Assert.Empty(step.Folders);
        Assert.Null(step.Mode);
        Assert.Empty(plan.Notices);
    }

    [Fact]
    public void A_script_that_nobody_may_execute_is_made_executable()
    {
        FileStep step = Assert.Single(Install(Place(own: Script.Bytes, mode: Convert.ToUInt32("644", 8)), Script).Files);
        Assert.Equal(("755", "644"), (Convert.ToString(step.Mode!.Value, 8), Convert.ToString(step.ModeBefore!.Value, 8)));
        Assert.Equal(step.Before, step.After);
        Assert.Contains("0755", step.Name.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hook_of_others_stays_beside_ours_and_is_in_the_way_only_where_libvirt_is_too_old()
    {
        byte[] theirs = "#!/bin/sh\nexit 0\n"u8.ToArray();
        Assert.Equal(Hooks + "/qemu.d/virt-nest", Assert.Single(Install(Place(main: theirs), Script).Files).Path);

        ChangePlan refused = Install(Place(main: theirs, libvirt: Old), Script);
        Remark refusal = Assert.Single(refused.Refusals);
        Assert.Equal(RemarkCode.OnlyOneHook, refusal.Code);
        Assert.Contains(Hooks + "/qemu ", refusal.Text.English, StringComparison.Ordinal);
        Assert.Equal(Script.Line + "\n", Encoding.UTF8.GetString(refusal.Difference!.After!));
        Assert.Empty(refused.Files);

        Assert.Equal(Hooks + "/qemu", Assert.Single(Install(Place(libvirt: Old), Script).Files).Path);
        Assert.True(HookPlanner.Remove(Place(main: theirs), []) is { HasSteps: false, IsAllowed: true });
    }

    [Fact]
    public void A_hook_of_ours_in_the_one_place_of_old_is_kept_up_there_and_removed_from_there()
    {
        byte[] ours = Script.Bytes;
        Assert.True(Install(Place(main: ours), Script) is { HasSteps: false, IsAllowed: true });
        Assert.Equal(Hooks + "/qemu", Assert.Single(HookPlanner.Remove(Place(main: ours), []).Files).Path);
        Assert.Equal(2, HookPlanner.Remove(Place(main: ours, own: ours), []).Files.Count);
    }

    [Fact]
    public void What_was_changed_or_is_of_somebody_else_or_leads_elsewhere_is_refused_by_both()
    {
        byte[] changed = [.. Script.Bytes, .. "# mine\n"u8];
        foreach (bool isInstall in (bool[])[true, false])
        {
            Remark refusal = Assert.Single(Plan(Place(own: changed)).Refusals);
            Assert.Equal(RemarkCode.ChangedSince, refusal.Code);
            Assert.Equal(Script.Bytes, refusal.Difference!.Before);
            Assert.Equal(changed, refusal.Difference.After);
            Assert.Equal(RemarkCode.Foreign, RefusalOf(Plan(Place(own: "#!/bin/sh\n"u8.ToArray()))));
            Assert.Equal(RemarkCode.IsLink, RefusalOf(Plan(Place(ownKind: HookEntryKind.Link))));
            Assert.Equal(RemarkCode.NotAFile, RefusalOf(Plan(Place(ownKind: HookEntryKind.Folder))));
            Assert.Equal(RemarkCode.Unreadable, RefusalOf(Plan(Place(ownKind: HookEntryKind.Unreadable))));

            ChangePlan Plan(HookPlace place) => isInstall ? Install(place, Script) : HookPlanner.Remove(place, []);
        }

        Assert.Equal(RemarkCode.IsLink, RefusalOf(Install(Place(folder: HookEntryKind.Link), Script)));
        Assert.Equal(RemarkCode.IsLink, RefusalOf(Install(Place(hooks: HookEntryKind.Link), Script)));
        Assert.Equal(RemarkCode.NotAFile, RefusalOf(Install(Place(folder: HookEntryKind.File), Script)));
    }

    [Fact]
    public void A_program_that_others_may_change_or_that_no_script_can_name_is_refused()
    {
        Remark refusal = Assert.Single(HookPlanner.Install(Place(), Script, "/home/me", true).Refusals);
        Assert.Equal(RemarkCode.ProgramNotSafe, refusal.Code);
        Assert.Contains("/home/me", refusal.Text.Chinese, StringComparison.Ordinal);
        Assert.Equal(RemarkCode.ProgramName, RefusalOf(Install(Place(), new HookScript("/opt/a\nb"))));
    }

    [Theory]
    [InlineData("/usr/bin/virt-nest", false)]
    [InlineData("/usr/sbin/virt-nest", false)]
    [InlineData("/usr/local/bin/virt-nest", true)]
    [InlineData("/usr/bin/sub/virt-nest", true)]
    [InlineData("/opt/virt-nest", true)]
    public void A_program_that_the_profile_of_libvirtd_does_not_let_it_run_is_told(string program, bool isTold)
    {
        HookPlace place = Place() with { Profile = "/etc/apparmor.d/usr.sbin.libvirtd" };
        Assert.Equal(isTold, Notes(Install(place, new HookScript(program))).Contains(RemarkCode.Confined));
        Assert.DoesNotContain(RemarkCode.Confined, Notes(Install(Place(), new HookScript(program))));
    }

    [Fact]
    public void A_host_without_nesting_and_an_unknown_libvirt_are_told()
    {
        Assert.Contains(RemarkCode.NotOffered, Notes(HookPlanner.Install(Place(), Script, null, false)));
        Assert.DoesNotContain(RemarkCode.NotOffered,
            Notes(HookPlanner.Install(Place(), Script with { AllowsHostPassthrough = true }, null, false)));
        Assert.DoesNotContain(RemarkCode.NotOffered, Notes(HookPlanner.Install(Place(), Script, null, null)));
        Assert.Contains(RemarkCode.LibvirtUnknown, Notes(Install(Place() with { Libvirt = null }, Script)));
    }

    [Theory]
    [InlineData("libvirtd (libvirt) 9.0.0\n", 9_000_000L, "9.0.0")]
    [InlineData("virtqemud (libvirt) 10.10.1", 10_010_001L, "10.10.1")]
    [InlineData("libvirtd (libvirt) 6.4.0", 6_004_000L, "6.4.0")]
    [InlineData("libvirtd (libvirt) 9.0", null, null)]
    [InlineData("libvirtd (libvirt) 9.0.99999999999999999999", null, null)]
    [InlineData("libvirtd: command not found", null, null)]
    [InlineData("", null, null)]
    public void A_daemons_word_is_read(string output, long? number, string? text)
    {
        InstalledLibvirt? read = InstalledLibvirt.Read(output, "x");
        Assert.Equal((number, text), (read?.Number, read?.Text));
    }

    private static ChangePlan Install(HookPlace place, HookScript script) => HookPlanner.Install(place, script, null, true);

    private static RemarkCode RefusalOf(ChangePlan plan) => Assert.Single(plan.Refusals).Code;

    private static IEnumerable<RemarkCode> Notes(ChangePlan plan) => plan.Notices.Select(static n => n.Code);

    internal static HookPlace Place(
        HookEntryKind hooks = HookEntryKind.Folder, HookEntryKind folder = HookEntryKind.Folder, byte[]? main = null, byte[]? own = null,
        HookEntryKind? ownKind = null, uint? mode = null, InstalledLibvirt? libvirt = null) => new(
            new(Hooks, hooks), Entry(Hooks + "/qemu", main, null, mode), new(Hooks + "/qemu.d", folder),
                Entry(Hooks + "/qemu.d/virt-nest", own, ownKind, mode), libvirt ?? New);

    private static HookEntry Entry(string path, byte[]? content, HookEntryKind? kind, uint? mode) =>
        new(path, kind ?? (content is null ? HookEntryKind.Absent : HookEntryKind.File)) { Content = content,
            Mode = mode ?? Convert.ToUInt32("755", 8) };

    /// <summary>A program in the place of virt-nest, and a script of libvirt's folder that calls it.</summary>
    private sealed class TemporaryProgram : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-hook-").FullName;

        internal string Path => System.IO.Path.Join(_folder, "it's virt-nest");

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        internal void Write(string body) => WriteExecutable(Path, "#!/bin/sh\n" + body + "\n");

        internal (int Status, string Output) Call(HookScript script) => Call(Encoding.UTF8.GetString(script.Bytes));

        internal (int Status, string Output) Call(string script)
        {
            string hook = System.IO.Path.Join(_folder, "hook");
            File.WriteAllText(hook, script);
            using Process process = Process.Start(
                new ProcessStartInfo("/bin/sh", [hook, "--help", "restore", "begin", "-"]) { RedirectStandardOutput = true,
                    RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }

        /// <summary>Takes the right to execute it away.</summary>
        internal void Forbid() => SetMode(Path, UnixFileMode.UserRead);

        private static void WriteExecutable(string path, string text)
        {
            File.WriteAllText(path, text);
            SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        private static void SetMode(string path, UnixFileMode mode)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }
}
