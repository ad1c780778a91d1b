namespace VirtNest.Native.Libvirt;

/// <summary>The names of libvirt's libraries. They are looked up at the first call and not before, so that a machine without libvirt runs
/// everything that needs none: the first call then throws <see cref="DllNotFoundException"/>, and one that an old libvirt lacks
/// <see cref="EntryPointNotFoundException"/>.</summary>
internal static class LibvirtLibraries
{
    /// <summary>The public API: stable since libvirt 0.1, functions are only added.</summary>
    internal const string Libvirt = "libvirt.so.0";

    /// <summary>What only the QEMU driver has: guest agent and monitor.</summary>
    internal const string Qemu = "libvirt-qemu.so.0";

    /// <summary>True where the exception says that the library or one of its functions is not there.</summary>
    internal static bool IsAbsence(Exception exception) => exception is DllNotFoundException or EntryPointNotFoundException;
}
