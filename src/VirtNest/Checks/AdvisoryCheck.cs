using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;
using VirtNest.Platforms;

namespace VirtNest.Checks;

/// <summary>VN1907: published weaknesses through which instances that nest can harm this host, where they are let to.</summary>
internal static class AdvisoryCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts) => facts.GivesNesting ? OfKernel(facts) : [];

    /// <summary>What the kernel is exposed to once instances may nest.</summary>
    internal static IEnumerable<Finding> OfKernel(HostFacts facts)
    {
        if (facts.Cpu.VendorExtension is not { } extension || KernelLevel.Of(facts.Evidence, facts.Release) is not { } kernel)
        {
            yield break;
        }

        Advisory[] exposed = [.. AdvisoryTable.For(extension, kernel).Where(static a => a.State == AdvisoryState.Exposed)];
        if (exposed.Length > 0)
        {
            KernelVersion? enough = exposed.Max(static a => a.FixedIn);
            yield return new(FindingCode.Advisories, null, Outcome.Fail, Severity.Warn, Questions.None, m => m.AdvisoriesExposed(kernel.Version.ToString(), Names(exposed), enough?.ToString()),
                [kernel.Witness, .. exposed.Select(Witness)], new(null, m => m.AdvisoriesRemedy(enough?.ToString())));
        }

        Advisory[] unknown = [.. AdvisoryTable.For(extension, kernel).Where(static a => a.State == AdvisoryState.Unknown)];
        if (unknown.Length > 0)
        {
            yield return new(FindingCode.Advisories, null, Outcome.Unknown, Severity.Note, Questions.None, m => m.AdvisoriesUnknown(Names(unknown)), [kernel.Witness, .. unknown.Select(Witness)]);
        }
    }

    private static string Names(Advisory[] advisories) => string.Join(", ", advisories.Select(static a => a.Name));

    private static Witness Witness(Advisory advisory) => new("advisories.txt", $"{advisory.Section.Id}: {advisory.Section["fixed"]} ({advisory.Section["date"]})");
}
