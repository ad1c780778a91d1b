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
            yield return new(FindingCode.InstanceInside, ChainLink.Inside, Outcome.Unknown, Severity.Fail, Questions.None, m => m.InsideNotLooked(Why(inside.State), inside.Why ?? "", Word(inside.Source)), []);
            yield break;
        }

        Witness[] flags = [new($"/proc/cpuinfo ({By(inside)})", Flags(inside))];
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
                    [new($"/sys/module/{loaded}/parameters/nested ({By(inside)})", inside.Nested ?? "-")])
                : new(FindingCode.InstanceModule, ChainLink.InsideModule, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InsideModuleMissing(module),
                    [new($"/sys/module/{module} ({By(inside)})", "-")], new(null, m => m.InsideModuleRemedy(module)));
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
        InsideState.NoConsole => "no-console",
        InsideState.ConsoleInUse => "console-in-use",
        InsideState.ConsoleSilent => "console-silent",
        InsideState.NoPrompt => "no-prompt",
    };

    /// <summary>The word of a source, in JSON.</summary>
    internal static string Word(InsideSource source) => source switch { InsideSource.Agent => "agent", InsideSource.Console => "console" };

    private static string By(InsideReading inside) => inside.Source switch { InsideSource.Agent => "guest agent", InsideSource.Console => "console" };
}
