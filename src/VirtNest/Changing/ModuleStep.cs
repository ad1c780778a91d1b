using VirtNest.Text;

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
        IReadOnlyList<ParameterText> Before) : ChangeStep
{
    /// <inheritdoc/>
    public override Sentence Name
    {
        get
        {
            string load = string.Join(' ',
                ["modprobe", .. IgnoresInstall ? (string[])["--ignore-install"] : [], Module, .. Arguments]);
            return !IsLoadedAfter ? new($"Unload {Module}", $"卸载 {Module}")
                : WasLoaded ? new($"Unload {Module} and load it again: {load}", $"卸载 {Module} 并重新加载：{load}")
                : new($"Load {Module}: {load}", $"加载 {Module}：{load}");
        }
    }

    /// <inheritdoc/>
    public override Sentence Check => IsLoadedAfter ? CheckOfLoad(IsOn == true) : Sentence.Verbatim("/proc/modules");

    /// <inheritdoc/>
    public override Sentence WayBack => !IsLoadedAfter ? new("loading it", "加载该模块")
        : WasLoaded ? LoadAsBefore(string.Join(' ', Before.Where(static p => p.Name == "nested").Select(static p => $"nested={p.Value}")))
        : new("unloading it", "卸载该模块");

    private Sentence CheckOfLoad(bool isOn) => new(
        $"/sys/module/{Module}/parameters/nested, and whether KVM {(isOn ? "offers" : "no longer offers")} the extension to instances",
        $"/sys/module/{Module}/parameters/nested，以及 KVM 是否{(isOn ? "" : "不再")}向实例提供该扩展");
    private static Sentence LoadAsBefore(string parameters) =>
        new($"the module again as it is now ({parameters})", $"按现在的样子重新加载模块（{parameters}）");
}
