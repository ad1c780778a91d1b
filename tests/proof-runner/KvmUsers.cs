using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Output;
using VirtNest.Messages;
using VirtNest.Native.Kvm;
using VirtNest.Reports;

namespace VirtNest.ProofRunner;

/// <summary>A program that holds KVM for a while, and one that asks who does.</summary>
internal static class KvmUsers
{
    /// <summary>Opens /dev/kvm, and as asked for a VM and a virtual CPU, says "holding" and keeps them.</summary>
    internal static int Hold(StandardStream output, string what, TimeSpan time)
    {
        using Kvm kvm = Kvm.Open("/dev/kvm");
        using KvmVm? vm = what is "vm" or "vcpu" ? kvm.CreateVm() : null;
        using KvmVcpu? vcpu = what == "vcpu" ? vm!.CreateVcpu(0, kvm.VcpuMapSize()) : null;
        output.Write("holding\n");
        Thread.Sleep(time);
        return 0;
    }

    /// <summary>Says who uses KVM, after letting go of what was inherited; with a count, how long each look took in milliseconds.</summary>
    internal static int Users(StandardStream output, string module, int looks)
    {
        IReadOnlyList<KvmDescriptor> released = KvmHolders.ReleaseInherited();
        output.Write($"released {string.Join(' ', released.Select(static d => d.Number))}\n");
        List<double> times = [];
        KvmUse use = KvmHolders.Find(module, CancellationToken.None);
        for (int i = 0; i < looks; i++)
        {
            long start = Stopwatch.GetTimestamp();
            use = KvmHolders.Find(module, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        StringBuilder text = new();
        KvmUseText.Write(text, use, MessageCatalog.For(Language.English), 0);
        output.Write($"state {KvmUseJson.Word(use.State)} count {use.Module?.Count}\n{text}");
        times.Sort();
        output.Write(times.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:F2} ms, longest {times[^1]:F2} ms\n"));
        return use.State == KvmUseState.Free ? 0 : 1;
    }
}
