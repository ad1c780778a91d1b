using System.IO;

namespace VirtNest.Host.Tests.Watching;

/// <summary>A folder like /sys/kernel/debug/kvm, whose counts a test changes.</summary>
internal sealed class KernelCounts : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("virt-nest-counts-").FullName;

    /// <summary>Makes a VM: "PID-FD" with the count and one vCPU that is in an L2 or not; without a count where it is null.</summary>
    internal KernelCounts Add(string vm, long? runs, int? guestMode = 0)
    {
        Directory.CreateDirectory(Path.Combine(Folder, vm));
        File.WriteAllText(Path.Combine(Folder, vm, "create_by"), "");
        if (runs is { } count)
        {
            Count(vm, count);
        }

        if (guestMode is { } mode)
        {
            string vcpu = Directory.CreateDirectory(Path.Combine(Folder, vm, "vcpu0")).FullName;
            File.WriteAllText(Path.Combine(vcpu, "guest_mode"), Line(mode));
        }

        return this;
    }

    internal void Count(string vm, long runs) => File.WriteAllText(Path.Combine(Folder, vm, "nested_run"), Line(runs));

    /// <summary>Makes the count unreadable for root as well, as a lockdown does: a folder stands in its place (EISDIR).</summary>
    internal void Lock(string vm)
    {
        File.Delete(Path.Combine(Folder, vm, "nested_run"));
        Directory.CreateDirectory(Path.Combine(Folder, vm, "nested_run"));
    }

    internal void End(string vm) => Directory.Delete(Path.Combine(Folder, vm), recursive: true);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Line(long number) => number.ToString(CultureInfo.InvariantCulture) + "\n";
}
