namespace VirtNest.Native.Kvm;

/// <summary>A call to KVM, or for the memory and threads around it, that the kernel refused: which one, and the error number.</summary>
internal sealed class KvmException : Exception
{
    internal KvmException(string call, int errno)
        : base(call)
    {
        Call = call;
        Errno = errno;
    }

    /// <summary>"KVM_CREATE_VM", "mmap": the name as in the kernel's documents.</summary>
    internal string Call { get; }

    /// <summary>errno(3).</summary>
    internal int Errno { get; }

    /// <summary>Throws where the answer of a call is below zero.</summary>
    internal static int Check(int answer, string call) =>
        answer >= 0 ? answer : throw new KvmException(call, System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
}
