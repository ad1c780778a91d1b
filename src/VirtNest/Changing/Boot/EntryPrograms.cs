using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Changing.Boot;

/// <summary>The programs that write boot entries anew from /etc/kernel/cmdline; run again they undo it, once the file is what it
/// was.</summary>
internal static class EntryPrograms
{
    /// <summary>The steps: of kernel-install one for each kernel that has an entry, since the next boot may be that of another kernel than
    /// the running one.</summary>
    internal static IEnumerable<ProgramStep> Plan(HostFacts facts, BootLoader loader) => loader.Kind switch
    {
        BootLoaderKind.KernelInstall => InstalledKernel.Parse(facts.Evidence).Where(static k => k.Images.Count > 0)
            .DistinctBy(static k => k.Version).Select(k => Step(loader, ["add", k.Version, .. k.Images])),
        BootLoaderKind.Sdbootutil => [Step(loader, ["update-all-entries"])],
        BootLoaderKind.ProxmoxBoot => [Step(loader, ["refresh"])],
        BootLoaderKind.Unknown or BootLoaderKind.RpmOstree or BootLoaderKind.GrubFolder or BootLoaderKind.Grubby or BootLoaderKind.GrubFile
            or BootLoaderKind.Wsl or BootLoaderKind.Declared =>
            throw new ArgumentOutOfRangeException(nameof(loader)),
    };

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
            else if (loader is not { Kind: BootLoaderKind.KernelInstall, Obstacle: BootObstacle.None } || step.Program != loader.Program)
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

    private static ProgramStep Step(BootLoader loader, string[] arguments) => new(loader.Program!, arguments, arguments);
}
