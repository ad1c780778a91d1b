using System.Collections.Generic;
using VirtNest.Checks;
using VirtNest.Facts;

namespace VirtNest.Instances;

/// <summary>VN2301, VN2302, VN2401: what the instance says of itself. It may lie: its yes makes nothing true, and its no is believed, since it harms only itself.</summary>
internal static class InsideCheck
{
    internal static IEnumerable<Finding> Run(InstanceFacts facts)
    {
        if (!facts.Reading.State.IsActive())
        {
            yield break;
        }

        InsideReading inside = facts.Reading.Inside;
        if (inside.HasExtension is not { } has)
        {
            yield return new(FindingCode.InstanceInside, ChainLink.Inside, Outcome.Unknown, Severity.Fail, Questions.None, m => m.InsideNotLooked(Why(inside.State), inside.Why ?? ""), []);
            yield break;
        }

        Witness[] flags = [new("/proc/cpuinfo (guest agent)", Flags(inside))];
        if (facts.InsideAgrees == false)
        {
            yield return new(FindingCode.InstanceInsideDisagrees, ChainLink.Inside, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InsideContradicts(has), flags,
                new(null, m => has ? m.InsideLiesRemedy : m.InsideHiddenRemedy));
            yield break;
        }

        yield return has
            ? new(FindingCode.InstanceInside, ChainLink.Inside, Outcome.Pass, Severity.Fail, Questions.None, m => m.InsideShows(Flags(inside)), flags)
            : new(FindingCode.InstanceInside, ChainLink.Inside, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InsideShowsNone, flags);
        if (has)
        {
            string module = inside.HasSvm == true ? "kvm_amd" : "kvm_intel";
            yield return inside.Module is { } loaded
                ? new(FindingCode.InstanceModule, ChainLink.InsideModule, Outcome.Pass, Severity.Fail, Questions.None, m => m.InsideModuleLoaded(loaded, inside.Nested ?? "-"),
                    [new($"/sys/module/{loaded}/parameters/nested (guest agent)", inside.Nested ?? "-")])
                : new(FindingCode.InstanceModule, ChainLink.InsideModule, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InsideModuleMissing(module),
                    [new($"/sys/module/{module} (guest agent)", "-")], new(null, m => m.InsideModuleRemedy(module)));
        }
    }

    private static string Flags(InsideReading inside) => (inside.HasVmx, inside.HasSvm) switch
    {
        (true, true) => "vmx svm",
        (true, _) => "vmx",
        (_, true) => "svm",
        _ => "-",
    };

    /// <summary>The word of a state, which the catalogs turn into a sentence; the same in JSON.</summary>
    internal static string Why(InsideState state) => state switch
    {
        InsideState.Read => "read",
        InsideState.NotAsked => "not-asked",
        InsideState.NotRunning => "not-running",
        InsideState.NoAgent => "no-agent",
        InsideState.Refused => "refused",
        InsideState.Malformed => "malformed",
        InsideState.NotPassedOn => "not-passed-on",
    };
}
