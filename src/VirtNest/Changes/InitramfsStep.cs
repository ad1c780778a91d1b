using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Checks;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changes;

/// <summary>
/// Where the initramfs image holds the module, it is loaded there, before the root file system is, with the copy of modprobe.d that the image
/// has: a changed file counts only when the images are made anew.
/// </summary>
internal static class InitramfsStep
{
    /// <summary>An image is older than the file that decides now, and holds the module or cannot be looked into (VN1007).</summary>
    internal static bool IsStale(HostFacts facts) => CheckCatalog.Run(facts).Any(static f => f.Code == FindingCode.InitramfsStale);

    internal static void Add(HostFacts facts, List<ProgramStep> programs, List<Remark> notices)
    {
        HostEvidence evidence = facts.Evidence;
        string? image = facts.Release is null ? null : Array.Find(Sources.InitramfsImages(facts.Release), i => evidence["stat:" + i].IsKnown);
        Reading listing = evidence["initramfs:kvm"];
        if (image is null || (listing.IsKnown && listing.Bytes.Length == 0))
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
                programs.Add(new(program, arguments, arguments));
                return;
            }
        }

        if (listing.IsKnown)
        {
            notices.Add(new(RemarkCode.InitramfsNotRebuilt, m => m.InitramfsNotRebuilt(image)));
        }
    }
}
