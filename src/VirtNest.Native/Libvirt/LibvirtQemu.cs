using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>libvirt-qemu.h: the guest agent and QEMU's monitor. Both taint the domain ("custom-ga-command", "custom-monitor") and need the
/// right to write.</summary>
internal static unsafe partial class LibvirtQemu
{
    /// <summary>Bytes of an answer that are taken: libvirt's protocol carries texts of at most 4 MiB (VIR_NET_MESSAGE_STRING_MAX), and 16
    /// MiB locally.</summary>
    internal const int MostAnswerBytes = 16 << 20;

    /// <summary>One command to the guest agent; the answer is JSON that the guest wrote.</summary>
    /// <param name="domain">A running domain.</param>
    /// <param name="command">JSON.</param>
    /// <param name="seconds">How long libvirt waits for the answer.</param>
    internal static byte[] AgentCommand(DomainHandle domain, string command, int seconds) =>
        CText.Take(virDomainQemuAgentCommand(domain, command, seconds, 0), MostAnswerBytes)
            ?? throw VirError.Last(nameof(virDomainQemuAgentCommand));

    /// <summary>One command to QEMU's monitor (QMP); the answer is JSON that QEMU wrote.</summary>
    /// <param name="domain">A running domain.</param>
    /// <param name="command">JSON.</param>
    internal static byte[] MonitorCommand(DomainHandle domain, string command)
    {
        // SAFETY: on success libvirt stores a text for this caller, which Take frees; on failure it stores nothing or null.
        byte* answer = null;
        VirError.Check(virDomainQemuMonitorCommand(domain, command, &answer, 0), nameof(virDomainQemuMonitorCommand));
        return CText.Take(answer, MostAnswerBytes) ?? [];
    }

    /// <summary>One command to QEMU's monitor with a descriptor beside it, over a socket of this machine. libvirt 8.2.</summary>
    /// <param name="domain">A running domain.</param>
    /// <param name="command">JSON.</param>
    /// <param name="descriptor">QEMU gets its own copy.</param>
    internal static byte[] MonitorCommand(DomainHandle domain, string command, int descriptor)
    {
        // SAFETY: libvirt reads one number during the call; on success it stores a text for this caller, which Take frees, and an array of
        // as many descriptors as it counts, of which no command here asks for any.
        byte* answer = null;
        int* given = null;
        uint count = 0;
        VirError.Check(virDomainQemuMonitorCommandWithFiles(domain, command, 1, &descriptor, &count, &given, &answer, 0),
            nameof(virDomainQemuMonitorCommandWithFiles));
        for (uint i = 0; i < count; i++)
        {
            _ = LibC.Unistd.Close(given[i]);
        }

        CText.Free(given);
        return CText.Take(answer, MostAnswerBytes) ?? [];
    }

    [LibraryImport(LibvirtLibraries.Qemu, StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* virDomainQemuAgentCommand(DomainHandle domain, string command, int timeout, uint flags);

    [LibraryImport(LibvirtLibraries.Qemu, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int virDomainQemuMonitorCommand(DomainHandle domain, string command, byte** result, uint flags);

    [LibraryImport(LibvirtLibraries.Qemu, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int virDomainQemuMonitorCommandWithFiles(DomainHandle domain, string command, uint count, int* descriptors,
        uint* givenCount, int** given, byte** result, uint flags);
}
