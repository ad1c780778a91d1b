using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VirtNest.Host.Files;

/// <summary>The names in what getdents64(2) filled, one after the other and without "." and "..".</summary>
/// <param name="filled">Records of struct linux_dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, d_name with a NUL byte.</param>
internal ref struct DirectoryRecords(ReadOnlySpan<byte> filled)
{
    private ReadOnlySpan<byte> _rest = filled;

    /// <summary>The inode number of the name that <see cref="TryNext"/> gave last.</summary>
    internal ulong Inode { get; private set; }

    /// <summary>The next name with its NUL byte, a part of what was filled; false at the end.</summary>
    internal bool TryNext(out ReadOnlySpan<byte> name)
    {
        while (_rest.Length >= 19)
        {
            Inode = MemoryMarshal.Read<ulong>(_rest);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(BitConverter.IsLittleEndian ? _rest[16..] : [_rest[17], _rest[16]]);
            name = _rest[19..length];
            name = name[..(name.IndexOf((byte)0) + 1)];
            _rest = _rest[length..];
            if (!name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
            {
                return true;
            }
        }

        name = default;
        return false;
    }
}
