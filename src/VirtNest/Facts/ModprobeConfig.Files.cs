using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <content>Which files count, and in which order.</content>
public sealed partial record ModprobeConfig
{
    private const string Suffix = ".conf";

    /// <summary>Of the files of one name that of the first folder counts and hides the others, also where it is empty, a link to /dev/null
    /// or a link that leads nowhere. A folder named like a file hides nothing. The files of all folders are then sorted by name, byte by
    /// byte. The folders are kmod's in its order; kmod 30 knows /lib/modprobe.d and not yet /usr/lib/modprobe.d, which are one folder on
    /// most hosts.</summary>
    private static IEnumerable<string> Files(HostEvidence evidence, List<string> gaps)
    {
        Dictionary<string, string> first = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (string folder in Sources.ModprobeFolders)
        {
            Reading listing = evidence[folder];
            if (listing.IsKnown ? listing.IsTruncated : listing.State != ReadingState.Absent)
            {
                gaps.Add(folder);
            }

            foreach (string name in evidence.Entries(folder))
            {
                string path = folder + name;
                if (!IsConfiguration(name) || IsFolder(evidence, path))
                {
                    continue;
                }

                if (first.TryAdd(name, path))
                {
                    names.Add(name);
                }
            }
        }

        names.Sort(ByBytes);
        return names.Select(name => first[name]);
    }

    /// <summary>Files beside those that modprobe reads.</summary>
    private static IEnumerable<string> UnreadFiles(HostEvidence evidence) => Sources.ModprobeFolders.SelectMany(folder =>
        evidence.Entries(folder).Where(static n => !IsConfiguration(n)).Select(n => folder + n).Where(p => evidence[p].IsKnown));

    /// <summary>Names that end in ".conf" and do not begin with "."; case counts.</summary>
    private static bool IsConfiguration(string name) =>
        name.Length > Suffix.Length && name[0] != '.' && name.EndsWith(Suffix, StringComparison.Ordinal);

    private static bool IsFolder(HostEvidence evidence, string path)
    {
        Reading reading = evidence[path];
        return reading.State == ReadingState.Failed
            && (reading.Errno == LinuxErrno.EISDIR
                || (evidence["stat:" + path].Value ?? "").Contains("type=folder", StringComparison.Ordinal));
    }

    /// <summary>True where its content is known: read whole, or known to have none (a link that leads nowhere, or to itself).</summary>
    private static bool IsRead(Reading reading) => reading.State switch
    {
        ReadingState.Known => !reading.IsTruncated,
        ReadingState.Absent => true,
        ReadingState.Failed => reading.Errno == LinuxErrno.ELOOP,
        ReadingState.NotRead or ReadingState.Denied => false,
    };

    /// <summary>The order of strcmp(3) over UTF-8, which is the order of code points: it differs from that of .NET's characters for those
    /// above U+FFFF.</summary>
    private static int ByBytes(string one, string other)
    {
        for (int i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            if (one[i] != other[i])
            {
                return char.IsSurrogate(one[i]) != char.IsSurrogate(other[i])
                    ? char.IsSurrogate(one[i]).CompareTo(char.IsSurrogate(other[i]))
                    : one[i].CompareTo(other[i]);
            }
        }

        return one.Length.CompareTo(other.Length);
    }
}
