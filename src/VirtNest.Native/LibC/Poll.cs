using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>poll.h: waiting until one of several descriptors has something.</summary>
internal static partial class Poll
{
    internal const short POLLIN = 1;

    /// <summary>poll(2): how many have something, 0 after the time, or -1 with the error number set.</summary>
    /// <param name="descriptors">What is waited for.</param>
    /// <param name="milliseconds">How long; -1 for as long as it takes.</param>
    internal static unsafe int Wait(Span<Descriptor> descriptors, int milliseconds)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes the answers into it.
        fixed (Descriptor* pointer = descriptors)
        {
            return poll(pointer, (nuint)descriptors.Length, milliseconds);
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int poll(Descriptor* descriptors, nuint count, int milliseconds);

    /// <summary>struct pollfd, 8 bytes. A negative number is passed over.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Descriptor
    {
        internal int Number;
        internal short Events;
        internal short Answer;
    }
}
