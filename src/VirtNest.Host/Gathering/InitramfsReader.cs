using System.Diagnostics;
using System.IO;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Facts.Boot;

namespace VirtNest.Host.Gathering;

/// <summary>--deep: whether the initramfs image holds a KVM module, as source "initramfs:kvm" (its lines of the image's listing that name
/// kvm or modprobe.d; empty where it has none). The distribution's own program lists it, by absolute path, with a clean environment and a
/// deadline.</summary>
internal static class InitramfsReader
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string[] Programs = ["/usr/bin/lsinitramfs", "/usr/bin/lsinitrd", "/usr/sbin/lsinitrd", "/usr/bin/lsinitcpio"];

    internal static void Gather(HostEvidence evidence, string release)
    {
        string? image = InitramfsImage.Find(evidence, release)?.Path;
        string? program = Array.Find(Programs, File.Exists);
        evidence[InitramfsImage.Listing] =
            image is null || program is null ? Reading.Without(ReadingState.Absent, 0) : List(program, image);
    }

    private static Reading List(string program, string image)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            UseShellExecute = false };
        start.ArgumentList.Add(image);
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        using Process process = new() { StartInfo = start };
        StringBuilder lines = new();
        bool hasInit = false;
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not { } line)
            {
                return;
            }

            hasInit |= IsInit(line);
            if (lines.Length < Sources.Small
                && (line.Contains("kvm", StringComparison.Ordinal) || line.Contains("modprobe.d/", StringComparison.Ordinal)))
            {
                lines.Append(line).Append('\n');
            }
        };
        process.ErrorDataReceived += static (_, _) => { };
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Deadline))
        {
            ProcessTree.Kill(process);
            return Reading.OfErrno(LinuxErrno.ETIMEDOUT);
        }

        process.WaitForExit();
        // A program that failed behind lines that name the module has told what was asked (lsinitramfs ends with 2 on an image without
        // compression).
        string found = OnlyModuleLines(lines.ToString());
        return process.ExitCode == 0 || found.Length > 0
            ? Reading.Known(Encoding.UTF8.GetBytes(found), isTruncated: process.ExitCode != 0 || !hasInit || lines.Length >= Sources.Small)
            : Reading.OfErrno(LinuxErrno.EIO);
    }

    /// <summary>/init is in every image, and behind the parts that are not compressed: without it not all was listed, whatever the program
    /// ended with (lsinitcpio 40 ends with 0 where its decompressor is missing, and where a part for the CPU's microcode was put in front
    /// by hand).</summary>
    private static bool IsInit(string line) => line.Split(" -> ")[0].Split(' ')[^1] is "init" or "./init";

    /// <summary>The copies of modprobe.d count only where a module that they speak to is in the image.</summary>
    private static string OnlyModuleLines(
        string lines) => lines.Contains("/kvm-", StringComparison.Ordinal) || lines.Contains("/kvm.ko", StringComparison.Ordinal)
            || lines.Contains("/kvm_", StringComparison.Ordinal) ? lines : "";
}
