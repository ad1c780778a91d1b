using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/mman.h: memory shared with the kernel or with a guest.</summary>
internal sealed partial class Mapping : SafeHandle
{
    private const int PROT_READ_WRITE = 1 | 2;
    private const int MAP_SHARED = 1;
    private const int MAP_ANONYMOUS = 0x20;
    private const int MAP_NORESERVE = 0x4000;

    private readonly int _length;

    private Mapping(nint address, int length)
        : base(-1, ownsHandle: true)
    {
        SetHandle(address);
        _length = length;
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>Where it begins, for calls that take the address. Valid while this object is held.</summary>
    internal nint Address => handle;

    /// <summary>The bytes. A guest or the kernel may change them at any time.</summary>
    internal unsafe Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            // SAFETY: mmap(2) gave this many bytes at this address, and they stay until this object is disposed; the thread that
            // disposes it is the only one that takes the span.
            return new Span<byte>((void*)handle, _length);
        }
    }

    /// <summary>New memory of zeros, or null with the error number set.</summary>
    internal static Mapping? Anonymous(int length) => Map(length, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1);

    /// <summary>The memory that a descriptor offers, or null with the error number set.</summary>
    internal static Mapping? Shared(int length, int fd) => Map(length, MAP_SHARED, fd);

    protected override bool ReleaseHandle() => munmap(handle, (nuint)_length) == 0;

    private static Mapping? Map(int length, int flags, int fd)
    {
        nint address = mmap(0, (nuint)length, PROT_READ_WRITE, flags, fd, 0);
        return address == -1 ? null : new Mapping(address, length);
    }

    [LibraryImport(Libraries.LibC, EntryPoint = "mmap64", SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial int munmap(nint address, nuint length);
}
