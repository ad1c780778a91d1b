using VirtNest.Changing.Boot;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>Where the initramfs image holds the module, it is loaded there, before the root file system is, with the copy of modprobe.d
/// that the image has: a changed file counts only when the images are made anew.</summary>
internal static class InitramfsStep
{
    private const string DebianImage = "/boot/initrd.img-";

    /// <summary>The step makes the image of a kernel that is not installed any more.</summary>
    internal static bool IsOfGoneKernel(HostFacts facts, ProgramStep step) =>
        step.Arguments is ["--force", var image, _] && image.StartsWith(DebianImage, StringComparison.Ordinal)
            && !facts.Evidence["stat:" + image].IsKnown;

    /// <summary>An image is older than the file that decides now, and holds the module or cannot be looked into (VN1007).</summary>
    internal static bool IsStale(HostFacts facts) =>
        CheckCatalog.Run(facts).Any(static f => f is { Code: FindingCode.InitramfsStale, Outcome: Outcome.Unknown });

    internal static void Add(HostFacts facts, List<ProgramStep> programs, List<Remark> notices)
    {
        HostEvidence evidence = facts.Evidence;
        InitramfsImage? image = InitramfsImage.Find(evidence, facts.Release);
        if ((image is null || image.HoldsModule == false) && !BootLoader.MakesUnifiedImages(evidence))
        {
            return;
        }

        // What cannot be listed is made anew all the same: a minute spent, against a setting that is lost at the next boot.
        foreach ((string program, string[] arguments) in ((string, string[])[])
            [
                ("/usr/sbin/update-initramfs", ["-u", "-k", "all"]),
                ("/usr/bin/dracut", ["--force", "--regenerate-all"]),
                ("/usr/sbin/dracut", ["--force", "--regenerate-all"]),
                ("/usr/bin/mkinitcpio", ["-P"]),
            ])
        {
            if (evidence["stat:" + program].IsKnown)
            {
                BootLoader loader = BootLoader.Detect(facts);
                if (program.EndsWith("/dracut", StringComparison.Ordinal) && image?.Path == DebianImage + facts.Release
                    && loader is { Kind.CopiesImages: true, Obstacle: null })
                {
                    AddEach(facts, loader, program, programs);
                }
                else
                {
                    programs.Add(new(program, arguments, arguments));
                }

                return;
            }
        }

        if (image?.HoldsModule == true)
        {
            notices.Add(new(RemarkCode.InitramfsNotRebuilt, InitramfsNotRebuilt(image.Path)));
        }
    }

    /// <summary>dracut on Debian by its own calls (dracut 059, /etc/kernel/postinst.d/dracut): where boot entries are kernel-install's,
    /// --regenerate-all writes beside the image that boots, which is a copy of Debian's. kernel-install copies it, and comes
    /// after.</summary>
    private static void AddEach(HostFacts facts, BootLoader loader, string dracut, List<ProgramStep> programs)
    {
        IEnumerable<string> others = InstalledKernel.Parse(facts.Evidence).Select(static k => k.Version)
            .Where(v => facts.Evidence["stat:" + DebianImage + v].IsKnown);
        programs.InsertRange(0,
            others.Prepend(facts.Release!).Distinct().Select(v => (string[])["--force", DebianImage + v, v])
            .Select(a => new ProgramStep(dracut, a, a)));
        if (programs.TrueForAll(p => p.Program != loader.Program))
        {
            programs.AddRange(EntryPrograms.Plan(facts, loader));
        }
    }

    private static Sentence InitramfsNotRebuilt(string image) => new(
        $"{image} holds the module, and with it a copy of modprobe.d; no program that makes it anew was found. Make it anew, or the next "
            + "boot has the old value.",
        $"{image} 内含该模块以及一份 modprobe.d 的副本，但没有找到能重新生成它的程序。请重新生成，否则下次启动仍是旧值。");
}
