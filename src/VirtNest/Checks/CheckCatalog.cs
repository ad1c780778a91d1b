using System;
using System.Collections.Generic;
using VirtNest.Facts;

namespace VirtNest.Checks;

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
        LimitsCheck.Run,
        AdvisoryCheck.Run,
        EvidenceGapsCheck.Run,
    ];

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        foreach (Func<HostFacts, IEnumerable<Finding>> check in Checks)
        {
            foreach (Finding finding in check(facts))
            {
                yield return finding;
            }
        }
    }
}
