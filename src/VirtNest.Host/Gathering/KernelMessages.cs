using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>What the kernel said of KVM, VMX and SVM, as source "klog": only where no vendor module is up, since then the kernel's own
/// words name the reason ("kvm: disabled by bios"). The ring is read and left as it is (syslog(2), SYSLOG_ACTION_READ_ALL).</summary>
internal static class KernelMessages
{
    private const int MostBytes = 1 << 20;

    internal static void Gather(HostEvidence evidence)
    {
        foreach (string module in evidence.Entries(Sources.ModuleFolder))
        {
            if (module.StartsWith("kvm_", StringComparison.Ordinal) && evidence["stat:/sys/devices/virtual/misc/kvm"].IsKnown)
            {
                return;
            }
        }

        // Not cleared: most rings fill a small part, and what the kernel does not write is never touched.
        byte[] buffer = GC.AllocateUninitializedArray<byte>(MostBytes);
        int count = Klog.Read(buffer);
        evidence["klog"] = count < 0
            ? Reading.OfErrno(Marshal.GetLastPInvokeError())
            : Reading.Known(SourceFilter.Apply(Keep.VirtualizationMessages, buffer[..count]));
    }
}
