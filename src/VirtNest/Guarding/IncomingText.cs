using VirtNest.Checking;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>The decision on a domain that comes in, in one line: libvirt shows it to whoever asked for the restore or the
/// migration.</summary>
public static class IncomingText
{
    /// <summary>Why it is refused, or what could not be told; null where there is nothing to say.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="way">How it comes.</param>
    /// <param name="name">The instance's name.</param>
    /// <param name="language">The language.</param>
    public static string? Write(IncomingDecision decision, IncomingWay way, string name, Language language) => decision.Outcome switch
    {
        IncomingOutcome.NotNeeded or IncomingOutcome.LetIn or IncomingOutcome.Offered => null,
        IncomingOutcome.Unknown => HookCannotTell(Printable.Sanitise(name)).In(language),
        IncomingOutcome.Refused => Refusal(decision, How(way), Printable.Sanitise(name), language),
    };

    private static string Refusal(IncomingDecision decision, ArrivalKind how, string name, Language language)
    {
        string feature = CpuExposures.Name(decision.Extension!.Value);
        string lack = Lack(decision, feature, language);
        string remedy =
            decision.OtherVendor is null && decision.Host?.Verdict?.Decisive(Questions.GuestsCanNest)?.Remedy?.Command is { } command
            ? new Sentence($"To switch it on here: \"{command}\".", $"在本机启用：“{command}”。").In(language)
            : HookRemedyCheck.In(language);
        string between = language switch { Language.English => " ", Language.Chinese => "" };
        return decision.Need == NestingNeed.Required
            ? HookRefusesRequired(how, name, feature, lack).In(language) + between + remedy
            : HookRefusesFollowing(how, name, lack).In(language) + between + remedy + between + HookRemedyAllow.In(language);
    }

    private static string Lack(IncomingDecision decision, string feature, Language language)
    {
        if (decision.OtherVendor is { } own)
        {
            return HookLackVendor(feature, CpuExposures.Name(own)).In(language);
        }

        return decision.Host?.Verdict?.Facts is { Nested: { IsEnabled: false, Text: { } value }, Modules.Vendor: { } module }
            ? HookLackNested(module, Printable.Sanitise(value, 20)).In(language)
            : new Sentence($"KVM does not offer {feature} to instances", $"KVM 不向实例提供 {feature}").In(language);
    }

    private static ArrivalKind How(IncomingWay way) => way switch
    {
        IncomingWay.Start => ArrivalKind.Start,
        IncomingWay.Restore => ArrivalKind.Restore,
        IncomingWay.Migration => ArrivalKind.Migration,
    };

    private static Sentence HookRefusesRequired(ArrivalKind how, string name, string feature, string lack) => new(
        $"{HowSentence(how).English} of the instance {name} is refused: its definition requires {feature}, and this host does not offer "
            + $"it: {lack}.",
        $"已拒绝{HowSentence(how).Chinese}实例 {name}：其定义要求 {feature}，而本机不提供：{lack}。");
    private static Sentence HookRefusesFollowing(ArrivalKind how, string name, string lack) => new(
        $"{HowSentence(how).English} of the instance {name} is refused: it takes over its host's CPU, and this host does not offer nested "
            + $"virtualization: {lack}. An instance that runs nested in it would be killed without a word.",
        $"已拒绝{HowSentence(how).Chinese}实例 {name}：它沿用所在主机的 CPU，"
            + $"而本机不提供嵌套虚拟化：{lack}。其中运行的嵌套实例会在没有任何提示的情况下被终止。");
    private static Sentence HookLackNested(string module, string value) =>
        new($"nested is {value} in {module}", $"{module} 的 nested 为 {value}");
    private static Sentence HookLackVendor(string feature, string own) =>
        new($"its processor has {own} and not {feature}", $"本机处理器支持的是 {own}，而不是 {feature}");
    private static Sentence HookRemedyCheck =>
        new("\"virt-nest check\" on this host tells why.", "在本机运行“virt-nest check”可查看原因。");
    private static Sentence HookRemedyAllow => new(
        "If nothing runs nested in it: \"virt-nest guard hook install --allow-host-passthrough\" on this host lets such instances in.",
        "如果其中没有运行嵌套实例：在本机运行“virt-nest guard hook install --allow-host-passthrough”即可放行此类实例。");
    private static Sentence HookCannotTell(string name) => new(
        $"whether this host offers nested virtualization could not be told; the instance {name} is let in",
        $"无法判断本机是否提供嵌套虚拟化；已放行实例 {name}");

    private static Sentence HowSentence(ArrivalKind how) => how switch
    {
        ArrivalKind.Start => new("the start", "启动"),
        ArrivalKind.Restore => new("the restore", "恢复"),
        ArrivalKind.Migration => new("the migration", "迁入"),
    };
}
