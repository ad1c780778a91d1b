using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;

namespace VirtNest.Guarding;

/// <summary>How a domain comes to run on a host (libvirt, "Hooks for specific system management", "/etc/libvirt/hooks/qemu").</summary>
public enum IncomingWay
{
    /// <summary>prepare begin: it is about to start, cold or after one of the other two.</summary>
    Start,
    /// <summary>restore begin: its memory comes from a file, by `virsh restore` or `virsh start` of one that was saved.</summary>
    Restore,
    /// <summary>migrate begin: its memory comes from another host.</summary>
    Migration,
}

/// <summary>What a domain's XML says of nesting, whatever host it comes to.</summary>
public enum NestingNeed
{
    /// <summary>It does not ask for VMX or SVM.</summary>
    None,
    /// <summary>It has what its host has (host-passthrough, maximum, policy optional, a -cpu of its own): a start is fine anywhere, a
    /// memory image that holds an L2 is not.</summary>
    FollowsHost,
    /// <summary>It asks by name: policy require or force.</summary>
    Required,
}

/// <summary>What becomes of a domain that comes in.</summary>
public enum IncomingOutcome
{
    /// <summary>It does not need nesting: let in.</summary>
    NotNeeded,
    /// <summary>It would get along without nesting, by the way it comes or by an option that lets it in: let in.</summary>
    LetIn,
    /// <summary>The host offers what it needs: let in.</summary>
    Offered,
    /// <summary>Whether the host does could not be told: let in, since a hook that fails closed would keep every instance off a host that
    /// is merely odd.</summary>
    Unknown,
    /// <summary>The host does not offer what it needs: refused.</summary>
    Refused,
}

/// <summary>The decision on one domain.</summary>
/// <param name="Outcome">Let in or refused, and why.</param>
/// <param name="Need">What the domain's XML says.</param>
/// <param name="Extension">The extension in question; null where none is, or the host's is not known.</param>
/// <param name="Host">What the host offers; null where it was not asked.</param>
public sealed record IncomingDecision(IncomingOutcome Outcome, NestingNeed Need, Extension? Extension, HostOffer? Host)
{
    /// <summary>Null for a CPU of the same vendor: what is asked for is not the host's own extension.</summary>
    public Extension? OtherVendor => Host?.Extension is { } own && Extension is { } asked && own != asked ? own : null;
}

/// <summary>A domain that libvirt is about to take in. libvirt and QEMU start it where the host lacks what its CPU had, and say nothing:
/// what ran nested in it is dead then, and mostly the instance with it (docs/limits.md, measured). A hook can refuse before.</summary>
/// <param name="Way">How it comes.</param>
/// <param name="Domain">Its XML as the hook is handed it: of the domain that comes in, not of one that is defined here.</param>
/// <param name="AllowsFollowing">Domains that take over the host's CPU are let in, whatever their memory holds.</param>
public sealed record IncomingDomain(IncomingWay Way, DomainXml Domain, bool AllowsFollowing)
{
    private static Extension[] Extensions { get; } = Enum.GetValues<Extension>();

    /// <summary>How a call of the hook is to be understood; null for one that is not about a domain coming in.</summary>
    /// <param name="operation">"prepare", "restore", "migrate", "started"...</param>
    /// <param name="suboperation">"begin", "end" or "-".</param>
    public static IncomingWay? WayOf(string operation, string suboperation) => (operation, suboperation) switch
    {
        ("prepare", "begin") => IncomingWay.Start,
        ("restore", "begin") => IncomingWay.Restore,
        ("migrate", "begin") => IncomingWay.Migration,
        _ => null,
    };

    /// <summary>Decides without looking at the host; null where the host has to be asked.</summary>
    public IncomingDecision? WithoutHost
    {
        get
        {
            Extension[] asked = Asked;
            if (asked.Length > 0)
            {
                return null;
            }

            Extension? follows =
                Extensions.Where(e => Need(e) == NestingNeed.FollowsHost).Select(static e => (Extension?)e).FirstOrDefault();
            return follows is null ? new(IncomingOutcome.NotNeeded, NestingNeed.None, null, null)
                : Way == IncomingWay.Start || AllowsFollowing ? new(IncomingOutcome.LetIn, NestingNeed.FollowsHost, null, null)
                : null;
        }
    }

    /// <summary>Decides.</summary>
    /// <param name="host">What this host offers.</param>
    public IncomingDecision Judge(HostOffer host)
    {
        if (WithoutHost is { } decided)
        {
            return decided;
        }

        // Of a definition that asks for both, the host's own counts; one that asks for the other vendor's alone cannot have it here.
        Extension[] asked = Asked;
        if (asked.Length > 0)
        {
            Extension extension = host.Extension is { } own && asked.Contains(own) ? own : asked[0];
            bool? offered = host.Extension is null ? null : host.Extension != extension ? false : host.IsOffered;
            return new(Outcome(offered), NestingNeed.Required, extension, host);
        }

        return host.Extension is not { } known ? new(IncomingOutcome.Unknown, NestingNeed.FollowsHost, null, host)
            : Need(known) == NestingNeed.FollowsHost ? new(Outcome(host.IsOffered), NestingNeed.FollowsHost, known, host)
            : new(IncomingOutcome.NotNeeded, NestingNeed.None, known, host);
    }

    private Extension[] Asked => [.. Extensions.Where(e => Need(e) == NestingNeed.Required)];

    private static IncomingOutcome Outcome(bool? offered) => offered switch
    {
        true => IncomingOutcome.Offered,
        false => IncomingOutcome.Refused,
        null => IncomingOutcome.Unknown,
    };

    private NestingNeed Need(Extension extension)
    {
        if (Domain.Type != "kvm" || !Domain.IsX86)
        {
            return NestingNeed.None;
        }

        return CpuExposures.Of(Domain, extension) switch
        {
            CpuExposure.Asked => NestingNeed.Required,
            CpuExposure.FollowsHost => NestingNeed.FollowsHost,

            // QEMU drops what the host lacks and starts, whatever its -cpu says.
            CpuExposure.Overridden => CpuGrant.Decide(Domain, new HostOffer(extension, true, ""), isLive: false).Asks == true
                ? NestingNeed.FollowsHost : NestingNeed.None,

            // A host-model without a word: AMD gives no svm; what libvirt made of it elsewhere stands by name in the XML that comes in.
            CpuExposure.NotAsked or CpuExposure.Undecided or CpuExposure.Denied or CpuExposure.OfModel => NestingNeed.None,
        };
    }
}
