using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using VirtNest.Facts;
using VirtNest.Native.LibC;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>What a report says of the machine it ran on.</summary>
internal static class ProofHostReader
{
    private const uint HypervisorLeaf = 0x4000_0000, BrandLeaf = 0x8000_0002, HighestExtendedLeaf = 0x8000_0000;
    private const int HypervisorBit = 1 << 31;

    internal static ProofHost Read()
    {
        (string release, _, _) = Utsname.Read();
        (string? module, string parameters) = ReadModule();
        if (!X86Base.IsSupported)
        {
            return new ProofHost(release, "", "", null, module, parameters);
        }

        Span<byte> text = stackalloc byte[48];
        (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
        string vendor = Text(text, ebx, edx, ecx);
        string? hypervisor = null;
        if ((X86Base.CpuId(1, 0).Ecx & HypervisorBit) != 0)
        {
            (_, ebx, ecx, edx) = X86Base.CpuId(unchecked((int)HypervisorLeaf), 0);
            hypervisor = Text(text, ebx, ecx, edx);
        }

        return new ProofHost(release, vendor, Brand(text), hypervisor, module, parameters);
    }

    private static string Brand(Span<byte> text)
    {
        if ((uint)X86Base.CpuId(unchecked((int)HighestExtendedLeaf), 0).Eax < BrandLeaf + 2)
        {
            return "";
        }

        for (int i = 0; i < 3; i++)
        {
            (int eax, int ebx, int ecx, int edx) = X86Base.CpuId(unchecked((int)BrandLeaf) + i, 0);
            Put(text[(16 * i)..], eax, ebx, ecx, edx);
        }

        return Printable(text);
    }

    private static string Text(Span<byte> text, int first, int second, int third)
    {
        Put(text, first, second, third, 0);
        return Printable(text[..12]);
    }

    private static void Put(Span<byte> text, params ReadOnlySpan<int> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(text[(4 * i)..], words[i]);
        }
    }

    /// <summary>A hypervisor below chose these letters: only printable ASCII is kept.</summary>
    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte letter in bytes)
        {
            if (letter is >= 0x20 and < 0x7F)
            {
                text.Append((char)letter);
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>The first vendor module that is there, with the parameters that decide what a proof meets.</summary>
    private static (string? Module, string Parameters) ReadModule()
    {
        Span<byte> bytes = stackalloc byte[64];
        foreach (VendorModule row in VendorModule.OfX86)
        {
            StringBuilder parameters = new();
            foreach (string name in row.ProofParameters)
            {
                int count = ReadFile($"/sys/module/{row.Name}/parameters/{name}", bytes);
                if (count > 0)
                {
                    parameters.Append(parameters.Length > 0 ? " " : "").Append(name).Append('=').Append(Printable(bytes[..count]));
                }
            }

            if (parameters.Length > 0 || (row.ProofParameters.Count == 0 && ReadFile($"/sys/module/{row.Name}/uevent", bytes) != -1))
            {
                return (row.Name, parameters.ToString());
            }
        }

        return (null, "");
    }

    /// <summary>How many bytes were read, 0 for a file that cannot be read, -1 for none.</summary>
    private static int ReadFile(string path, Span<byte> bytes)
    {
        int fd = Fcntl.Open(path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Evidence.LinuxErrno.ENOENT ? -1 : 0;
        }

        using FileDescriptor file = new(fd);
        return (int)Math.Max(0, Unistd.Read(fd, bytes));
    }
}
