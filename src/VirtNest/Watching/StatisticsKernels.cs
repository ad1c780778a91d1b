using VirtNest.Facts;
using VirtNest.Tables;

namespace VirtNest.Watching;

/// <summary>On which kernels a descriptor of statistics that another process has open may be read.</summary>
public static class StatisticsKernels
{
    /// <summary>A descriptor of statistics keeps its VM (Linux commit eed3013faa40, "KVM: Grab a reference to KVM for VM and vCPU stats
    /// file descriptors"). Before that the kernel reads memory that it has freed where the VM ends at that moment.</summary>
    private const string Fixed = "5.15.124 6.1.43 6.4.8 6.5";

    /// <summary>True where the kernel is known to have the fix: never by a version that a distribution mends by itself and that does not
    /// say so.</summary>
    /// <param name="kernel">What is known of the kernel; null for nothing.</param>
    public static bool AreSafe(KernelLevel? kernel) => kernel is not null && FixedReleases.Include(Fixed, kernel.Version);
}
