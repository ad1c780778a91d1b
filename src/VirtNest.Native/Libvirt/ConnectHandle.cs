using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virConnectPtr: a connection, closed once. Domains that came from it keep it open until they are released.</summary>
internal sealed partial class ConnectHandle : SafeHandle
{
    public ConnectHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => virConnectClose(handle) >= 0;

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virConnectClose(nint connection);
}
