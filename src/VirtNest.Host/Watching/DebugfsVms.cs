using System.Buffers.Text;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Native.LibC;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>The VMs of this kernel and what it counts of them, in /sys/kernel/debug/kvm (Linux v6.12 virt/kvm/kvm_main.c,
/// kvm_create_vm_debugfs): one file of each VM in the usual case. Files are opened anew each time, since an open one keeps its VM
/// (kvm_debugfs_open).</summary>
/// <param name="folder">"/sys/kernel/debug/kvm".</param>
internal sealed class DebugfsVms(string folder)
{
    /// <summary>Folders that are read; far above what one machine runs.</summary>
    private const int MostVms = 100_000;

    /// <summary>The kernel names a VM after a process of the first pid namespace: in another one that number is nobody or somebody
    /// else.</summary>
    private readonly bool _seesProcesses = IsFirstNamespace();

    /// <summary>By inode number: the kernel gives each VM another, also where a process makes one after the other.</summary>
    private readonly Dictionary<ulong, DebugfsVm> _known = [];
    private readonly List<DebugfsVm> _listed = [];
    private readonly List<DebugfsVm> _met = [];

    /// <summary>How many VMs each process has.</summary>
    private readonly Dictionary<int, int> _ofProcess = [];
    private readonly KvmHolders _processes = new();
    private readonly StatisticsDescriptors _statistics = new();

    /// <summary>The vCPUs of the VM that is looked at, in ascending order.</summary>
    private readonly List<int> _vcpus = [];
    private readonly byte[] _names = new byte[32 << 10];
    private readonly byte[] _inner = new byte[8 << 10];
    private readonly byte[] _number = new byte[32];
    private long _readings;

    /// <summary>Since the reading before, a VM came or went.</summary>
    internal bool HasChanged { get; private set; }

    /// <summary>Reads all VMs. One that ends meanwhile is left out.</summary>
    /// <param name="gap">Why they could not be read, or null. Where a kernel without a lockdown would tell more, that is no gap: the VMs
    /// are there, and who counted says it.</param>
    /// <returns>The VMs, valid until the next reading.</returns>
    internal IReadOnlyList<DebugfsVm> Read(out DebugfsGap? gap)
    {
        _listed.Clear();
        _ofProcess.Clear();
        _met.Clear();
        _readings++;
        HasChanged = false;
        using FileDescriptor? vms = Folder(Fcntl.AT_FDCWD, Encoding.UTF8.GetBytes(folder + "\0"));
        gap = vms is null ? new DebugfsGap(folder, Marshal.GetLastPInvokeError()) : null;
        nint filled = 0;
        while (vms is not null && (filled = Unistd.GetDents64(vms.Number, _names)) > 0 && _listed.Count < MostVms)
        {
            DirectoryRecords records = new(_names.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                if (Utf8Parser.TryParse(name, out int thread, out int length) && thread > 0 && name[length] == (byte)'-')
                {
                    Meet(name, records.Inode, thread);
                }
            }
        }

        if (filled < 0)
        {
            gap = new DebugfsGap(folder, Marshal.GetLastPInvokeError());
        }

        foreach (DebugfsVm vm in _listed)
        {
            if (Count(vms!.Number, vm))
            {
                vm.MetAt = _readings;
                _met.Add(vm);
            }
        }

        Forget();
        return _met;
    }

    private void Meet(ReadOnlySpan<byte> name, ulong inode, int thread)
    {
        if (!_known.TryGetValue(inode, out DebugfsVm? vm) || !name.SequenceEqual(vm.Name))
        {
            // Only a new VM's process is looked at.
            (int Pid, Facts.ProcessNaming Naming)? process = _seesProcesses ? _processes.ProcessOf(thread) : null;
            vm = new DebugfsVm(name.ToArray())
            {
                Key = $"{Encoding.ASCII.GetString(name[..^1])}@{inode}",
                Pid = process?.Pid ?? thread,
                Naming = process?.Naming,
            };
            _known[inode] = vm;
            HasChanged = true;
        }

        _listed.Add(vm);
        _ofProcess[vm.Pid] = _ofProcess.GetValueOrDefault(vm.Pid) + 1;
    }

    /// <summary>Reads one VM's count; false where the VM has ended.</summary>
    private bool Count(int vms, DebugfsVm vm)
    {
        vm.Earlier = vm.Sample;
        if (Number(vms, vm.CountPath, out long runs) == 0)
        {
            // Where the count stands still, a look at the very moment may show an L2 that runs without leaving; and a VM that came into
            // being paused, with its L2 (restore, migration), has counted none.
            bool isDoubtful = (runs > 0 || vm.IsPaused) && runs == (vm.Sample.NestedRuns ?? runs);
            vm.Sample = new NestedSample(runs, isDoubtful && LookInside(vms, vm) == GuestModeLook.Inside);
            vm.Source = CountSource.Debugfs;
            return true;
        }

        // Under lockdown the folder and guest_mode stay readable (0444), nested_run (0644) does not; a kernel before 5.13 has neither.
        using FileDescriptor? inside = Inside(vms, vm, out GuestModeLook look);
        if (inside is not null && _ofProcess.GetValueOrDefault(vm.Pid) == 1 && _statistics.Read(vm, _vcpus) is { } sample)
        {
            vm.Sample = sample;
            vm.Source = CountSource.Descriptors;
            return true;
        }

        look = inside is null ? look : Look(inside);
        vm.Sample = new NestedSample(null, look == GuestModeLook.Inside);
        vm.Source = look is GuestModeLook.Inside or GuestModeLook.Outside ? CountSource.GuestMode : CountSource.None;
        return look != GuestModeLook.Ended;
    }

    /// <summary>What the files guest_mode of a VM's vCPUs say.</summary>
    private enum GuestModeLook
    {
        /// <summary>The VM has ended: it is no more there.</summary>
        Ended,
        /// <summary>It is there, and no file of it could be read.</summary>
        Unreadable,
        /// <summary>No vCPU is in an L2 at this moment.</summary>
        Outside,
        /// <summary>One is.</summary>
        Inside,
    }

    private GuestModeLook LookInside(int vms, DebugfsVm vm)
    {
        using FileDescriptor? inside = Inside(vms, vm, out GuestModeLook look);
        return inside is null ? look : Look(inside);
    }

    /// <summary>Opens a VM's folder and lists its vCPUs.</summary>
    /// <param name="vms">The folder of all VMs.</param>
    /// <param name="vm">The VM.</param>
    /// <param name="look">Where it cannot be opened: has the VM ended?</param>
    private FileDescriptor? Inside(int vms, DebugfsVm vm, out GuestModeLook look)
    {
        _vcpus.Clear();
        FileDescriptor? inside = Folder(vms, vm.Name);

        // Whatever else is wrong (no descriptor left, say), the VM may be there.
        look = inside is null && Marshal.GetLastPInvokeError() == LinuxErrno.ENOENT ? GuestModeLook.Ended : GuestModeLook.Unreadable;
        for (nint filled; inside is not null && (filled = Unistd.GetDents64(inside.Number, _inner)) > 0;)
        {
            DirectoryRecords records = new(_inner.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                if (name.StartsWith("vcpu"u8) && Utf8Parser.TryParse(name[4..], out int vcpu, out int length) && vcpu >= 0
                    && length == name.Length - 5)
                {
                    _vcpus.Add(vcpu);
                }
            }
        }

        _vcpus.Sort();
        return inside;
    }

    private GuestModeLook Look(FileDescriptor inside)
    {
        GuestModeLook look = GuestModeLook.Unreadable;
        foreach (int vcpu in _vcpus)
        {
            if (look != GuestModeLook.Inside
                && Number(inside.Number, Encoding.ASCII.GetBytes($"vcpu{vcpu}/guest_mode\0"), out long mode) == 0)
            {
                look = mode == 0 ? GuestModeLook.Outside : GuestModeLook.Inside;
            }
        }

        return look;
    }

    /// <summary>The whole number in a file; the error number, 0 where it was read.</summary>
    private int Number(int directory, ReadOnlySpan<byte> path, out long number)
    {
        number = 0;
        int fd = Fcntl.OpenAt(directory, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using FileDescriptor file = new(fd);
        nint filled = Unistd.Read(file.Number, _number);
        return filled < 0 ? Marshal.GetLastPInvokeError()
            : Utf8Parser.TryParse(_number.AsSpan(0, (int)filled), out number, out _) && number >= 0 ? 0
            : LinuxErrno.EINVAL;
    }

    /// <summary>Drops what was not met.</summary>
    private void Forget()
    {
        if (_known.Count == _met.Count)
        {
            return;
        }

        foreach ((ulong inode, DebugfsVm vm) in _known)
        {
            if (vm.MetAt != _readings)
            {
                _known.Remove(inode);
                HasChanged = true;
            }
        }
    }

    private static bool IsFirstNamespace()
    {
        using HostTree tree = HostTree.Live();
        return tree.ReadLink("/proc/self/ns/pid").Value is null or Sources.FirstPidNamespace;
    }

    /// <summary>Opens a folder; null, with the error number set, where that cannot be done.</summary>
    /// <param name="directory">The folder that a relative path begins in.</param>
    /// <param name="path">Its path, with a NUL byte behind it.</param>
    internal static FileDescriptor? Folder(int directory, ReadOnlySpan<byte> path)
    {
        int fd = Fcntl.OpenAt(directory, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        return fd < 0 ? null : new FileDescriptor(fd);
    }
}
