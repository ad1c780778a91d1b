using VirtNest.Facts;

namespace VirtNest.Tables;

/// <summary>What a kernel's version says of one weakness. A version is a hint: distributions carry fixes into older ones.</summary>
public enum AdvisoryState
{
    /// <summary>The kernel is older than the weakness.</summary>
    NotAffected,
    /// <summary>The kernel has the fix.</summary>
    Fixed,
    /// <summary>The kernel is one that has the weakness and not the fix.</summary>
    Exposed,
    /// <summary>The version does not tell: the distribution mends its kernels by itself, or the stable release behind the kernel is not
    /// known.</summary>
    Unknown,
}

/// <summary>One weakness and what is known of this kernel.</summary>
/// <param name="Section">Its section of advisories.txt.</param>
/// <param name="State">What the version says.</param>
/// <param name="FixedIn">The release of kernel.org with the fix, of the same series where it has one; null where there is none to
/// name.</param>
public sealed record Advisory(Section Section, AdvisoryState State, KernelVersion? FixedIn)
{
    /// <summary>"CVE-2026-53359 (Januscape)".</summary>
    public string Name => Section["name"] is { } name ? $"{Section.Id} ({name})" : Section.Id;
}

/// <summary>The weaknesses of advisories.txt, set against a kernel.</summary>
public static class AdvisoryTable
{
    /// <summary>Every listed weakness to which nesting opens the way on hosts with an extension.</summary>
    /// <param name="extension">VMX or SVM.</param>
    /// <param name="kernel">The kernel.</param>
    public static IEnumerable<Advisory> For(Extension extension, KernelLevel kernel)
    {
        foreach (Section section in EmbeddedTable.Load("advisories.txt"))
        {
            bool isOpen = section["extension"] switch
            {
                "vmx" => extension == Extension.Vmx,
                "svm" => extension == Extension.Svm,
                _ => true,
            };
            if (isOpen)
            {
                yield return new Advisory(section, StateOf(section, kernel), FixedReleases.After(section["fixed"] ?? "", kernel.Version));
            }
        }
    }

    private static AdvisoryState StateOf(Section section, KernelLevel kernel) =>
        FixedReleases.Include(section["fixed"] ?? "", kernel.Version) ? AdvisoryState.Fixed
        : !kernel.IsUpstream ? AdvisoryState.Unknown
        : KernelVersion.Parse(section["kernel-from"]) is { } from && kernel.Version.CompareTo(from) < 0 ? AdvisoryState.NotAffected
        : AdvisoryState.Exposed;
}
