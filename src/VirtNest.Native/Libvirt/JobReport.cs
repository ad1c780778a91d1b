using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virDomainJobInfo of libvirt-domain.h, 96 bytes: the job that holds a domain, such as a migration or a save.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JobReport
{
    internal const int VIR_DOMAIN_JOB_NONE = 0;
    internal const int VIR_DOMAIN_JOB_COMPLETED = 3;
    internal const int VIR_DOMAIN_JOB_FAILED = 4;
    internal const int VIR_DOMAIN_JOB_CANCELLED = 5;

    /// <summary>virDomainJobType.</summary>
    internal int Type;

    /// <summary>Milliseconds.</summary>
    internal ulong Elapsed;
    internal ulong Remaining;
    internal ulong AllTotal;
    internal ulong AllProcessed;
    internal ulong AllRemaining;
    internal ulong MemoryTotal;
    internal ulong MemoryProcessed;
    internal ulong MemoryRemaining;
    internal ulong FileTotal;
    internal ulong FileProcessed;
    internal ulong FileRemaining;
}
