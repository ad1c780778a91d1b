using System.Buffers.Binary;
using System.Diagnostics;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Proving;

/// <summary>Fresh nonces, from the kernel.</summary>
internal static class EntropySource
{
    internal static ulong Nonce()
    {
        Span<byte> bytes = stackalloc byte[8];
        // Before the kernel's pool is ready (early boot) the clock must do: a nonce need be new, not secret.
        return Getrandom.Fill(bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
            : (ulong)Stopwatch.GetTimestamp() * 0x9E37_79B9_7F4A_7C15;
    }
}
