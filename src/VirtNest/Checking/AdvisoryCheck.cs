using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1907: published weaknesses through which instances that nest can harm this host, where they are let to.</summary>
internal static class AdvisoryCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts) => facts.GivesNesting ? OfKernel(facts) : [];

    /// <summary>What the kernel is exposed to once instances may nest.</summary>
    internal static IEnumerable<Finding> OfKernel(HostFacts facts)
    {
        if (facts.Cpu.VendorExtension is not { } extension || KernelLevel.Detect(facts.Evidence, facts.Release) is not { } kernel)
        {
            yield break;
        }

        Advisory[] exposed = [.. AdvisoryTable.For(extension, kernel).Where(static a => a.State == AdvisoryState.Exposed)];
        if (exposed.Length > 0)
        {
            KernelVersion? enough = exposed.Max(static a => a.FixedIn);
            yield return Finding.Fail(FindingCode.Advisories,
                AdvisoriesExposed(kernel.Version.ToString(), Names(exposed), enough?.ToString()),
                [kernel.Witness, .. exposed.Select(Witness)],
                new(null, AdvisoriesRemedy(enough?.ToString(), facts.Layer.Platform == "wsl2")));
        }

        Advisory[] unknown = [.. AdvisoryTable.For(extension, kernel).Where(static a => a.State == AdvisoryState.Unknown)];
        if (unknown.Length > 0)
        {
            yield return Finding.Unknown(FindingCode.Advisories, AdvisoriesUnknown(Names(unknown)),
                [kernel.Witness, .. unknown.Select(Witness)]) with { Severity = Severity.Note };
        }
    }

    private static string Names(Advisory[] advisories) => string.Join(", ", advisories.Select(static a => a.Name));

    private static Witness Witness(Advisory advisory) =>
        new("advisories.txt", $"{advisory.Section.Id}: {advisory.Section["fixed"]} ({advisory.Section["date"]})");

    private static Sentence AdvisoriesExposed(string kernel, string names, string? fixedIn) => new(
        $"Instances that nest can attack this host: by its version {kernel} the kernel lacks the fix "
            + $"of {names}{(fixedIn is null ? "" : $"; version {fixedIn} has it")}.",
        $"可嵌套的实例能够攻击本机：按版本 {kernel} 判断，内核缺少对 {names} 的修复{(fixedIn is null ? "" : $"；修复于 {fixedIn}")}。");

    private static Sentence AdvisoriesRemedy(string? fixedIn, bool isWsl) => new(
        (isWsl ? "Update the kernel of WSL, in Windows: wsl --update, then wsl --shutdown."
            : fixedIn is null ? "Update the kernel and reboot." : $"Update the kernel to {fixedIn} or later and reboot.")
            + " Until then let only instances that you trust nest, or switch nesting off: virt-nest disable.",
        (isWsl ? "请更新 WSL 的内核：在 Windows 中运行 wsl --update，再运行 wsl --shutdown。"
            : fixedIn is null ? "请更新内核并重启。" : $"请将内核更新到 {fixedIn} 或更高版本并重启。")
            + "在此之前，只让可信的实例嵌套，或关闭嵌套：virt-nest disable。");

    private static Sentence AdvisoriesUnknown(string names) => new(
        $"The kernel's version does not tell whether it has the fix of {names}. Instances that nest could attack a host without it: look "
            + "the numbers up at your distribution's security pages.",
        $"仅凭内核版本无法判断是否已修复 {names}。若未修复，可嵌套的实例能够攻击本机：请按编号查阅发行版的安全公告。");
}
