using System.IO;
using System.Reflection;
using VirtNest.Proving;
using Xunit;

namespace VirtNest.Tests.Proving;

public sealed class PayloadProtocolTests
{
    private static readonly Dictionary<string, ulong> Assembler = Read();

    [Fact]
    public void Every_constant_of_the_assembler_is_the_one_of_CSharp_and_the_other_way_round()
    {
        Dictionary<string, ulong> compiled = [];
        foreach (FieldInfo field in typeof(PayloadProtocol).GetFields())
        {
            compiled[field.Name.ToUpperInvariant()] = Convert.ToUInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture);
        }

        foreach (ProofStep step in Enum.GetValues<ProofStep>())
        {
            compiled[("Step" + step).ToUpperInvariant()] = (ulong)step;
        }

        Assert.Equal(Sorted(Assembler), Sorted(compiled));
    }

    [Fact]
    public void The_kinds_of_exits_have_the_numbers_of_the_assembler()
    {
        foreach (ExitKind kind in Enum.GetValues<ExitKind>())
        {
            Assert.Equal(Assembler[("Kind" + kind).ToUpperInvariant()], (ulong)kind);
        }
    }

    private static SortedDictionary<string, ulong> Sorted(Dictionary<string, ulong> values) => new(values, StringComparer.Ordinal);

    /// <summary>Lines of ".equ NAME, VALUE"; names without underscores and in capitals, as both sides can be brought to.</summary>
    private static Dictionary<string, ulong> Read()
    {
        Dictionary<string, ulong> values = [];
        foreach (string line in File.ReadLines(Path.Combine(RepositoryFolder.Path, "guest", "protocol.inc")))
        {
            if (!line.StartsWith(".equ ", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = line[5..].Split(',', StringSplitOptions.TrimEntries);
            ulong value = parts[1].StartsWith("0x", StringComparison.Ordinal)
                ? ulong.Parse(parts[1].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : ulong.Parse(parts[1], CultureInfo.InvariantCulture);
            values.Add(parts[0].Replace("_", "", StringComparison.Ordinal), value);
        }

        return values;
    }
}
