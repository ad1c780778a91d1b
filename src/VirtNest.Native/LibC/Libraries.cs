namespace VirtNest.Native.LibC;

/// <summary>The names of the C libraries, in one place.</summary>
internal static class Libraries
{
    /// <summary>The C library. Bound by the linker in the published binary (DirectPInvoke), looked up by the runtime elsewhere.</summary>
    internal const string LibC = "libc";
}
