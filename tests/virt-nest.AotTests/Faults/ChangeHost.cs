using System.IO;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using VirtNest.Tests;
using Xunit;

namespace VirtNest.AotTests.Faults;

/// <summary>A host in a folder (change-host.sh), on which the published binary changes files, runs the boot loader's program and reloads
/// the module; and the harm that call-faults.c does it.</summary>
internal sealed partial class ChangeHost : IDisposable
{
    private static readonly Lazy<string?> WhyNot = new(Find);

    private readonly TemporaryFolder _folder;
    private readonly string _world;

    private ChangeHost(TemporaryFolder folder)
    {
        _folder = folder;
        _world = folder.Of("world");
    }

    private static string Script => RepositoryFolder.Of("tests", "virt-nest.AotTests", "Faults", "change-host.sh");

    private static string Faults => Path.Combine(AppContext.BaseDirectory, "call-faults");

    /// <summary>The host before any change; the test is skipped where it cannot be.</summary>
    internal static ChangeHost Make()
    {
        string binary = PublishedBinary.FilePath;
        Assert.SkipWhen(WhyNot.Value is not null, WhyNot.Value ?? "");
        ChangeHost host = new(new TemporaryFolder());
        Directory.CreateDirectory(Path.Combine(host._world, "bin"));
        File.Copy(binary, Path.Combine(host._world, "bin/virt-nest"));
        Run made = Program("/bin/bash", Script, "make", host._world);
        Assert.True(made.Status == 0, made.Error);
        return host;
    }

    /// <summary>The same host once more, to do something else to.</summary>
    internal ChangeHost Copy()
    {
        ChangeHost copy = new(new TemporaryFolder());
        Assert.Equal(0, Program("/bin/cp", "-a", _world, copy._world).Status);
        return copy;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs virt-nest there.</summary>
    internal Run Run(params string[] arguments) => Harm("none", 0, arguments).Run;

    /// <summary>Runs virt-nest there with harm done at one of its calls; what it writes comes in the order in which it wrote it.</summary>
    internal (Run Run, Call[] Calls) Harm(string harm, int number, params string[] arguments)
    {
        string log = _folder.Of(Guid.NewGuid().ToString("N"));
        Run run = Program("/bin/bash", ["-c", "exec \"$0\" run \"$@\" 2>&1", Script, _world, Faults, harm,
            number.ToString(CultureInfo.InvariantCulture), log, "/usr/sbin/virt-nest", .. arguments]);
        return (run, Call.Read(log));
    }

    /// <summary>Another boot: the module is loaded as the menu says, if it says anything.</summary>
    internal void Boot()
    {
        string menu = File.ReadAllText(Of("/boot/grub/grub.cfg")), modules = Of("/sys/module/");
        if (Directory.Exists(modules + ".gone"))
        {
            Directory.Move(modules + ".gone", modules + "kvm_amd");
        }

        string[] words = menu.Split('"', ' ', '\n');
        string value = words.LastOrDefault(static w => w.StartsWith("kvm_amd.nested=", StringComparison.Ordinal)) ?? "kvm_amd.nested=1";
        File.WriteAllText(modules + "kvm_amd/parameters/nested", value[^1..] + "\n");
        File.WriteAllText(Path.Combine(_world, "boot_id"), Guid.NewGuid() + "\n");
        File.WriteAllText(Path.Combine(_world, "cmdline"), $"root=/dev/vda1 ro quiet {value}\n");
    }

    /// <summary>Where a file of the host is.</summary>
    internal string Of(string path) => Path.Join(_world,
        path.StartsWith("/var/lib/virt-nest", StringComparison.Ordinal) ? "state" + path["/var/lib/virt-nest".Length..] : path);

    /// <summary>Every file, folder and link that a change may touch, with its mode, owner and content, and the module's parameters; without
    /// the journal.</summary>
    internal string Tree()
    {
        StringBuilder tree = new();
        foreach (string top in (string[])["etc", "boot", "sys"])
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(Path.Combine(_world, top), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
            {
                string content = File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "";
                tree.Append(CultureInfo.InvariantCulture, $"{path[_world.Length..]} {File.GetUnixFileMode(path)} {content}\n");
            }
        }

        return tree.ToString();
    }

    /// <summary>All that a next run can find: two hosts of the same state go the same way.</summary>
    internal string State()
    {
        StringBuilder state = new(Tree());
        foreach (string file in Directory.EnumerateFileSystemEntries(Of("/var/lib/virt-nest"), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            string content = File.Exists(file) && !Path.GetFileName(file).StartsWith("lock", StringComparison.Ordinal)
                ? StartLine().Replace(File.ReadAllText(file), "start") : "";
            state.Append(CultureInfo.InvariantCulture, $"{file[_world.Length..]} {content}\n");
        }

        return state.ToString();
    }

    /// <summary>What is in the journal's folder beside locks and whole entries: nothing, once a change was finished.</summary>
    internal string[] Rests() => [.. Directory.EnumerateFiles(Of("/var/lib/virt-nest"), "*", SearchOption.AllDirectories)
        .Where(static f => Path.GetFileName(f) is not ("plan.json" or "progress" or "lock" or "lock-hook" or "lock-numbers")
            || Path.GetDirectoryName(f)!.EndsWith(".new", StringComparison.Ordinal)
            || Path.GetDirectoryName(f)!.EndsWith(".old", StringComparison.Ordinal))];

    /// <summary>The newest change was begun and has no end.</summary>
    internal bool IsInterrupted => LastLine() is not ("" or "committed" or "rolled-back" or "undone");

    /// <summary>The last whole line of the newest entry, "" where there is none.</summary>
    internal string LastLine()
    {
        string changes = Of("/var/lib/virt-nest/changes");
        string? newest = !Directory.Exists(changes) ? null : Directory.EnumerateDirectories(changes)
            .Where(static d => !d.EndsWith(".new", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        return newest is null ? "" : File.ReadAllText(Path.Combine(newest, "progress")).Split('\n')[..^1].LastOrDefault() ?? "";
    }

    /// <summary>The first thing that a run said is that an earlier one was interrupted.</summary>
    internal static bool SaysItFirst(Run run) => run.Text.Split('\n')[0] is { } first
        && (first.Contains("cut off", StringComparison.Ordinal) || first.Contains("interrupted", StringComparison.Ordinal));

    /// <summary>When, and in which boot.</summary>
    [GeneratedRegex("start [^ ]+ [^ ]+")]
    private static partial Regex StartLine();

    private static Run Program(string program, params string[] arguments) => PublishedBinary.StartProgram(program, [], arguments);

    private static string? Find()
    {
        if (Environment.UserName != "root")
        {
            return "needs root, for mounts of its own";
        }

        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return "call-faults.c knows the registers of x86-64";
        }

        if (!File.Exists("/usr/bin/cc"))
        {
            return "needs a C compiler, for call-faults.c";
        }

        string source = RepositoryFolder.Of("tests", "virt-nest.AotTests", "Faults", "call-faults.c");
        Run compiled = Program("/usr/bin/cc", "-O1", "-o", Faults, source);
        Assert.True(compiled.Status == 0, compiled.Error);
        using TemporaryFolder folder = new();
        Run traced = Program(Faults, "none", "0", folder.Of("calls"), "/bin/true");
        if (traced.Status != 0)
        {
            return "ptrace is not allowed here";
        }

        Run mounted = Program("/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/mount", "-t", "overlay", "overlay", "-o",
            "lowerdir=/usr/bin:/usr/sbin", "/usr/sbin");
        return mounted.Status == 0 ? null : "no overlay mounts here: " + mounted.Error;
    }
}
