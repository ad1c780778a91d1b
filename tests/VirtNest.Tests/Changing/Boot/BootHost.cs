using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>A host whose module kvm_intel is built into its kernel, so that only the kernel command line of the next boot helps.</summary>
internal static class BootHost
{
    /// <summary>The running kernel.</summary>
    internal const string Release = "6.12.0-1-amd64";

    /// <summary>The facts of a host.</summary>
    /// <param name="with">Gives it its boot loader.</param>
    /// <param name="nested">What the running kernel has.</param>
    internal static HostFacts FactsOf(Action<HostEvidence> with, string nested = "N")
    {
        ModprobeTree tree = new();
        with(tree.Evidence);
        HostEvidence evidence = ChangeHost.Facts(tree, "kvm_intel", nested).Evidence;
        evidence["/proc/modules"] = Reading.Known("ext4 1 1 - Live 0x0\n");
        evidence["/sys/module/kvm_intel/initstate"] = Reading.OfErrno(LinuxErrno.ENOENT);
        return HostFacts.Parse(evidence);
    }

    internal static ChangePlan Plan(Action<HostEvidence> with, bool isOn = true, string nested = "N",
        ChangeReach reach = ChangeReach.Both) =>
        ChangeHost.Plan(FactsOf(with, nested), isOn, reach);

    /// <summary>Programs and other paths that are there.</summary>
    internal static void There(HostEvidence evidence, params string[] paths) =>
        Array.ForEach(paths, p => evidence["stat:" + p] = Reading.Known("type=file mode=0755"));

    internal static void File(HostEvidence evidence, string path, string text) => evidence[path] = Reading.Known(text);

    /// <summary>A folder of boot entries: the name of each, and its options; null for an entry without them.</summary>
    internal static void Entries(HostEvidence evidence, string folder, params (string Name, string? Options)[] entries)
    {
        evidence[folder] = Reading.Known(string.Concat(entries.Select(static e => e.Name + "\0")));
        foreach ((string name, string? options) in entries)
        {
            evidence[folder + name] = Reading.Known(options is null ? "" : "options " + options + "\n");
        }
    }

    /// <summary>The EFI variable LoaderInfo.</summary>
    internal static void BootedBy(HostEvidence evidence, string loader) =>
        evidence[Sources.LoaderInfo] = Reading.Known([6, 0, 0, 0, .. Encoding.Unicode.GetBytes(loader + "\0")]);

    internal static string TextOf(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);
}
