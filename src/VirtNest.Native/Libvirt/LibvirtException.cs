namespace VirtNest.Native.Libvirt;

/// <summary>A call that libvirt refused: which one, and libvirt's own code, domain and words (virterror.h).</summary>
internal sealed class LibvirtException : Exception
{
    internal LibvirtException(string call, int code, int domain, string message)
        : base(message)
    {
        Call = call;
        Code = code;
        Domain = domain;
    }

    /// <summary>"virDomainDefineXMLFlags".</summary>
    internal string Call { get; }

    /// <summary>virErrorNumber; 0 where libvirt recorded none.</summary>
    internal int Code { get; }

    /// <summary>virErrorDomain: the part of libvirt that speaks.</summary>
    internal int Domain { get; }
}
