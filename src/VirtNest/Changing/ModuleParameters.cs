using VirtNest.Evidence;

namespace VirtNest.Changing;

/// <summary>The parameters of a module as the running kernel shows them.</summary>
public static class ModuleParameters
{
    /// <summary>All that were read, in ordinal order of their names; empty where the module is not loaded.</summary>
    /// <param name="evidence">Gathered for a change: with all parameters, not only those of interest.</param>
    /// <param name="module">With underscores.</param>
    public static IReadOnlyList<ParameterText> Parse(HostEvidence evidence, string module)
    {
        string folder = Sources.ModuleFolder + module + "/parameters/";
        List<ParameterText> parameters = [];
        foreach (string name in evidence.Entries(folder))
        {
            if (evidence[folder + name].Value is { } value)
            {
                parameters.Add(new(name, value));
            }
        }

        return parameters;
    }

    /// <summary>The arguments that give a module back what it had: of the parameters that read otherwise now, those whose text the kernel
    /// takes as input. A few show words that they refuse (vmentry_l1d_flush), so only Y, N and whole numbers are given.</summary>
    /// <param name="before">What it had.</param>
    /// <param name="now">What it has.</param>
    public static IReadOnlyList<string> ArgumentsToRestore(IReadOnlyList<ParameterText> before, IReadOnlyList<ParameterText> now)
    {
        Dictionary<string, string> current = [];
        foreach (ParameterText parameter in now)
        {
            current[parameter.Name] = parameter.Value;
        }

        List<string> arguments = [];
        foreach (ParameterText parameter in before)
        {
            if (current.GetValueOrDefault(parameter.Name) != parameter.Value && IsInput(parameter.Value))
            {
                arguments.Add($"{parameter.Name}={parameter.Value}");
            }
        }

        return arguments;
    }

    private static bool IsInput(string value) =>
        value is "Y" or "N" || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
