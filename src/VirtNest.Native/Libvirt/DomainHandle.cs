using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virDomainPtr: a reference to a domain by name and UUID, released once. The domain itself may be gone or changed at any
/// time.</summary>
internal sealed partial class DomainHandle : SafeHandle
{
    public DomainHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>Takes over a pointer that libvirt gave to its caller.</summary>
    internal DomainHandle(nint domain)
        : base(0, ownsHandle: true) => SetHandle(domain);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => virDomainFree(handle) == 0;

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainFree(nint domain);
}
