using System.Diagnostics;
using System.Threading;
using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Output;
using VirtNest.Host.Watching;
using VirtNest.Native.Kvm;
using VirtNest.Text;
using VirtNest.Watching;

namespace VirtNest.ProofRunner;

/// <summary>A program that holds KVM for a while, and one that asks who does.</summary>
internal static class KvmUsers
{
    /// <summary>Opens /dev/kvm, and as asked for a VM, a virtual CPU and its statistics, or two VMs with those, says "holding" and keeps
    /// them.</summary>
    internal static int Hold(StandardStream output, string what, TimeSpan time)
    {
        using Kvm kvm = Kvm.Open("/dev/kvm");
        using KvmVm? vm = what is "vm" or "vcpu" or "statistics" or "some" or "two" ? kvm.CreateVm() : null;
        using KvmVcpu? vcpu = what is "vcpu" or "statistics" or "some" or "two" ? vm!.CreateVcpu(0, kvm.VcpuMapSize()) : null;
        using KvmStatistics? statistics = what is "statistics" or "some" or "two" ? vcpu!.OpenStatistics() : null;
        using KvmVcpu? silent = what == "some" ? vm!.CreateVcpu(1, kvm.VcpuMapSize()) : null;
        using KvmVm? second = what == "two" ? kvm.CreateVm() : null;
        using KvmVcpu? vcpuOfSecond = what == "two" ? second!.CreateVcpu(0, kvm.VcpuMapSize()) : null;
        using KvmStatistics? statisticsOfSecond = what == "two" ? vcpuOfSecond!.OpenStatistics() : null;
        output.Write("holding\n");
        Thread.Sleep(time);
        return 0;
    }

    /// <summary>Looks for VMs as `top` does, as often as asked and without a pause; says what the last look found and how many descriptors
    /// there are before and after.</summary>
    internal static int Looks(StandardStream output, int looks)
    {
        using Watcher watcher = new(new WatchOptions(null, Watcher.KernelCounts, false));
        WatchSample sample = watcher.Sample();
        int before = Descriptors();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < looks; i++)
        {
            sample = watcher.Sample();
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start) / Math.Max(1, looks);
        string found = string.Join(' ', sample.Vms.Select(static v => $"{v.Source.Word()}:{v.Sample.NestedRuns}"));
        output.Write(
            string.Create(CultureInfo.InvariantCulture,
                $"before {before} after {Descriptors()} found {found} each {time.TotalMicroseconds:F0} us\n"));
        return 0;

        static int Descriptors() => System.IO.Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }

    /// <summary>Says who uses KVM, after letting go of what was inherited; with a count, how long each look took in milliseconds.</summary>
    internal static int Users(StandardStream output, string module, int looks)
    {
        IReadOnlyList<int> released = KvmHolders.ReleaseInherited();
        output.Write($"released {string.Join(' ', released)}\n");
        List<double> times = [];
        KvmUse use = new KvmHolders().Find(module, CancellationToken.None);
        for (int i = 0; i < looks; i++)
        {
            long start = Stopwatch.GetTimestamp();
            use = new KvmHolders().Find(module, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        TextReport text = new(Language.English);
        KvmUseText.Write(text, use, 0);
        output.Write($"state {KvmUseJson.Word(use.State)} count {use.Module?.Count}\n{text}");
        times.Sort();
        output.Write(times.Count == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:F2} ms, longest {times[^1]:F2} ms\n"));
        return use.State == KvmUseState.Free ? 0 : 1;
    }
}
