using VirtNest.Facts;

namespace VirtNest.Tables;

/// <summary>The releases of kernel.org with a fix, as the tables list them: one of each series that got it, in ascending order.</summary>
internal static class FixedReleases
{
    /// <summary>Of a listed series and not older than the entry, or newer than the last one.</summary>
    internal static bool Include(string releases, KernelVersion version)
    {
        KernelVersion newest = default;
        foreach (KernelVersion entry in Parse(releases))
        {
            if (entry.Major == version.Major && entry.Minor == version.Minor)
            {
                return version.Patch >= entry.Patch;
            }

            newest = entry.CompareTo(newest) > 0 ? entry : newest;
        }

        return version.CompareTo(newest) > 0;
    }

    /// <summary>The release to go to: of the same series where it has one, else the next newer one of another; null where the list is
    /// empty or all are older.</summary>
    internal static KernelVersion? After(string releases, KernelVersion version)
    {
        KernelVersion? next = null;
        foreach (KernelVersion entry in Parse(releases))
        {
            if (entry.CompareTo(version) > 0 && (next is null || entry.CompareTo(next.Value) < 0))
            {
                next = entry;
            }
        }

        return next;
    }

    private static IEnumerable<KernelVersion> Parse(string releases)
    {
        foreach (string release in releases.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (KernelVersion.Parse(release) is { } entry)
            {
                yield return entry;
            }
        }
    }
}
