using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>delete_module(2). Loading is left to modprobe, which knows dependencies, compression and the configuration.</summary>
internal static partial class Modules
{
    /// <summary>Fail with EAGAIN (EWOULDBLOCK) where the module is in use, rather than wait for it.</summary>
    internal const uint O_NONBLOCK = Fcntl.O_NONBLOCK;

    /// <summary>Unloads a module; 0, or -1 with the error number set: EAGAIN in use, EBUSY not loaded whole, ENOENT not loaded,
    /// EPERM.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "delete_module", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Delete(string name, uint flags);
}
