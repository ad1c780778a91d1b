namespace VirtNest.Facts;

/// <summary>What the kernel itself says of the use of a module.</summary>
/// <param name="Name">The module: kvm_intel, kvm_amd.</param>
/// <param name="Count">Its use count; null where the kernel does not tell: built in, not loaded, being unloaded.</param>
/// <param name="Above">Modules that use it.</param>
public sealed record ModuleUse(string Name, int? Count, IReadOnlyList<string> Above)
{
    /// <summary>Joins what sysfs and /proc/modules say.</summary>
    /// <param name="name">The module.</param>
    /// <param name="refcnt">/sys/module/NAME/refcnt, or null; -1 while the module is being unloaded.</param>
    /// <param name="holders">The entries of /sys/module/NAME/holders/.</param>
    /// <param name="modules">/proc/modules: name, size, count, users, state, address (proc(5)).</param>
    public static ModuleUse Parse(string name, string? refcnt, IReadOnlyList<string> holders, string? modules)
    {
        string[] columns = LineOf(name, modules);
        int? count = Number(refcnt) ?? (columns.Length > 2 ? Number(columns[2]) : null);
        SortedSet<string> above = new(holders, StringComparer.Ordinal);
        foreach (string user in columns.Length > 3 ? columns[3].Split(',', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            // "-" for none; "[permanent]" for a module that cannot be unloaded (Linux v6.12 kernel/module/procfs.c).
            if (user != "-" && user[0] != '[')
            {
                above.Add(user);
            }
        }

        return new ModuleUse(name, count, [.. above]);
    }

    private static string[] LineOf(string name, string? modules)
    {
        foreach (string line in (modules ?? "").Split('\n'))
        {
            string[] columns = line.Split(' ', 5);
            if (columns[0] == name)
            {
                return columns;
            }
        }

        return [];
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
