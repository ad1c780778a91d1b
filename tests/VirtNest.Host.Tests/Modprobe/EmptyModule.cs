using System.Buffers.Binary;

namespace VirtNest.Host.Tests.Modprobe;

/// <summary>The smallest file that depmod takes for a kernel module: an ELF object with a name and a licence and no code. It is never
/// loaded.</summary>
internal static class EmptyModule
{
    private const int HeaderLength = 64;

    internal static byte[] Create(string name)
    {
        byte[] information = Encoding.ASCII.GetBytes($"license=GPL\0name={name}\0");
        byte[] names = Encoding.ASCII.GetBytes("\0.modinfo\0.shstrtab\0");
        int informationAt = HeaderLength;
        int namesAt = informationAt + information.Length;
        int sectionsAt = (namesAt + names.Length + 7) & ~7;
        List<byte> file = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Append(file, 2, 1, 62); // ET_REL, EM_X86_64
        Append(file, 4, 1);
        Append(file, 8, 0, 0, sectionsAt);
        Append(file, 4, 0);
        Append(file, 2, HeaderLength, 0, 0, HeaderLength, 3, 2);
        file.AddRange(information);
        file.AddRange(names);
        file.AddRange(new byte[sectionsAt - file.Count]);
        file.AddRange(new byte[HeaderLength]);
        Section(file, 1, 1, informationAt, information.Length);
        Section(file, 10, 3, namesAt, names.Length);
        return [.. file];
    }

    private static void Section(List<byte> file, int name, int type, int offset, int size)
    {
        Append(file, 4, name, type);
        Append(file, 8, 0, 0, offset, size);
        Append(file, 4, 0, 0);
        Append(file, 8, 1, 0);
    }

    private static void Append(List<byte> file, int size, params int[] values)
    {
        Span<byte> bytes = stackalloc byte[8];
        foreach (int value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            file.AddRange(bytes[..size]);
        }
    }
}
