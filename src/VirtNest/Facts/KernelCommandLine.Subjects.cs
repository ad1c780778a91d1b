using VirtNest.Text;

namespace VirtNest.Facts;

/// <content>The parameters that decide about virtualization.</content>
public sealed partial record KernelCommandLine
{
    /// <summary>The buffer of clearcpuid= with its final NUL, arch/x86/kernel/cpu/common.c: what is longer is cut off.</summary>
    private const int ClearcpuidBuffer = 128;

    /// <summary>What is set for a parameter of a module that is built into the kernel ("kvm_intel.nested=1"), in the order in which the
    /// kernel takes it: a value that the parameter refuses is skipped with a message, and of the others the last wins (parse_args(),
    /// kernel/params.c).</summary>
    /// <param name="module">"kvm_intel".</param>
    /// <param name="parameter">"nested".</param>
    public IReadOnlyList<KernelParameter> OfModule(string module, string parameter) => All(module + "." + parameter);

    /// <summary>The items of clearcpuid=, as written: feature names as in /proc/cpuinfo (Linux v6.0 and later) and bit numbers. Of several
    /// clearcpuid= the last counts; quotes are not understood there (__cmdline_find_option(), arch/x86/lib/cmdline.c).</summary>
    public IReadOnlyList<string> ClearedCpuFeatures
    {
        get
        {
            string? value = null;
            foreach (Range word in _raw.AsSpan().SplitAny(" \t\n\v\f\r"))
            {
                if (_raw.AsSpan(word).StartsWith("clearcpuid="))
                {
                    value = _raw[word]["clearcpuid=".Length..];
                }
            }

            return value is null ? []
                : RawText.Display(value.Length < ClearcpuidBuffer ? value : value[..(ClearcpuidBuffer - 1)])
                    .Split(',', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>The mode of kvm-arm.mode= that is in force: "none", "protected", "nvhe" or "nested"; null where none of them is asked for.
    /// A word that the kernel does not know changes nothing (early_kvm_mode_cfg(), arch/arm64/kvm/arm.c; "nested" since v6.4, works where
    /// the CPU has FEAT_NV2).</summary>
    public string? KvmArmMode
    {
        get
        {
            string? mode = null;
            foreach (KernelParameter parameter in All("kvm-arm.mode"))
            {
                mode = parameter.Value is "none" or "protected" or "nvhe" or "nested" ? parameter.Value : mode;
            }

            return mode;
        }
    }

    /// <summary>The names of module_blacklist=, as written; of several the last counts (kernel/module/main.c, a charp parameter).</summary>
    public IReadOnlyList<string> BlacklistedModules =>
        Last("module_blacklist")?.Value?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>True where clearcpuid= takes the feature away.</summary>
    /// <param name="flag">In the spelling of /proc/cpuinfo. vmx, svm and hypervisor are also known by their bit number
    /// (arch/x86/include/asm/cpufeatures.h), others by name only.</param>
    public bool ClearsCpuFeature(string flag)
    {
        uint? bit = flag switch
        {
            "vmx" => (4 * 32) + 5,
            "svm" => (6 * 32) + 2,
            "hypervisor" => (4 * 32) + 31,
            _ => null,
        };
        foreach (string item in ClearedCpuFeatures)
        {
            if (item == flag || (bit is not null && KernelValue.Decimal(item) == bit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where module_blacklist= names the module: the kernel refuses it, whoever asks (EPERM). The name must be the module's
    /// own: with "-" instead of "_" the line has no effect (blacklisted(), kernel/module/main.c).</summary>
    /// <param name="module">With underscores: "kvm_intel".</param>
    public bool RefusesModule(string module)
    {
        foreach (string name in BlacklistedModules)
        {
            if (name == module)
            {
                return true;
            }
        }

        return false;
    }
}
