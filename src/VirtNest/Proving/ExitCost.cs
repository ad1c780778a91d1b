namespace VirtNest.Proving;

/// <summary>The kinds of exits that are measured.</summary>
public enum ExitKind
{
    /// <summary>VMMCALL or VMCALL.</summary>
    Hypercall = 0,
    /// <summary>CPUID.</summary>
    Cpuid = 1,
    /// <summary>HLT. At L1 it leaves the kernel.</summary>
    Hlt = 2,
    /// <summary>RDMSR of IA32_APIC_BASE.</summary>
    Rdmsr = 3,
    /// <summary>OUT to a port. At L1 it leaves the kernel.</summary>
    Out = 4,
}

/// <summary>How long one kind of exit takes, there and back, over all samples.</summary>
/// <param name="Median">Half of them were shorter.</param>
/// <param name="Low">A tenth of them were shorter.</param>
/// <param name="High">A tenth of them were longer.</param>
/// <param name="Samples">How many there are.</param>
public readonly record struct ExitSpread(TimeSpan Median, TimeSpan Low, TimeSpan High, int Samples);

/// <summary>What one kind of exit costs at L1 and at L2.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="AtL1">L1 exits to KVM, for HLT and OUT on to this program; null where it was not measured.</param>
/// <param name="AtL2">L2 exits to L1, which answers; null where it was not measured.</param>
public readonly record struct ExitCost(ExitKind Kind, ExitSpread? AtL1, ExitSpread? AtL2)
{
    /// <summary>How many times as long at L2 as at L1; null where one is not measured.</summary>
    public double? Ratio => AtL1 is { Median.Ticks: > 0 } one && AtL2 is { } two ? two.Median / one.Median : null;
}
