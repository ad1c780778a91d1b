using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Output;

/// <summary>A question to the person at the terminal: asked on standard error, answered on standard input.</summary>
public static class TerminalPrompt
{
    private const int MostBytes = 256;

    /// <summary>There is a terminal to ask on and to answer from.</summary>
    public static bool CanAsk => Unistd.IsATty(0) == 1 && Unistd.IsATty(2) == 1;

    /// <summary>Reads one line of standard input.</summary>
    /// <returns>The line without its end; null at the end of the input.</returns>
    public static string? ReadLine()
    {
        byte[] line = new byte[MostBytes];
        int length = 0;
        Span<byte> one = stackalloc byte[1];
        while (length < MostBytes)
        {
            nint count = Unistd.Read(0, one);
            if (count < 0 && Marshal.GetLastPInvokeError() == LinuxErrno.EINTR)
            {
                continue;
            }

            if (count <= 0)
            {
                return length == 0 ? null : Encoding.UTF8.GetString(line, 0, length);
            }

            if (one[0] == (byte)'\n')
            {
                break;
            }

            line[length++] = one[0];
        }

        return Encoding.UTF8.GetString(line, 0, length);
    }
}
