namespace VirtNest.Facts;

/// <summary>One kind of processor in /proc/cpuinfo: processors whose vendor, model name and flags are the same.</summary>
/// <param name="Count">How many processors are of it, at least 1.</param>
/// <param name="Fields">Field names in lower case and values as the kernel prints them; the first where a field comes twice.</param>
public sealed record ProcessorKind(int Count, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The value of a field, or null.</summary>
    /// <param name="name">In lower case: "vendor_id", "model name".</param>
    public string? this[string name] => Fields.TryGetValue(name, out string? value) ? value : null;

    /// <summary>True where the flags line ("flags" on x86, "features" elsewhere) names the flag as a whole word. The "vmx flags" line does
    /// not count: it lists features of VMX, never vmx.</summary>
    /// <param name="flag">In the kernel's spelling: "vmx", "svm", "hypervisor", "sie".</param>
    public bool HasFlag(string flag)
    {
        ReadOnlySpan<char> flags = this["flags"] ?? this["features"];
        foreach (Range word in flags.Split(' '))
        {
            if (flags[word].SequenceEqual(flag))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>/proc/cpuinfo of any architecture. The parse is total: any text gives a value.</summary>
/// <param name="Kinds">The kinds of processors in order of their first appearance; empty where there is none.</param>
/// <param name="System">Fields that stand outside every processor (s390x, ppc64, sparc), in lower case.</param>
public sealed record CpuInfo(IReadOnlyList<ProcessorKind> Kinds, IReadOnlyDictionary<string, string> System)
{
    /// <summary>Kinds that are told apart at most: hybrid processors have two or three; more comes only from text that is no
    /// cpuinfo.</summary>
    private const int MostKinds = 16;

    /// <summary>The kind of the first processor, which the kernel's own code looks at (boot_cpu_data); null where there is none.</summary>
    public ProcessorKind? First => Kinds.Count > 0 ? Kinds[0] : null;

    /// <summary>A field of the first processor, or one that stands outside every processor, or with a later one (old arm kernels print
    /// what holds for all behind the last).</summary>
    /// <param name="name">In lower case.</param>
    public string? this[string name]
    {
        get
        {
            if (First?[name] is { } value || System.TryGetValue(name, out value))
            {
                return value;
            }

            foreach (ProcessorKind kind in Kinds)
            {
                if (kind[name] is { } later)
                {
                    return later;
                }
            }

            return null;
        }
    }

    /// <summary>True where some processors have the flag and others do not.</summary>
    /// <param name="flag">In the kernel's spelling.</param>
    public bool IsMixed(string flag)
    {
        bool any = false;
        bool all = true;
        foreach (ProcessorKind kind in Kinds)
        {
            bool has = kind.HasFlag(flag);
            any |= has;
            all &= has;
        }

        return any && !all;
    }

    /// <summary>Reads the text of /proc/cpuinfo.</summary>
    /// <param name="text">The whole text, or its first part.</param>
    public static CpuInfo Parse(string text)
    {
        List<(string Key, int Count, Dictionary<string, string> Fields)> kinds = [];
        Dictionary<string, string> system = new(StringComparer.Ordinal);
        Dictionary<string, string> block = new(StringComparer.Ordinal);
        bool isProcessor = false;
        ReadOnlySpan<char> rest = text;
        while (true)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            bool isLast = end < 0;
            int colon = line.IndexOf(':');
            if (colon >= 0)
            {
                string name = line[..colon].Trim().ToString().ToLowerInvariant();

                // Blocks begin with "processor" (x86 leaves a blank line between them as well, old arm and ppc do not).
                // s390x has "processor 0: version = FF, ..." beside a block "cpu number" a processor.
                if (name is "processor" or "cpu number" && isProcessor)
                {
                    Close(kinds, system, ref block, ref isProcessor);
                }

                // What people paste may begin behind that line; flags are of a processor.
                isProcessor |= name is "processor" or "cpu number" or "flags";
                block.TryAdd(name, line[(colon + 1)..].Trim().ToString());
            }
            else if (line.Trim().IsEmpty)
            {
                Close(kinds, system, ref block, ref isProcessor);
            }

            if (isLast)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        Close(kinds, system, ref block, ref isProcessor);
        ProcessorKind[] found = new ProcessorKind[kinds.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = new ProcessorKind(kinds[i].Count, kinds[i].Fields);
        }

        return new CpuInfo(found, system);
    }

    private static void Close(List<(string Key, int Count, Dictionary<string, string> Fields)> kinds, Dictionary<string, string> system,
        ref Dictionary<string, string> block, ref bool isProcessor)
    {
        if (block.Count == 0)
        {
            return;
        }

        if (!isProcessor)
        {
            foreach ((string name, string value) in block)
            {
                system.TryAdd(name, value);
            }
        }
        else
        {
            string key = string.Concat(block.GetValueOrDefault("vendor_id"), "\n", block.GetValueOrDefault("model name"), "\n",
                string.Concat(block.GetValueOrDefault("flags"), block.GetValueOrDefault("features"), "\n",
                    block.GetValueOrDefault("cpu part")));
            int index = kinds.FindIndex(k => k.Key == key);
            if (index >= 0)
            {
                kinds[index] = (key, kinds[index].Count + 1, kinds[index].Fields);
                if (block.Count > kinds[index].Fields.Count)
                {
                    // The last block of an old arm kernel: "Hardware", "Revision".
                    foreach ((string name, string value) in block)
                    {
                        kinds[index].Fields.TryAdd(name, value);
                    }
                }
            }
            else if (kinds.Count < MostKinds)
            {
                kinds.Add((key, 1, block));
            }
        }

        block = new Dictionary<string, string>(StringComparer.Ordinal);
        isProcessor = false;
    }
}
