using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>What the files say that the boot loaders' programs read.</summary>
public static class BootConfiguration
{
    /// <summary>The last "NAME=VALUE" in them; null where none names the parameter, and where no file tells what the entries are made of.
    /// Their shell syntax is not understood: a word in a comment counts too where it begins no line.</summary>
    /// <param name="evidence">The machine.</param>
    /// <param name="loader">Who reads them.</param>
    /// <param name="name">"kvm_amd.nested".</param>
    public static Witness? Find(HostEvidence evidence, BootLoader loader, string name)
    {
        Witness? last = null;
        foreach (string file in loader.Kind.Files(evidence))
        {
            foreach (string line in evidence[file].Text.Split('\n'))
            {
                int at = line.StartsWith('#') ? -1 : line.LastIndexOf(name + "=", StringComparison.Ordinal);
                if (at >= 0 && (at == 0 || line[at - 1] is ' ' or '"' or '\'' or '='))
                {
                    int end = line.AsSpan(at).IndexOfAny(" \t\"'");
                    last = new(file, end < 0 ? line[at..] : line[at..(at + end)]);
                }
            }
        }

        return last;
    }

    /// <summary>The last line that gives a variable in /etc/default/grub and its folder a value, without quotes; null where none
    /// does.</summary>
    /// <param name="evidence">The machine.</param>
    /// <param name="name">"GRUB_ENABLE_BLSCFG".</param>
    internal static string? Variable(HostEvidence evidence, string name)
    {
        string? value = null;
        foreach (string file in GrubFiles(evidence))
        {
            foreach (string line in evidence[file].Text.Split('\n'))
            {
                if (line.StartsWith(name, StringComparison.Ordinal) && line.AsSpan(name.Length).StartsWith("="))
                {
                    value = line[(name.Length + 1)..].Trim().Trim('"', '\'');
                }
            }
        }

        return value;
    }

    /// <summary>/etc/default/grub, then its folder.</summary>
    internal static string[] GrubFiles(HostEvidence evidence) =>
        [BootLoader.GrubFile, .. Array.ConvertAll(evidence.Entries(BootLoader.GrubFolder), static f => BootLoader.GrubFolder + f)];
}
