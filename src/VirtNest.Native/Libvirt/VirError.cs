using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virterror.h: the last error of the calling thread.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe partial struct VirError
{
    /// <summary>virErrorNumber, as far as callers tell them apart.</summary>
    internal const int VIR_ERR_INTERNAL_ERROR = 1;
    internal const int VIR_ERR_NO_SUPPORT = 3;
    internal const int VIR_ERR_NO_CONNECT = 5;
    internal const int VIR_ERR_INVALID_CONN = 6;
    internal const int VIR_ERR_OPERATION_DENIED = 29;
    internal const int VIR_ERR_SYSTEM_ERROR = 38;
    internal const int VIR_ERR_RPC = 39;
    internal const int VIR_ERR_NO_DOMAIN = 42;
    internal const int VIR_ERR_AUTH_FAILED = 45;
    internal const int VIR_ERR_OPERATION_INVALID = 55;
    internal const int VIR_ERR_OPERATION_TIMEOUT = 68;
    internal const int VIR_ERR_ARGUMENT_UNSUPPORTED = 74;
    internal const int VIR_ERR_AUTH_CANCELLED = 79;
    internal const int VIR_ERR_AGENT_UNRESPONSIVE = 86;
    internal const int VIR_ERR_ACCESS_DENIED = 88;
    internal const int VIR_ERR_XML_INVALID_SCHEMA = 92;
    internal const int VIR_ERR_AGENT_UNSYNCED = 97;

    /// <summary>virErrorDomain: the messages between client and daemon.</summary>
    internal const int VIR_FROM_RPC = 7;

    /// <summary>Bytes of a message that are taken: libvirt puts XML and the words of child processes into them.</summary>
    private const int MostMessageBytes = 4096;

    internal int Code;
    internal int Domain;
    internal byte* Message;
    internal int Level;
    internal nint Connect;
    internal nint DomainPointer;
    internal byte* Text1;
    internal byte* Text2;
    internal byte* Text3;
    internal int Number1;
    internal int Number2;
    internal nint Network;

    /// <summary>Keeps libvirt from writing its errors to standard error, which is its default. For the whole process; may be called any
    /// number of times.</summary>
    internal static void Silence() => virSetErrorFunc(0, &Ignore);

    /// <summary>What the calling thread's last call of libvirt said; to be asked on the thread that made the call, before its next
    /// one.</summary>
    internal static LibvirtException Last(string call)
    {
        // SAFETY: libvirt owns the error and keeps it for this thread until its next call; the text is copied before that.
        VirError* error = virGetLastError();
        return error is null ? new LibvirtException(call, 0, 0, "")
            : new LibvirtException(call, error->Code, error->Domain, CText.Copy(error->Message, MostMessageBytes));
    }

    /// <summary>Throws where an answer is below zero.</summary>
    internal static int Check(int answer, string call) => answer >= 0 ? answer : throw Last(call);

    /// <summary>Throws where a handle is the null pointer.</summary>
    internal static T Check<T>(T handle, string call)
        where T : SafeHandle
    {
        if (!handle.IsInvalid)
        {
            return handle;
        }

        LibvirtException error = Last(call);
        handle.Dispose();
        throw error;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint user, VirError* error)
    {
        // The error stays with the thread, where Last finds it.
    }

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial void virSetErrorFunc(nint user, delegate* unmanaged[Cdecl]<nint, VirError*, void> handler);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial VirError* virGetLastError();
}
