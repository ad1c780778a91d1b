namespace VirtNest.Changing;

/// <summary>A parameter of a module as /sys/module/MODULE/parameters shows it.</summary>
/// <param name="Name">"nested".</param>
/// <param name="Value">The text, without the newline.</param>
public sealed record ParameterText(string Name, string Value);

/// <summary>The vendor module is loaded, or unloaded and loaded again. The module kvm stays, and with it what was set in it at run time.
/// Its verification: parameters/nested reads as wished, and KVM offers the extension to guests or no longer does. Its undo: the module as
/// it was, with the parameters that it had.</summary>
/// <param name="Module">"kvm_intel", "kvm_amd".</param>
/// <param name="WasLoaded">It is in the kernel now.</param>
/// <param name="IsLoadedAfter">It is to be in the kernel afterwards; false only where a load is undone.</param>
/// <param name="IsOn">What parameters/nested is to say; null where nobody asked.</param>
/// <param name="Arguments">Typed to modprobe behind the module's name, where they beat every file; empty where the configuration already
/// says so, and the load itself proves it.</param>
/// <param name="IgnoresInstall">The install line that stands for the load is passed over (modprobe --ignore-install).</param>
/// <param name="Before">Its parameters as they are now; empty where it is not loaded.</param>
public sealed record ModuleStep(
    string Module, bool WasLoaded, bool IsLoadedAfter, bool? IsOn, IReadOnlyList<string> Arguments, bool IgnoresInstall,
        IReadOnlyList<ParameterText> Before);
