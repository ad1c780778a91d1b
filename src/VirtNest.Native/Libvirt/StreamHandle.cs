using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virStreamPtr: bytes both ways through a connection, released once. What was opened on it is ended first (<see cref="LibvirtStream.Abort"/>).</summary>
internal sealed partial class StreamHandle : SafeHandle
{
    public StreamHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => virStreamFree(handle) == 0;

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virStreamFree(nint stream);
}
