namespace VirtNest.Evidence;

/// <summary>Where evidence comes from, which decides what a missing source means.</summary>
public enum EvidenceOrigin
{
    /// <summary>This machine was read: a file that is not there is not there.</summary>
    Live,
    /// <summary>A dumped tree was read, which may hold any subset of a machine: a file that is not there may only not have been
    /// dumped.</summary>
    Dump,
}

/// <summary>Everything that was read of one machine, raw: one <see cref="Reading"/> for each source. A source is named by what was read: a
/// path ("/proc/cpuinfo"), a folder ("/etc/modprobe.d/", whose bytes are its entry names, each with a NUL byte behind it), or a call
/// ("ioctl:KVM_GET_API_VERSION"); docs/evidence.md lists them all.</summary>
public sealed class HostEvidence
{
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    /// <summary>An empty document.</summary>
    /// <param name="origin">Live or dump.</param>
    public HostEvidence(EvidenceOrigin origin) => Origin = origin;

    /// <summary>Live or dump.</summary>
    public EvidenceOrigin Origin { get; }

    /// <summary>The version of virt-nest that gathered it.</summary>
    public string Version { get; init; } = ProductVersion.Text;

    /// <summary>All readings, in the order in which they were made.</summary>
    public IReadOnlyDictionary<string, Reading> Readings => _readings;

    /// <summary>The reading of one source; <see cref="Reading.NotRead"/> where it was not asked for.</summary>
    /// <param name="source">A source name, as docs/evidence.md lists them.</param>
    public Reading this[string source]
    {
        get => _readings.TryGetValue(source, out Reading? reading) ? reading : Reading.NotRead;
        set => _readings[source] = value;
    }

    /// <summary>A document of its own with the same readings.</summary>
    public HostEvidence Copy()
    {
        HostEvidence copy = new(Origin);
        foreach ((string source, Reading reading) in _readings)
        {
            copy[source] = reading;
        }

        return copy;
    }

    /// <summary>The entry names of a folder source, in ordinal order; empty where the folder was not read.</summary>
    /// <param name="folder">The folder's path with a slash at its end.</param>
    public string[] Entries(string folder) => NamesIn(this[folder]);

    /// <summary>The entry names in the reading of a folder, in ordinal order; empty where it was not read.</summary>
    /// <param name="folder">The reading.</param>
    public static string[] NamesIn(Reading folder)
    {
        if (!folder.IsKnown)
        {
            return [];
        }

        string[] names = folder.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
