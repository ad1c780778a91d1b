namespace VirtNest.Facts;

/// <summary>EPT and RVI (NPT), without which some products do not nest. An instance that gets no VMX sees no EPT either, so the
/// processor's model tells.</summary>
public static class SecondLevelPaging
{
    /// <summary>True for a processor that came before EPT (Nehalem, 2008) or RVI (family 10h, 2007), or of the Atoms without it; false for
    /// all others and where the model was not read (Linux arch/x86/include/asm/intel-family.h).</summary>
    /// <param name="cpu">The processor's facts.</param>
    public static bool IsLacking(CpuFacts cpu)
    {
        if (!cpu.IsX86 || Number(cpu, "cpu family") is not { } family || Number(cpu, "model") is not { } model)
        {
            return false;
        }

        return cpu.Vendor switch
        {
            "intel" => family is < 6 or 15 || (family == 6 && model is < 0x1A or 0x1C or 0x1D or 0x26 or 0x27 or 0x35 or 0x36),
            "amd" => family < 16,
            _ => false,
        };
    }

    private static int? Number(CpuFacts cpu, string field) =>
        int.TryParse(cpu.Info[field], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
