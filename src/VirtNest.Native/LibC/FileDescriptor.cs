using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>An open file descriptor that is closed once.</summary>
internal sealed class FileDescriptor : SafeHandle
{
    internal FileDescriptor(int fd)
        : base(-1, ownsHandle: true) => SetHandle(fd);

    public override bool IsInvalid => handle < 0;

    /// <summary>The number, for calls that take it. Valid while this object is held.</summary>
    internal int Number => (int)handle;

    protected override bool ReleaseHandle() => Unistd.Close((int)handle) == 0;
}
