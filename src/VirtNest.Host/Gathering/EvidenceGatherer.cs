using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>What to gather beyond the default.</summary>
/// <param name="AllowsVm">A VM may be created where no other system call can answer (docs/evidence.md, "What reading changes").</param>
/// <param name="IsDeep">Slow sources too: the module configuration inside the initramfs image.</param>
public sealed record GatheringOptions(bool AllowsVm, bool IsDeep);

/// <summary>machine -> <see cref="HostEvidence"/>. Reads only; changes nothing, loads no module.</summary>
public static class EvidenceGatherer
{
    /// <summary>Reads this machine without making a VM and without a long look: what every command but `check` asks of it.</summary>
    public static HostEvidence Quick() => Live(new GatheringOptions(AllowsVm: false, IsDeep: false));

    /// <summary>Reads this machine.</summary>
    /// <param name="options">What to gather beyond the default.</param>
    public static HostEvidence Live(GatheringOptions options)
    {
        using HostTree tree = HostTree.Live();
        HostEvidence evidence = new(EvidenceOrigin.Live);
        (string release, string build, string machine) = Utsname.Read();
        evidence["call:uname"] = Reading.Known(
            $"release={release}\nmachine="
                + $"{machine}\n{(SourceFilter.PackageVersion(build) is { Length: > 0 } package ? $"version={package}\n" : "")}");
        evidence["call:getuid"] = Reading.Known(FormattableString.Invariant(
            $"euid={Unistd.GetEUid()} egid={Unistd.GetEGid()} groups={string.Join(',', Unistd.GetGroups())}\n"));
        evidence["link:/proc/self/ns/pid"] = tree.ReadLink("/proc/self/ns/pid");

        // The weak signs of a container count only outside the first process-id namespace; who may open /dev/kvm is no question for root.
        bool isFirstNamespace = evidence["link:/proc/self/ns/pid"].Value == Sources.FirstPidNamespace;
        bool isRoot = Unistd.GetEUid() == 0;
        ReadFiles(tree, evidence,
            keep =>
                !(isFirstNamespace && keep is (Keep.ContainerStatus or Keep.ContainerGroups or Keep.ContainerMounts))
                    && !(isRoot && keep == Keep.KvmGroup));
        ReadModules(tree, evidence);
        ReadModuleTree(tree, evidence, release);
        ReadModprobeFolders(tree, evidence);
        ReadInitramfs(tree, evidence, release);
        JournalReader.Gather(tree, evidence);
        BootReader.Gather(tree, evidence);
        CpuidReader.Gather(evidence);
        MsrReader.Gather(tree, evidence);
        KvmDevice.Gather(evidence, options.AllowsVm);
        KernelMessages.Gather(evidence);
        if (options.IsDeep)
        {
            InitramfsReader.Gather(evidence, release);
        }

        return evidence;
    }

    /// <summary>Reads a dumped tree: any subset of a machine's proc, sys, etc, lib/modules, usr/lib/modprobe.d, run, dev, boot.</summary>
    /// <param name="directory">The tree's root folder. Nothing outside is read, whatever links are in it.</param>
    /// <param name="errno">Why the tree cannot be read (ENOENT, ENOTDIR, EACCES; ENOSYS on a kernel before 5.6), or 0.</param>
    /// <returns>The evidence, or null where the tree cannot be read.</returns>
    public static HostEvidence? Dump(string directory, out int errno)
    {
        using HostTree? tree = HostTree.Dump(directory, out errno);
        if (tree is null)
        {
            return null;
        }

        HostEvidence evidence = new(EvidenceOrigin.Dump);
        ReadFiles(tree, evidence, static _ => true);
        ReadCollectedText(tree, evidence);
        ReadModules(tree, evidence);
        string? release = DumpedRelease(tree, evidence);
        if (release is not null)
        {
            ReadModuleTree(tree, evidence, release);
            ReadInitramfs(tree, evidence, release);
        }

        ReadModprobeFolders(tree, evidence);
        JournalReader.Gather(tree, evidence);
        BootReader.Gather(tree, evidence);
        return evidence;
    }

    private static void ReadFiles(HostTree tree, HostEvidence evidence, Predicate<Keep> isAsked)
    {
        foreach (FileSource source in Array.FindAll(Sources.Files, s => isAsked(s.Keep)))
        {
            evidence[source.Path] = Filter(tree.Read(source.Path, source.Limit), source.Keep);
        }

        evidence[Sources.XenDevices] = tree.List(Sources.XenDevices, static _ => true);
        evidence[Sources.DeviceTree] = tree.List(Sources.DeviceTree, Sources.IsQemuConfiguration);
        foreach (string path in Sources.Stats)
        {
            evidence["stat:" + path] = tree.Describe(path);
        }
    }

    private static void ReadCollectedText(HostTree tree, HostEvidence evidence)
    {
        foreach (CollectedText row in CollectedText.Rows.Where(r => !evidence[r.Source].IsKnown))
        {
            foreach (string path in row.Paths)
            {
                Reading reading = tree.Read(path, 16 << 20);
                string text = !reading.IsKnown ? "" : row.Convert is { } convert ? convert(reading.Text) : reading.Text;
                if (text.Length > 0)
                {
                    evidence[row.Source] = Filter(Reading.Known(text), row.Keep);
                    break;
                }
            }
        }
    }

    private static Reading Filter(Reading reading, Keep keep) =>
        reading.IsKnown && keep != Keep.Everything ? Reading.Known(SourceFilter.Apply(keep, reading.Bytes.ToArray()), reading.IsTruncated)
            : reading;

    private static void ReadModules(HostTree tree, HostEvidence evidence)
    {
        evidence[Sources.ModuleFolder] = tree.List(Sources.ModuleFolder, Sources.ConcernsVirtualization);
        foreach (string module in evidence.Entries(Sources.ModuleFolder))
        {
            string folder = Sources.ModuleFolder + module + "/";
            evidence[folder + "initstate"] = tree.Read(folder + "initstate", Sources.Small);
            if (Sources.IsOtherHypervisor(module))
            {
                continue;
            }

            evidence[folder + "refcnt"] = tree.Read(folder + "refcnt", Sources.Small);
            string parameters = folder + "parameters/";
            evidence[parameters] = tree.List(parameters, VendorModule.IsOfInterest);
            foreach (string parameter in evidence.Entries(parameters))
            {
                evidence[parameters + parameter] = tree.Read(parameters + parameter, Sources.Small);
            }
        }
    }

    private static string? DumpedRelease(HostTree tree, HostEvidence evidence)
    {
        if (evidence["/proc/sys/kernel/osrelease"].Value is { Length: > 0 } release && !release.Contains('/', StringComparison.Ordinal))
        {
            return release;
        }

        // "Linux version 6.1.0-13-amd64 (...": Linux v6.12 fs/proc/version.c.
        if (evidence["/proc/version"].Value?.Split(' ') is ["Linux", "version", { Length: > 0 } third, ..]
            && !third.Contains('/', StringComparison.Ordinal))
        {
            return third;
        }

        evidence["/lib/modules/"] = tree.List("/lib/modules/", static _ => true);
        return evidence.Entries("/lib/modules/") is [{ } only] ? only : null;
    }

    private static void ReadModuleTree(HostTree tree, HostEvidence evidence, string release)
    {
        foreach (string folder in Sources.ModuleTrees(release))
        {
            string builtin = folder + "/modules.builtin";
            evidence[builtin] = Filter(tree.Read(builtin, 1 << 20), Keep.KvmLines);
            if (!evidence[builtin].IsKnown)
            {
                continue;
            }

            // arch/ARCH/kvm: the one folder below is the kernel's own architecture.
            string arch = folder + "/kernel/arch/";
            evidence[arch] = tree.List(arch, static _ => true);
            foreach (string name in evidence.Entries(arch))
            {
                evidence[arch + name + "/kvm/"] = tree.List(arch + name + "/kvm/", static _ => true);
            }

            return;
        }
    }

    private static void ReadModprobeFolders(HostTree tree, HostEvidence evidence)
    {
        foreach (string folder in Sources.ModprobeFolders)
        {
            // /lib is a link to /usr/lib on most hosts: what was read there once is not read again.
            if (folder == "/lib/modprobe.d/" && tree.IsSame("/lib/modprobe.d", "/usr/lib/modprobe.d"))
            {
                evidence[folder] = Reading.Without(ReadingState.Absent, 0);
                continue;
            }

            evidence[folder] = tree.List(folder, Sources.IsOfModprobe);
            if (evidence[folder].IsKnown)
            {
                evidence["stat:" + folder] = tree.Describe(folder.TrimEnd('/'));
                ReadConfigurationFiles(tree, evidence, folder);
            }
        }
    }

    private static void ReadConfigurationFiles(HostTree tree, HostEvidence evidence, string folder)
    {
        int bytes = 0;
        int files = 0;
        foreach (string name in evidence.Entries(folder))
        {
            if (++files > Sources.MostConfigurationFiles || bytes > Sources.MostConfigurationBytes)
            {
                evidence[folder + name] = Reading.Without(ReadingState.Failed, LinuxErrno.E2BIG);
                continue;
            }

            Reading reading = tree.Read(folder + name, Sources.Small, out Reading description);

            evidence[folder + name] = name.EndsWith(".conf", StringComparison.Ordinal) ? reading : Filter(reading, Keep.ModprobeLines);
            evidence["stat:" + folder + name] = description;
            bytes += reading.Bytes.Length;
        }
    }

    private static void ReadInitramfs(HostTree tree, HostEvidence evidence, string release)
    {
        foreach (string image in Sources.InitramfsImages(release))
        {
            evidence["stat:" + image] = tree.Describe(image);
        }
    }
}
