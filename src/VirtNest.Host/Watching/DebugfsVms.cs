using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using VirtNest.Evidence;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Native.LibC;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>
/// The VMs of this kernel and what it counts of them, in /sys/kernel/debug/kvm (Linux v6.12 virt/kvm/kvm_main.c, kvm_create_vm_debugfs): one file
/// of each VM in the usual case. Files are opened anew each time, since an open one keeps its VM (kvm_debugfs_open).
/// </summary>
/// <param name="folder">"/sys/kernel/debug/kvm".</param>
internal sealed class DebugfsVms(string folder)
{
    /// <summary>Folders that are read; far above what one machine runs.</summary>
    private const int MostVms = 100_000;

    /// <summary>The kernel names a VM after a process of the first pid namespace: in another one that number is nobody or somebody else.</summary>
    private readonly bool _seesProcesses = IsFirstNamespace();

    private readonly Dictionary<ulong, DebugfsVm> _known = [];
    private readonly List<DebugfsVm> _met = [];
    private readonly byte[] _names = new byte[32 << 10];
    private readonly byte[] _inner = new byte[8 << 10];
    private readonly byte[] _number = new byte[32];
    private long _readings;

    /// <summary>Since the reading before, a VM came or went.</summary>
    internal bool HasChanged { get; private set; }

    /// <summary>Reads all VMs. One that ends meanwhile is left out.</summary>
    /// <param name="gap">Why they could not be read, or null. Where a kernel without a lockdown would tell more, that is no gap: the VMs are there, and who counted says it.</param>
    /// <returns>The VMs, valid until the next reading.</returns>
    internal IReadOnlyList<DebugfsVm> Read(out DebugfsGap? gap)
    {
        _met.Clear();
        _readings++;
        HasChanged = false;
        using FileDescriptor? vms = Folder(Fcntl.AT_FDCWD, Encoding.UTF8.GetBytes(folder + "\0"));
        gap = vms is null ? new DebugfsGap(folder, Marshal.GetLastPInvokeError()) : null;
        nint filled = 0;
        while (vms is not null && (filled = Unistd.GetDents64(vms.Number, _names)) > 0 && _met.Count < MostVms)
        {
            DirectoryRecords records = new(_names.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                if (Utf8Parser.TryParse(name, out int thread, out int length) && thread > 0 && name[length] == (byte)'-')
                {
                    Meet(vms.Number, name, records.Inode, thread);
                }
            }
        }

        if (filled < 0)
        {
            gap = new DebugfsGap(folder, Marshal.GetLastPInvokeError());
        }

        Forget();
        return _met;
    }

    private void Meet(int vms, ReadOnlySpan<byte> name, ulong inode, int thread)
    {
        if (!_known.TryGetValue(inode, out DebugfsVm? vm) || !name.SequenceEqual(vm.Name))
        {
            // Only a new VM's process is looked at.
            (int Pid, Facts.ProcessNaming Naming)? process = _seesProcesses ? KvmHolders.ProcessOf(thread) : null;
            vm = new DebugfsVm(name.ToArray(), inode)
            {
                Key = $"{Encoding.ASCII.GetString(name[..^1])}@{inode}",
                Pid = process?.Pid ?? thread,
                Naming = process?.Naming,
            };
            _known[inode] = vm;
            HasChanged = true;
        }

        if (Count(vms, vm))
        {
            vm.MetAt = _readings;
            _met.Add(vm);
        }
    }

    /// <summary>Reads one VM's count; false where the VM has ended.</summary>
    private bool Count(int vms, DebugfsVm vm)
    {
        if (Number(vms, vm.CountPath, out long runs) == 0)
        {
            // Where the count stands still, a look at the very moment may show an L2 that runs without leaving.
            bool isDoubtful = runs > 0 && runs == (vm.Sample.NestedRuns ?? runs);
            vm.Sample = new NestedSample(runs, isDoubtful && LookInside(vms, vm) == GuestModeLook.Inside);
            vm.Source = CountSource.Debugfs;
            return true;
        }

        // Under lockdown guest_mode stays readable (0444), nested_run (0644) does not; a kernel before 5.13 has neither.
        GuestModeLook look = LookInside(vms, vm);
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
        using FileDescriptor? inside = Folder(vms, vm.Name);
        if (inside is null)
        {
            // Whatever else is wrong (no descriptor left, say), the VM may be there.
            return Marshal.GetLastPInvokeError() == LinuxErrno.ENOENT ? GuestModeLook.Ended : GuestModeLook.Unreadable;
        }

        GuestModeLook look = GuestModeLook.Unreadable;
        for (nint filled; look != GuestModeLook.Inside && (filled = Unistd.GetDents64(inside.Number, _inner)) > 0;)
        {
            DirectoryRecords records = new(_inner.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                if (look != GuestModeLook.Inside && name.StartsWith("vcpu"u8) && Number(inside.Number, [.. name[..^1], .. "/guest_mode\0"u8], out long mode) == 0)
                {
                    look = mode == 0 ? GuestModeLook.Outside : GuestModeLook.Inside;
                }
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

    private static FileDescriptor? Folder(int directory, ReadOnlySpan<byte> path)
    {
        int fd = Fcntl.OpenAt(directory, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        return fd < 0 ? null : new FileDescriptor(fd);
    }
}
