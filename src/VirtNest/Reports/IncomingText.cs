using VirtNest.Checks;
using VirtNest.Domains;
using VirtNest.Instances;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>The decision on a domain that comes in, in one line: libvirt shows it to whoever asked for the restore or the migration.</summary>
public static class IncomingText
{
    /// <summary>Why it is refused, or what could not be told; null where there is nothing to say.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="way">How it comes.</param>
    /// <param name="name">The instance's name.</param>
    /// <param name="messages">The language.</param>
    public static string? Of(IncomingDecision decision, IncomingWay way, string name, MessageCatalog messages) => decision.Outcome switch
    {
        IncomingOutcome.NotNeeded or IncomingOutcome.LetIn or IncomingOutcome.Offered => null,
        IncomingOutcome.Unknown => messages.HookCannotTell(Printable.Of(name)),
        IncomingOutcome.Refused => Refusal(decision, How(way), Printable.Of(name), messages),
    };

    private static string Refusal(IncomingDecision decision, ArrivalWords how, string name, MessageCatalog messages)
    {
        string feature = CpuExposures.Name(decision.Extension!.Value);
        string lack = Lack(decision, feature, messages);
        string remedy = decision.OtherVendor is null && decision.Host?.Verdict?.Decisive(Questions.GuestsCanNest)?.Remedy?.Command is { } command
            ? messages.HookRemedyCommand(command)
            : messages.HookRemedyCheck;
        string between = messages.Language switch { Language.English => " ", Language.Chinese => "" };
        return decision.Need == NestingNeed.Required
            ? messages.HookRefusesRequired(how, name, feature, lack) + between + remedy
            : messages.HookRefusesFollowing(how, name, lack) + between + remedy + between + messages.HookRemedyAllow;
    }

    private static string Lack(IncomingDecision decision, string feature, MessageCatalog messages)
    {
        if (decision.OtherVendor is { } own)
        {
            return messages.HookLackVendor(feature, CpuExposures.Name(own));
        }

        return decision.Host?.Verdict?.Facts is { Nested: { IsEnabled: false, Text: { } value }, Modules.Vendor: { } module }
            ? messages.HookLackNested(module, Printable.Of(value, 20))
            : messages.HookLackOffer(feature);
    }

    private static ArrivalWords How(IncomingWay way) => way switch
    {
        IncomingWay.Start => ArrivalWords.Start,
        IncomingWay.Restore => ArrivalWords.Restore,
        IncomingWay.Migration => ArrivalWords.Migration,
    };
}
