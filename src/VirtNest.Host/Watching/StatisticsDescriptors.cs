using System.Buffers.Text;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Native.Kvm;
using VirtNest.Native.LibC;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>The counts of a VM by descriptors of statistics that its process has open, one of each vCPU (QEMU since 8.1). Each is
/// duplicated for one reading and closed at once: an open one keeps the VM. Where a descriptor cannot be had, or it is in doubt whose it
/// is, there is no count.</summary>
internal sealed class StatisticsDescriptors
{
    /// <summary>Descriptors of one process that are looked at.</summary>
    private const int MostDescriptors = 1 << 20;

    /// <summary>More entries than any vCPU can have counted; the sum over all of a VM is a number still.</summary>
    private const ulong MostEntries = long.MaxValue >> 16;

    /// <summary>Between two searches in a process that has none; each is twice as far away as the one before it, in milliseconds.</summary>
    private const long FirstWait = 500, LongestWait = 300_000;

    private readonly bool _isSafe = StatisticsKernels.AreSafe(ThisKernel());
    private readonly byte[] _names = new byte[16 << 10];
    private readonly LosableReads _reads = new();
    private byte[] _file = new byte[KvmStatisticsFile.MostBytes];

    /// <summary>Counts one VM; null where that cannot be done.</summary>
    /// <param name="vm">The VM, the only one of its process in the kernel's list.</param>
    /// <param name="vcpus">The numbers of all its vCPUs by the kernel's list, in ascending order.</param>
    internal NestedSample? Read(DebugfsVm vm, List<int> vcpus)
    {
        if (!_isSafe || vcpus.Count == 0 || vm.Naming is null)
        {
            return null;
        }

        StatisticsSearch last = vm.Search;
        bool isSame = last.Vcpus.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(vcpus));
        if (isSame && last.Descriptors.Length > 0 && Sum(vm.Pid, last, isNew: false) is { } sample)
        {
            return sample;
        }

        long now = Environment.TickCount64;
        if (isSame && now < last.NextAt)
        {
            return null;
        }

        StatisticsSearch found = new([.. vcpus], Find(vm.Pid, vcpus));
        NestedSample? counted = found.Descriptors.Length > 0 ? Sum(vm.Pid, found, isNew: true) : null;
        long wait = isSame ? Math.Clamp(last.Wait * 2, FirstWait, LongestWait) : FirstWait;
        vm.Search = counted is null ? new StatisticsSearch(found.Vcpus, []) { Wait = wait, NextAt = now + wait } : found;
        return counted;
    }

    /// <summary>The process's descriptors of statistics, in the order of the vCPUs; empty where they are not exactly one of each, or the
    /// process has more than one VM.</summary>
    private int[] Find(int pid, List<int> vcpus)
    {
        using FileDescriptor? folder = Folder($"/proc/{pid}/fd");
        SortedDictionary<int, int> found = [];
        Span<byte> link = stackalloc byte[64];
        int vms = 0;
        int count = 0;
        for (nint filled; folder is not null && (filled = Unistd.GetDents64(folder.Number, _names)) > 0;)
        {
            DirectoryRecords records = new(_names.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                nint length = Unistd.ReadLinkAt(folder.Number, name, link);
                ReadOnlySpan<byte> text = link[..(int)Math.Max(0, length)];
                vms += KvmObjects.OfLink(text) == KvmObject.Vm ? 1 : 0;
                if (++count > MostDescriptors || vms > 1
                    || (KvmObjects.VcpuOfStatistics(text) is { } vcpu
                        && !(Utf8Parser.TryParse(name, out int number, out _) && found.TryAdd(vcpu, number))))
                {
                    return [];
                }
            }
        }

        return vcpus.TrueForAll(found.ContainsKey) && found.Count == vcpus.Count ? [.. found.Values] : [];
    }

    /// <summary>The sum over all vCPUs; null where one cannot be read. A process that changes its descriptors meanwhile can have us close a
    /// file of its own making, which lasts as long as it likes (the FLUSH of a FUSE server): the thread may be lost.</summary>
    private NestedSample? Sum(int pid, StatisticsSearch search, bool isNew)
    {
        byte[] file = _file;
        if (_reads.TryAsk(() => Sum(pid, search, isNew, file), out NestedSample? sum))
        {
            return sum;
        }

        _file = new byte[file.Length];
        return null;
    }

    private static NestedSample? Sum(int pid, StatisticsSearch search, bool isNew, byte[] file)
    {
        using FileDescriptor process = new(ProcessDescriptor.Open(pid));
        long runs = 0;
        bool isInside = false;
        for (int i = 0; i < search.Vcpus.Length; i++)
        {
            if (process.IsInvalid
                || !TryRead(process, search.Descriptors[i], search.Vcpus[i], file, pid, isNew, out long entries, out bool isInL2))
            {
                return null;
            }

            runs += entries;
            isInside |= isInL2;
        }

        return new NestedSample(runs, isInside, search.Vcpus.Length);
    }

    private static bool TryRead(
        FileDescriptor process, int number, int vcpu, byte[] buffer, int pid, bool isNew, out long entries, out bool isInL2)
    {
        (entries, isInL2) = (0, false);

        // The number may mean another file by now, and some are not to be had: a device's registers (vfio) change by being read, and
        // closing what was duplicated can wait for its owner. So it is looked at before, and again once nobody can change it.
        if (!IsStatistics($"/proc/{pid}/fd/{number}", vcpu))
        {
            return false;
        }

        using FileDescriptor descriptor = new(ProcessDescriptor.Duplicate(process.Number, number));
        if (descriptor.IsInvalid || !IsStatistics($"/proc/self/fd/{descriptor.Number}", vcpu))
        {
            return false;
        }

        // pread(2): the owner's own position in the file stays where it is.
        nint filled = Unistd.PRead(descriptor.Number, buffer, 0);
        if (filled <= 0 || !KvmStatisticsFile.TryParse(buffer.AsSpan(0, (int)filled), out KvmStatisticsFile file)
            || !file.TryRead("nested_run"u8, out ulong runs) || runs > MostEntries
            || (isNew && !IsMadeBy(pid, file.Id)))
        {
            return false;
        }

        entries = (long)runs;
        isInL2 = file.TryRead("guest_mode"u8, out ulong mode) && mode != 0;
        return true;
    }

    private static bool IsStatistics(FormattableString path, int vcpu)
    {
        Span<byte> link = stackalloc byte[64];
        nint length = Unistd.ReadLink(FormattableString.Invariant(path), link);
        return length > 0 && KvmObjects.VcpuOfStatistics(link[..(int)length]) == vcpu;
    }

    /// <summary>The vCPU was made by a thread of this process, which lives: a process can have got descriptors of another one's
    /// VM.</summary>
    private static bool IsMadeBy(int pid, ReadOnlySpan<byte> id)
    {
        ReadOnlySpan<byte> vm = "kvm-"u8;
        if (!id.StartsWith(vm) || !Utf8Parser.TryParse(id[vm.Length..], out int thread, out _))
        {
            return false;
        }

        using FileDescriptor? folder = Folder($"/proc/{pid}/task/{thread}");
        return folder is not null;
    }

    private static FileDescriptor? Folder(FormattableString path) =>
        DebugfsVms.Folder(Fcntl.AT_FDCWD, Encoding.ASCII.GetBytes(FormattableString.Invariant(path) + "\0"));

    private static KernelLevel? ThisKernel()
    {
        using HostTree tree = HostTree.Live();
        (string release, string build, _) = Utsname.Read();
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["call:uname"] = Reading.Known(build);
        evidence["/proc/version_signature"] = tree.Read("/proc/version_signature", Sources.Small);
        return KernelLevel.Detect(evidence, release);
    }
}

/// <summary>What a search for descriptors of statistics found in a VM's process.</summary>
/// <param name="Vcpus">The VM's vCPUs at that time, in ascending order.</param>
/// <param name="Descriptors">The process's descriptor of each; empty where it has not one of each.</param>
internal sealed record StatisticsSearch(int[] Vcpus, int[] Descriptors)
{
    /// <summary>Nobody has searched yet.</summary>
    internal static readonly StatisticsSearch None = new([], []);

    /// <summary>How long is waited for the next search, and when it is, in milliseconds since the machine started.</summary>
    internal long Wait { get; init; }

    internal long NextAt { get; init; }
}
