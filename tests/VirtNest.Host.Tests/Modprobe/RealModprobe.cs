using System.Diagnostics;
using System.IO;

namespace VirtNest.Host.Tests.Modprobe;

/// <summary>The machine's own modprobe in a root folder of its own: its program and libraries are copied there, and its configuration
/// folders and /proc/cmdline are links into the tree that is asked about. Nothing of the machine's configuration is read or
/// changed.</summary>
internal sealed class RealModprobe : IDisposable
{
    internal const string Release = "6.1.0-test";

    private const string Program = "/sbin/modprobe";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>What the loop over all trees runs inside the root folder.</summary>
    private static readonly string[] Programs = [Program, "/bin/sh", "/bin/ln"];

    private readonly string _root = Directory.CreateTempSubdirectory("virt-nest-modprobe-").FullName;

    private RealModprobe()
    {
    }

    /// <summary>Why it cannot be used on this machine; null where it can.</summary>
    internal static string? Missing { get; } = FindMissing();

    /// <summary>Makes the root folder, with two modules that can be asked for: kvm_intel and kvm_amd.</summary>
    internal static RealModprobe Create()
    {
        RealModprobe modprobe = new();
        string root = modprobe._root;
        foreach (string folder in (string[])["dev", "etc", "run", "usr/local/lib", "proc", "sbin", "trees", "out", "lib/modules/" + Release
            + "/kernel"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        // Links to it must lead to nothing; a user name space may make no device.
        File.WriteAllText(root + "/dev/null", "");
        foreach (string program in Programs)
        {
            Copy(program, root);
            foreach (string word in Run("ldd", program).Output.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Where(w => w.StartsWith('/') && !w.EndsWith(':')))
            {
                Copy(word, root);
            }
        }

        // "current" is turned to one tree after the other.
        foreach (string folder in GeneratedTree.Folders)
        {
            File.CreateSymbolicLink(root + folder.TrimEnd('/'), "/current" + folder.TrimEnd('/'));
        }

        File.CreateSymbolicLink(root + "/proc/cmdline", "/current/proc/cmdline");
        string modules = Path.Combine(root, "lib/modules", Release);
        File.WriteAllBytes(modules + "/kernel/kvm-intel.ko", EmptyModule.Create("kvm_intel"));
        File.WriteAllBytes(modules + "/kernel/kvm-amd.ko", EmptyModule.Create("kvm_amd"));
        File.WriteAllText(modules + "/modules.order", "");
        File.WriteAllText(modules + "/modules.builtin", "");
        (int status, string output) = Run("/sbin/depmod", "-b", root, Release);
        return status == 0 ? modprobe : throw new InvalidOperationException("depmod: " + output);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Asks modprobe questions about each tree; the answers are its standard output.</summary>
    /// <param name="trees">The configurations.</param>
    /// <param name="questions">Arguments of modprobe, for the tree of a number.</param>
    /// <param name="encoding">Of the answers: UTF-8, or Latin-1 where bytes count.</param>
    internal List<string[]> Ask(IReadOnlyList<GeneratedTree> trees, Func<int, string[]> questions, Encoding encoding)
    {
        StringBuilder script = new("exec 2>/errors </dev/null\n");
        for (int i = 0; i < trees.Count; i++)
        {
            trees[i].Write($"{_root}/trees/{i}");
            script.Append(CultureInfo.InvariantCulture, $"/bin/ln -sfn trees/{i} /current || exit 1\n");
            string[] asked = questions(i);
            for (int q = 0; q < asked.Length; q++)
            {
                script.Append(CultureInfo.InvariantCulture, $"{Program} {asked[q]} >/out/{i}.{q}\n");
            }
        }

        File.WriteAllText(_root + "/ask", script.Append("exit 0\n").ToString());
        string[] chroot = ["chroot", _root, "/bin/sh", "/ask"];
        (int status, string output) = IsRoot ? Run(chroot[0], chroot[1..]) : Run("unshare", ["-r", .. chroot]);
        if (status != 0)
        {
            throw new InvalidOperationException($"the questions ended with status {status}: {output}");
        }

        return [.. trees.Select((_, i) => questions(i).Select((_, q) => File.ReadAllText($"{_root}/out/{i}.{q}", encoding)).ToArray())];
    }

    private static bool IsRoot => Environment.UserName == "root" && Environment.IsPrivilegedProcess;

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux";
        }

        if (!File.Exists(Program) || !Run(Program, "--version").Output.StartsWith("kmod version ", StringComparison.Ordinal))
        {
            return "needs kmod's modprobe at " + Program;
        }

        return IsRoot || Run("unshare", "-r", "chroot", "/", "/bin/true").Status == 0 ? null
            : "needs root or unprivileged user namespaces (unshare -r)";
    }

    private static void Copy(string path, string root)
    {
        string target = root + path;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(path, target, overwrite: true);
    }

    private static (int Status, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
            System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Deadline))
            {
                process.Kill(entireProcessTree: true);
                return (-1, program + " did not end");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
