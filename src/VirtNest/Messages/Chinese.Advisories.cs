namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string AdvisoriesExposed(string kernel, string names, string? fixedIn) =>
        $"可嵌套的实例能够攻击本机：按版本 {kernel} 判断，内核缺少对 {names} 的修复{(fixedIn is null ? "" : $"；修复于 {fixedIn}")}。";

    public override string AdvisoriesRemedy(string? fixedIn) => (fixedIn is null ? "请更新内核并重启。" : $"请将内核更新到 {fixedIn} 或更高版本并重启。")
        + "在此之前，只让可信的实例嵌套，或关闭嵌套：virt-nest disable。";

    public override string AdvisoriesUnknown(string names) =>
        $"仅凭内核版本无法判断是否已修复 {names}。若未修复，可嵌套的实例能够攻击本机：请按编号查阅发行版的安全公告。";
}
