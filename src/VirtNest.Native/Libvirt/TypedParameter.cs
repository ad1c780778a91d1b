using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virTypedParameter of libvirt-common.h, 96 bytes: a name, a type and a value in a union.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal struct TypedParameter
{
    internal const int VIR_TYPED_PARAM_INT = 1;
    internal const int VIR_TYPED_PARAM_UINT = 2;
    internal const int VIR_TYPED_PARAM_LLONG = 3;
    internal const int VIR_TYPED_PARAM_ULLONG = 4;
    internal const int VIR_TYPED_PARAM_BOOLEAN = 6;

    /// <summary>VIR_TYPED_PARAM_FIELD_LENGTH bytes, ended by a zero.</summary>
    [FieldOffset(0)]
    internal FieldName Name;

    [FieldOffset(80)]
    internal int Type;

    [FieldOffset(88)]
    internal long Wide;

    [FieldOffset(88)]
    internal int Narrow;

    [FieldOffset(88)]
    internal byte Flag;

    /// <summary>Chooses by name, without its zero byte.</summary>
    internal delegate bool NameFilter(ReadOnlySpan<byte> name);

    /// <summary>The name's 80 bytes.</summary>
    [InlineArray(80)]
    internal struct FieldName
    {
        private byte _first;
    }

    /// <summary>The parameters that are whole numbers or booleans. A number above the range of long, which no counter reaches, becomes its
    /// largest.</summary>
    /// <param name="parameters">What libvirt gave.</param>
    /// <param name="isWanted">Which names are taken; null for all. QEMU counts some fifty things of each vCPU.</param>
    internal static List<KeyValuePair<string, long>> Numbers(ReadOnlySpan<TypedParameter> parameters, NameFilter? isWanted = null)
    {
        List<KeyValuePair<string, long>> numbers = [];
        foreach (ref readonly TypedParameter parameter in parameters)
        {
            ReadOnlySpan<byte> name = parameter.Name;
            int end = name.IndexOf((byte)0);
            name = end < 0 ? name : name[..end];
            if (isWanted is not null && !isWanted(name))
            {
                continue;
            }

            long? value = parameter.Type switch
            {
                VIR_TYPED_PARAM_INT => parameter.Narrow,
                VIR_TYPED_PARAM_UINT => (uint)parameter.Narrow,
                VIR_TYPED_PARAM_LLONG => parameter.Wide,
                VIR_TYPED_PARAM_ULLONG => parameter.Wide < 0 ? long.MaxValue : parameter.Wide,
                VIR_TYPED_PARAM_BOOLEAN => parameter.Flag == 0 ? 0 : 1,
                _ => null,
            };
            if (value is { } number)
            {
                numbers.Add(new(Encoding.UTF8.GetString(name), number));
            }
        }

        return numbers;
    }
}
