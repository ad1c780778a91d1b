using VirtNest.Facts;

namespace VirtNest.Checking;

/// <summary>Every check, in the order of the chain.</summary>
public static class CheckCatalog
{
    private static readonly Func<HostFacts, IEnumerable<Finding>>[] Checks =
    [
        CpuExtensionCheck.Run,
        FirmwareLockCheck.Run,
        HypervisorBelowCheck.Run,
        KernelViewCheck.Run,
        VendorModuleCheck.Run,
        NestedParameterCheck.Run,
        NextLoadCheck.Run,
        DeviceAccessCheck.Run,
        OfferCheck.Run,
        ChangeJournalCheck.Run,
        LimitsCheck.Run,
        AdvisoryCheck.Run,
        EvidenceGapsCheck.Run,
    ];

    /// <summary>Runs them all; what a broken link below would make a command's plan refuse is told without the command.</summary>
    internal static IReadOnlyList<Finding> Run(HostFacts facts)
    {
        Finding[] findings = [.. Checks.SelectMany(check => check(facts))];
        return EnableRemedy.BrokenBelow(findings) is null ? findings : Array.ConvertAll(findings, EnableRemedy.Below);
    }
}
