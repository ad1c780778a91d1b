using System;
using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>libvirt-stream.h, and the console of a domain, which comes through a stream. Each throws <see cref="LibvirtException"/> where libvirt refuses.</summary>
internal static unsafe partial class LibvirtStream
{
    /// <summary>Only where the driver lets one client in at a time: nobody else's session is taken over or joined.</summary>
    private const uint VIR_DOMAIN_CONSOLE_SAFE = 2;

    /// <summary>Receiving and sending never wait.</summary>
    private const uint VIR_STREAM_NONBLOCK = 1;

    /// <summary>What a call answers that would have to wait.</summary>
    private const int WouldWait = -2;

    /// <summary>A stream on which no call waits.</summary>
    internal static StreamHandle New(ConnectHandle connection) => VirError.Check(virStreamNew(connection, VIR_STREAM_NONBLOCK), nameof(virStreamNew));

    /// <summary>Opens the first console of a running domain on a stream.</summary>
    internal static void OpenConsole(DomainHandle domain, StreamHandle stream) => VirError.Check(virDomainOpenConsole(domain, 0, stream, VIR_DOMAIN_CONSOLE_SAFE), nameof(virDomainOpenConsole));

    /// <summary>Takes what has arrived: how many bytes, 0 where the other side has ended the stream, null where there is nothing now.</summary>
    internal static int? Receive(StreamHandle stream, Span<byte> bytes)
    {
        fixed (byte* into = bytes)
        {
            // SAFETY: libvirt writes at most as many bytes as it is told, during the call.
            int count = virStreamRecv(stream, into, (nuint)bytes.Length);
            return count == WouldWait ? null : VirError.Check(count, nameof(virStreamRecv));
        }
    }

    /// <summary>Sends from the beginning of bytes: how many it took, which may be none now.</summary>
    internal static int Send(StreamHandle stream, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            // SAFETY: libvirt reads that many bytes, during the call.
            int count = virStreamSend(stream, from, (nuint)bytes.Length);
            return count == WouldWait ? 0 : VirError.Check(count, nameof(virStreamSend));
        }
    }

    /// <summary>Ends a stream at once.</summary>
    internal static void Abort(StreamHandle stream) => VirError.Check(virStreamAbort(stream), nameof(virStreamAbort));

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial StreamHandle virStreamNew(ConnectHandle connection, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainOpenConsole(DomainHandle domain, nint device, StreamHandle stream, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virStreamRecv(StreamHandle stream, byte* data, nuint count);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virStreamSend(StreamHandle stream, byte* data, nuint count);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virStreamAbort(StreamHandle stream);
}
