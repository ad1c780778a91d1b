using System.Threading;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>Who uses KVM on this machine: the descriptors of every process, and the use count of the vendor module.</summary>
public sealed class KvmHolders
{
    private const string ProcessFolder = "/proc/";

    private readonly LosableReads _reads = new();

    /// <summary>Looks into every process. Reads only; a process that ends meanwhile is left out.</summary>
    /// <param name="module">The vendor module: kvm_intel, kvm_amd; null where there is none.</param>
    /// <param name="cancellation">Ends the look: with thousands of processes it takes a moment.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public KvmUse Find(string? module, CancellationToken cancellation)
    {
        using HostTree tree = HostTree.Live();
        ModuleUse? use = module is null ? null : UseOf(tree, module);
        if (use is { Count: 0, Above.Count: 0 })
        {
            // Whatever anybody has open, it is no use of the module.
            return new KvmUse([], [], 0, false, use);
        }

        int self = Number(tree.ReadLink("/proc/self").Value);
        ProcessScan scan = new(self, _reads, cancellation);
        scan.Run(isDeep: false);

        // The count is read after the processes: what ended meanwhile is not missed among them. Threads with descriptors of their own and
        // mappings without any are rare, and looking for them takes ten times as long: only where a use is left that nobody explains.
        use = module is null ? null : UseOf(tree, module);
        if (scan.Found.Count == 0 && use is not { Count: 0 })
        {
            scan.Run(isDeep: true);
            use = module is null ? null : UseOf(tree, module);
        }

        HashSet<int> ancestors = Ancestors(tree, self);
        List<KvmHolder> holders = [];
        foreach ((int pid, KvmHoldings holds) in scan.Found)
        {
            if (Describe(tree, pid, holds, ancestors.Contains(pid)) is { } holder)
            {
                holders.Add(holder);
            }
        }

        // Process 1 is there in every namespace: where /proc does not show it, hidepid hides it, and with it others.
        bool isHidden = !scan.HasFirstProcess || tree.ReadLink("/proc/self/ns/pid").Value != Sources.FirstPidNamespace;
        return new KvmUse(holders, scan.Own, scan.Unreadable, isHidden, use);
    }

    /// <summary>The process that a thread belongs to, and what it calls itself; null where it has ended or /proc does not show
    /// it.</summary>
    /// <param name="thread">A thread id: the kernel names a VM after the thread that made it.</param>
    internal (int Pid, ProcessNaming Naming)? ProcessOf(int thread)
    {
        using HostTree tree = HostTree.Live();
        string folder = ProcessFolder + thread.ToString(CultureInfo.InvariantCulture);
        Reading status = tree.Read(folder + "/status", Sources.Small);
        return status.IsKnown ? (Number(Field(status.Text, "Tgid:")), NamingOf(tree, folder)) : null;
    }

    /// <summary>Lets go of KVM where whoever started us left us a descriptor of it: it would keep the module in use for as long as we run,
    /// and go on to the programs that we run. Inherited is what has no FD_CLOEXEC, since this process opens nothing without it. Numbers 0
    /// to 2 become /dev/null, so that no file opened later becomes a standard stream. Whoever left it to us keeps its own.</summary>
    /// <returns>The descriptors that were let go.</returns>
    public static IReadOnlyList<int> ReleaseInherited()
    {
        List<int> released = [];
        foreach (int descriptor in ProcessScan.OwnDescriptors())
        {
            if ((Fcntl.GetFlags(descriptor) & Fcntl.FD_CLOEXEC) != 0)
            {
                continue;
            }

            using FileDescriptor nothing = new(Fcntl.Open("/dev/null", Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0));
            if (descriptor > 2 ? Unistd.Close(descriptor) == 0 : !nothing.IsInvalid && Unistd.Dup3(nothing.Number, descriptor, 0) >= 0)
            {
                released.Add(descriptor);
            }
        }

        return released;
    }

    private static ModuleUse UseOf(HostTree tree, string module)
    {
        string folder = Sources.ModuleFolder + module + "/";
        HostEvidence above = new(EvidenceOrigin.Live);
        above[folder] = tree.List(folder + "holders", static _ => true);
        return ModuleUse.Parse(module, tree.Read(folder + "refcnt", Sources.Small).Value, above.Entries(folder),
            tree.Read("/proc/modules", 1 << 20).Value);
    }

    /// <summary>Who a process is; null where it has ended.</summary>
    private KvmHolder? Describe(HostTree tree, int pid, KvmHoldings holds, bool isAncestor)
    {
        string folder = ProcessFolder + pid.ToString(CultureInfo.InvariantCulture);
        Reading status = tree.Read(folder + "/status", Sources.Small);
        if (!status.IsKnown)
        {
            return null;
        }

        // Uid: real, effective, saved, file system (proc(5)).
        string[] users = Field(status.Text, "Uid:").Split('\t', StringSplitOptions.RemoveEmptyEntries);
        uint user = users.Length > 1 && uint.TryParse(users[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint effective)
            ? effective : uint.MaxValue;
        return new KvmHolder(pid, user, holds, NamingOf(tree, folder), isAncestor);
    }

    /// <summary>A process that keeps its command line from us is named by /proc/PID/comm alone.</summary>
    private ProcessNaming NamingOf(HostTree tree, string folder)
    {
        Reading commandLine = _reads.TryAsk(() => ReadAlone(folder + "/cmdline"), out Reading read) ? read : Reading.NotRead;
        return ProcessNaming.Parse(commandLine.Bytes, commandLine.IsTruncated, tree.Read(folder + "/comm", Sources.Small).Value ?? "");
    }

    private static Reading ReadAlone(string path)
    {
        using HostTree tree = HostTree.Live();
        return tree.Read(path, ProcessNaming.MostBytes);
    }

    /// <summary>Our parent, its parent and so on.</summary>
    private static HashSet<int> Ancestors(HostTree tree, int self)
    {
        HashSet<int> ancestors = [];
        for (int pid = self; pid > 0;)
        {
            pid = Number(Field(tree.Read($"{ProcessFolder}{pid}/status", Sources.Small).Text, "PPid:"));
            if (!ancestors.Add(pid))
            {
                break;
            }
        }

        return ancestors;
    }

    /// <summary>The text behind a name at the front of a line, without surrounding white space; "" where no line begins so.</summary>
    private static string Field(string text, string name)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return line[name.Length..].Trim();
            }
        }

        return "";
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
