using System.IO;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;

namespace VirtNest.Host.Applying;

/// <summary>What a plan needs beyond what `check` reads: which programs there are, where links of /etc/modprobe.d lead, what packages own
/// there, every parameter of the module.</summary>
public static class ChangeReader
{
    private const string PackageFolder = "/var/lib/dpkg/info/";

    /// <summary>Reads this machine for a plan.</summary>
    public static HostEvidence Gather()
    {
        HostEvidence evidence = EvidenceGatherer.Quick();
        using HostTree tree = HostTree.Live();
        foreach (string path in Sources.ChangeStats)
        {
            evidence["stat:" + path] = tree.Describe(path);
        }

        evidence[Sources.KernelModprobe] =
            ModprobeProgram.OfKernel is { } modprobe ? Reading.Known(modprobe) : Reading.Without(ReadingState.Absent, 0);

        BootReader.Gather(tree, evidence);
        ReadOstreeArguments(evidence);
        if (HostFacts.Parse(evidence).Modules.Vendor is { } module)
        {
            ReadParameters(tree, evidence, module);
        }

        ReadFilesThatSpeak(evidence);
        evidence["packages:conffiles"] = Conffiles(tree);
        return evidence;
    }

    /// <summary>Adds the files of a change of the past, as they are now.</summary>
    /// <param name="evidence">As <see cref="Gather"/> gave it.</param>
    /// <param name="files">The change's files.</param>
    public static void ReadFiles(HostEvidence evidence, IEnumerable<FileStep> files)
    {
        foreach (FileStep file in files)
        {
            evidence[file.Path] = Files.WholeFile.Read(file.Path, 64 << 20);
        }
    }

    /// <summary>Adds whether the initramfs image holds a KVM module: slow, and asked only where a file of modprobe.d is to
    /// change.</summary>
    /// <param name="evidence">As <see cref="Gather"/> gave it.</param>
    public static void ReadInitramfs(HostEvidence evidence) => InitramfsReader.Gather(evidence, HostFacts.Parse(evidence).Release ?? "");

    /// <summary>What modprobe itself says of its configuration: its lines of options that name kvm.</summary>
    public static Reading ShownConfiguration()
    {
        if (ModprobeProgram.Path is not { } modprobe)
        {
            return Reading.NotRead;
        }

        ProgramResult shown = HostProgram.Run(modprobe, ["--showconfig"], TimeSpan.FromSeconds(60));
        IEnumerable<string> lines = shown.Whole.Split('\n').Where(static l =>
            l.StartsWith("options ", StringComparison.Ordinal) && l.Contains("kvm", StringComparison.Ordinal));
        return shown.IsSuccess ? Reading.Known(Encoding.Latin1.GetBytes(string.Concat(lines.Select(static l => l + "\n"))))
            : Reading.OfErrno(LinuxErrno.EIO);
    }

    /// <summary>The kernel arguments of the next boot of an ostree system, pending or booted: a deployment that waits writes its boot
    /// entry only at shutdown. Asked only where the command line decides.</summary>
    private static void ReadOstreeArguments(HostEvidence evidence)
    {
        HostFacts facts = HostFacts.Parse(evidence);
        if (BootLoader.Detect(facts) is not { IsRpmOstree: true, Program: { } program }
            || (!facts.Cpu.Architecture.IsSwitchedAtBoot && facts.Modules.State != ModuleState.Builtin
                && (facts.Modules.Vendor is not { } module || facts.CommandLine.OfModule(module, "nested").Count == 0)))
        {
            return;
        }

        ProgramResult told = HostProgram.Run(program, ["kargs"], TimeSpan.FromSeconds(120));
        evidence[Sources.OstreeArguments] =
            told.IsSuccess ? Reading.Known(Encoding.Latin1.GetBytes(told.Whole)) : Reading.OfErrno(LinuxErrno.EIO);
    }

    /// <summary>Adds every parameter of a module.</summary>
    internal static void ReadParameters(HostTree tree, HostEvidence evidence, string module)
    {
        string folder = ModuleParameters.Folder(module);
        evidence[folder] = tree.List(folder, static _ => true);
        foreach (string name in evidence.Entries(folder))
        {
            evidence[folder + name] = tree.Read(folder + name, Sources.Small);
        }
    }

    /// <summary>Of the files of /etc/modprobe.d that speak of kvm: where a symbolic link leads ("realpath:"), and that a file has other
    /// names too ("links:").</summary>
    private static void ReadFilesThatSpeak(HostEvidence evidence)
    {
        const string folder = "/etc/modprobe.d/";
        foreach (string name in evidence.Entries(folder))
        {
            string path = folder + name;
            if (evidence[path].Bytes.IndexOf("kvm"u8) < 0)
            {
                continue;
            }

            FileInfo file = new(path);
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                evidence["realpath:" + path] = Reading.Known(target.FullName);
            }

            if (Native.LibC.Stat.OfPath(path, out Native.LibC.Stat.StatX stat) == 0 && stat.Links > 1)
            {
                evidence["links:" + path] = Reading.Known(stat.Links.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>The files of /etc/modprobe.d that Debian packages ask about at their upgrade (deb-conffiles(5)).</summary>
    private static Reading Conffiles(HostTree tree)
    {
        HostEvidence packages = new(EvidenceOrigin.Live);
        packages[PackageFolder] = tree.List(PackageFolder, static name => name.EndsWith(".conffiles", StringComparison.Ordinal));
        if (!packages[PackageFolder].IsKnown)
        {
            return packages[PackageFolder];
        }

        return Reading.Known(string.Concat(packages.Entries(PackageFolder)
            .SelectMany(name => tree.Read(PackageFolder + name, Sources.Small).Text.Split('\n'))
            .Where(static l => l.StartsWith("/etc/modprobe.d/", StringComparison.Ordinal)).Select(static l => l.Split(' ')[0] + "\n")));
    }
}
