using VirtNest.Instances;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>What libvirt did not do, in a sentence: our reading and libvirt's own words.</summary>
public static class LibvirtText
{
    /// <summary>One sentence; libvirt's words in it are made printable.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="messages">The language.</param>
    public static string Of(LibvirtFailure failure, MessageCatalog messages)
    {
        string words = Printable.Of(failure.Message.Trim(), Printable.MostOfSentence / 2);
        return failure.Kind switch
        {
            LibvirtFailureKind.LibraryAbsent => messages.LibvirtAbsent,
            LibvirtFailureKind.LibraryTooOld => messages.LibvirtTooOld(failure.Call),
            LibvirtFailureKind.NotReached => messages.LibvirtNotReached(words),
            LibvirtFailureKind.NoAnswer => messages.LibvirtNoAnswer(failure.Call),
            LibvirtFailureKind.Denied => messages.LibvirtDenied(words),
            LibvirtFailureKind.NoDomain => messages.LibvirtNoDomain(words),
            LibvirtFailureKind.Unsupported => messages.LibvirtUnsupported(words),
            LibvirtFailureKind.AgentSilent => messages.LibvirtAgentSilent(words),
            LibvirtFailureKind.Locked => messages.LibvirtLocked(words),
            LibvirtFailureKind.Refused => messages.LibvirtRefused(failure.Call, failure.Code, words),
        };
    }

    /// <summary>The word in JSON.</summary>
    /// <param name="kind">A kind.</param>
    public static string Word(LibvirtFailureKind kind) => kind switch
    {
        LibvirtFailureKind.LibraryAbsent => "library-absent",
        LibvirtFailureKind.LibraryTooOld => "library-too-old",
        LibvirtFailureKind.NotReached => "not-reached",
        LibvirtFailureKind.NoAnswer => "no-answer",
        LibvirtFailureKind.Denied => "denied",
        LibvirtFailureKind.NoDomain => "no-domain",
        LibvirtFailureKind.Unsupported => "unsupported",
        LibvirtFailureKind.AgentSilent => "agent-silent",
        LibvirtFailureKind.Locked => "locked",
        LibvirtFailureKind.Refused => "refused",
    };
}
