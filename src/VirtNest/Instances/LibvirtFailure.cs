namespace VirtNest.Instances;

/// <summary>In what way libvirt did not do what was asked.</summary>
public enum LibvirtFailureKind
{
    /// <summary>libvirt.so.0 is not on this machine.</summary>
    LibraryAbsent,
    /// <summary>It is there and lacks a function that is needed.</summary>
    LibraryTooOld,
    /// <summary>The daemon could not be reached.</summary>
    NotReached,
    /// <summary>The connection broke, or the daemon did not answer in time.</summary>
    NoAnswer,
    /// <summary>This user may not.</summary>
    Denied,
    /// <summary>There is no such domain (any more).</summary>
    NoDomain,
    /// <summary>The driver of this connection does not have this function.</summary>
    Unsupported,
    /// <summary>The guest agent is not there or does not answer.</summary>
    AgentSilent,
    /// <summary>Something else holds the domain: libvirt waited for its lock in vain.</summary>
    Locked,
    /// <summary>Anything else; libvirt's own words say what.</summary>
    Refused,
}

/// <summary>A call that libvirt did not answer as asked: libvirt's own code and words.</summary>
/// <param name="Kind">Our reading.</param>
/// <param name="Call">The function, "virDomainCreateWithFlags".</param>
/// <param name="Code">virErrorNumber, or 0 where libvirt gave none.</param>
/// <param name="Domain">virErrorDomain, or 0.</param>
/// <param name="Message">libvirt's words, in English or the daemon's language; foreign text.</param>
public sealed record LibvirtFailure(LibvirtFailureKind Kind, string Call, int Code, int Domain, string Message);
