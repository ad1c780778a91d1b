using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Changing.Boot;

/// <summary>The programs that write boot entries anew from a file of words or of shell; run again they undo it, once the file is what it
/// was.</summary>
internal static class EntryPrograms
{
    /// <summary>The steps.</summary>
    internal static IEnumerable<ProgramStep> Plan(HostFacts facts, BootLoader loader) =>
        loader.Kind.Runs(facts, loader).Select(a => new ProgramStep(loader.Program!, a, a));

    /// <summary>The steps of an undo, by the machine as it is now: of kernel-install those for the kernels that have an entry now, since
    /// some came and some went after the change; of rpm-ostree what is still to be taken back.</summary>
    /// <param name="facts">The machine as it is now.</param>
    /// <param name="former">The programs of the change.</param>
    internal static IEnumerable<ProgramStep> OfUndo(HostFacts facts, IEnumerable<ProgramStep> former)
    {
        bool isDone = false;
        BootLoader loader = BootLoader.Detect(facts);
        foreach (ProgramStep step in former)
        {
            if (step.Program.EndsWith("/rpm-ostree", StringComparison.Ordinal))
            {
                if (OstreeArguments.Undo(facts, step) is { } left)
                {
                    yield return left;
                }
            }
            else if (loader is not { Kind.CopiesImages: true, Obstacle: null } || step.Program != loader.Program)
            {
                if (!InitramfsStep.IsOfGoneKernel(facts, step))
                {
                    yield return step.Undo;
                }
            }
            else if (!isDone)
            {
                isDone = true;
                foreach (ProgramStep now in Plan(facts, loader))
                {
                    yield return now;
                }
            }
        }
    }
}
