namespace VirtNest.Facts;

/// <summary>The type of a module's parameter "nested", which decides what texts it takes.</summary>
public enum NestedParameterType
{
    /// <summary>kvm_intel (arch/x86/kvm/vmx/vmx.c) and kvm_hv (arch/powerpc/kvm/book3s_hv.c): module_param(nested, bool, ...).</summary>
    Bool,
    /// <summary>kvm_amd (arch/x86/kvm/svm/svm.c) and kvm on s390x (arch/s390/kvm/kvm-s390.c): module_param(nested, int, ...).</summary>
    Number,
}

/// <summary>What a module makes of the text that it is given for "nested".</summary>
public enum NestedOutcome
{
    /// <summary>Nested virtualization is on.</summary>
    On,
    /// <summary>Nested virtualization is off.</summary>
    Off,
    /// <summary>The text is refused (EINVAL or ERANGE): a module then fails to load, and this host has no KVM; built into the kernel it
    /// keeps the value that it had.</summary>
    Refused,
    /// <summary>Taken by newer kernels and refused by older ones ("true"), and the kernel is not known.</summary>
    DependsOnKernel,
}

/// <summary>What the modules make of their parameter "nested": param_set_bool() and param_set_int(), Linux v6.1 and v6.12 kernel/params.c,
/// over kstrtobool() and kstrtoint(), lib/kstrtox.c.</summary>
public static class NestedValue
{
    /// <summary>The type of a module's parameter; null for a module whose parameter is not known here (kvm_pvm), or that has
    /// none.</summary>
    /// <param name="module">With underscores. "kvm" has the parameter on s390x only; elsewhere kvm passes over it with a message in the
    /// kernel log.</param>
    public static NestedParameterType? TypeOf(string module) => VendorModule.Find(module)?.Nested;

    /// <summary>What one text amounts to. Bool: the first letter decides, y, Y, 1 and n, N, 0, of "on" and "off" the second; since v5.18
    /// also t, T, f, F and since v6.16 e, E, d, D; without "=" it is true (parse_one() lets a bool stand alone:
    /// KERNEL_PARAM_OPS_FL_NOARG); what follows is not looked at, so "10" and "yellow" are true. Number: a whole number, decimal, 0x or
    /// octal, any but 0 is on; without "=" it is refused, and so are "Y" and "on".</summary>
    /// <param name="type">The parameter's type.</param>
    /// <param name="value">The text behind "="; null without "=".</param>
    /// <param name="kernel">The kernel's version (major and minor), or null where it is not known.</param>
    public static NestedOutcome OfText(NestedParameterType type, string? value, Version? kernel = null)
    {
        bool? since = null;
        bool? isOn = type switch
        {
            NestedParameterType.Bool => KernelValue.Bool(value, kernel, out since),
            NestedParameterType.Number => KernelValue.Int(value) is { } number ? number != 0 : null,
        };
        return isOn switch
        {
            true => NestedOutcome.On,
            false => NestedOutcome.Off,
            null => since is null ? NestedOutcome.Refused : NestedOutcome.DependsOnKernel,
        };
    }

    /// <summary>What all settings of a module amount to at its load: the last decides, but one refused text anywhere fails the load
    /// (parse_args() reads on and returns the error, kernel/params.c). Null where nothing is set: the module's own default holds.</summary>
    /// <param name="type">The parameter's type.</param>
    /// <param name="settings">As <see cref="ModprobeConfig.Settings"/> gives them.</param>
    /// <param name="kernel">As for <see cref="OfText"/>.</param>
    public static NestedOutcome? AtLoad(NestedParameterType type, ModuleSettings settings, Version? kernel = null)
    {
        NestedOutcome? outcome = null;
        bool depends = false;
        foreach (ModuleSetting setting in settings.All)
        {
            outcome = OfText(type, setting.Value, kernel);
            if (outcome == NestedOutcome.Refused)
            {
                return outcome;
            }

            depends |= outcome == NestedOutcome.DependsOnKernel;
        }

        return depends ? NestedOutcome.DependsOnKernel : outcome;
    }

    /// <summary>What the kernel command line amounts to for a module built into the kernel: a refused text is skipped, the last of the
    /// others decides. Null where none is left: the module's own default holds.</summary>
    /// <param name="type">The parameter's type.</param>
    /// <param name="parameters">As <see cref="KernelCommandLine.OfModule"/> gives them.</param>
    /// <param name="kernel">As for <see cref="OfText"/>.</param>
    public static NestedOutcome? AtBoot(NestedParameterType type, IReadOnlyList<KernelParameter> parameters, Version? kernel = null)
    {
        NestedOutcome? outcome = null;
        foreach (KernelParameter parameter in parameters)
        {
            NestedOutcome one = OfText(type, parameter.Value, kernel);
            outcome = one == NestedOutcome.Refused ? outcome : one;
        }

        return outcome;
    }
}
