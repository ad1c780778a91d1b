using System.Collections.Generic;
using System.Linq;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1904, VN1905: what could not be read, and what it would have told.</summary>
internal static class EvidenceGapsCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        // "[integrity]" or "[confidentiality]" in brackets is the mode in force (kernel_lockdown(7)).
        string lockdown = facts.Evidence["/sys/kernel/security/lockdown"].Value ?? "";
        if (lockdown.Contains("[integrity]", System.StringComparison.Ordinal) || lockdown.Contains("[confidentiality]", System.StringComparison.Ordinal))
        {
            yield return new(FindingCode.Lockdown, null, Outcome.Fail, Severity.Note, Questions.None, m => m.Lockdown, [new("/sys/kernel/security/lockdown", lockdown)]);
        }

        Witness[] denied = [.. facts.Evidence.Readings.Where(r => r.Value.State == ReadingState.Denied && r.Key != "open:/dev/kvm" && !IsWithoutUse(r.Key, facts)).Select(r => new Witness(r.Key, LinuxErrno.Name(r.Value.Errno))).Take(32)];
        if (denied.Length > 0)
        {
            yield return new(FindingCode.SourcesDenied, null, Outcome.Unknown, Severity.Note, Questions.None,
                m => m.SourcesDenied(string.Join(", ", denied.Select(d => d.Source + " (" + m.WouldTell(d.Source) + ")"))), denied, new(null, m => m.SourcesDeniedRemedy));
        }
    }

    /// <summary>/proc/1/environ is every user's to miss: other signs tell a container. The journal has a finding of its own (VN1908).</summary>
    private static bool IsWithoutUse(string source, HostFacts facts) => source is Sources.JournalChanges or "/proc/1/environ" or "/proc/1/mountinfo" && facts.Layer.Kind != LayerKind.Unknown;
}
