using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changing;

/// <summary>The parameters of a module as the running kernel shows them.</summary>
public static class ModuleParameters
{
    /// <summary>All that were read, in ordinal order of their names; empty where the module is not loaded.</summary>
    /// <param name="evidence">Gathered for a change: with all parameters, not only those of interest.</param>
    /// <param name="module">With underscores.</param>
    public static IReadOnlyList<ParameterText> Parse(HostEvidence evidence, string module)
    {
        string folder = Folder(module);
        return [.. evidence.Entries(folder).Where(n => evidence[folder + n].Value is not null)
            .Select(n => new ParameterText(n, evidence[folder + n].Value!))];
    }

    /// <summary>Where the kernel shows them.</summary>
    /// <param name="module">With underscores.</param>
    public static string Folder(string module) => Sources.ModuleFolder + module + "/parameters/";

    /// <summary>Whether nested is on by them; null where they do not tell.</summary>
    /// <param name="module">With underscores.</param>
    /// <param name="parameters">Its parameters.</param>
    public static bool? IsNested(string module, IReadOnlyList<ParameterText> parameters) =>
        NestedReading.Parse(module, parameters.FirstOrDefault(static p => p.Name == "nested")?.Value).IsEnabled;

    /// <summary>The arguments that give a module back what it had: of the parameters that read otherwise now, those whose text the kernel
    /// takes as input. A few show words that they refuse (vmentry_l1d_flush), so only Y, N and whole numbers are given.</summary>
    /// <param name="before">What it had.</param>
    /// <param name="now">What it has.</param>
    public static IReadOnlyList<string> ArgumentsToRestore(IReadOnlyList<ParameterText> before, IReadOnlyList<ParameterText> now)
    {
        Dictionary<string, string> current = now.ToDictionary(static p => p.Name, static p => p.Value);
        return [.. before.Where(p => current.GetValueOrDefault(p.Name) != p.Value && IsInput(p.Value))
            .Select(static p => $"{p.Name}={p.Value}")];
    }

    private static bool IsInput(string value) =>
        value is "Y" or "N" || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
