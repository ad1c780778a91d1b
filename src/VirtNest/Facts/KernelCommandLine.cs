using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>The kernel's own reading of /proc/cmdline (next_arg() and parse_args(), Linux v6.1 lib/cmdline.c and kernel/params.c). What
/// kmod reads there for modules that are loaded later follows other rules and is in <see cref="ModprobeConfig"/>. The parse is
/// total.</summary>
/// <param name="Parameters">In the order written; what stands behind a bare "--" is for init and is left out.</param>
public sealed partial record KernelCommandLine(IReadOnlyList<KernelParameter> Parameters)
{
    /// <summary>The source.</summary>
    public const string Source = "/proc/cmdline";

    private string _raw = "";

    /// <summary>Reads the command line of a machine.</summary>
    /// <param name="evidence">What was read of it.</param>
    public static KernelCommandLine Parse(HostEvidence evidence) => Parse(evidence[Source].Bytes);

    /// <summary>Reads the bytes of /proc/cmdline.</summary>
    /// <param name="bytes">With or without the final newline.</param>
    public static KernelCommandLine Parse(ReadOnlySpan<byte> bytes)
    {
        string raw = RawText.CString(RawText.Of(bytes));
        List<KernelParameter> parameters = [];
        int position = 0;
        while (KernelArguments.Next(raw, ref position, out KernelArgument argument))
        {
            parameters.Add(new KernelParameter(
                RawText.Display(argument.Name),
                argument.Value is null ? null : RawText.Display(argument.Value),
                argument.Start,
                argument.End - argument.Start));
        }

        return new KernelCommandLine(parameters) { _raw = raw };
    }

    /// <summary>All parameters of a name, in the order written; "-" and "_" are the same in it.</summary>
    /// <param name="name">"module_blacklist", "kvm-arm.mode".</param>
    public IReadOnlyList<KernelParameter> All(string name)
    {
        List<KernelParameter> found = [];
        foreach (KernelParameter parameter in Parameters)
        {
            if (KernelArguments.SameName(parameter.Name, name))
            {
                found.Add(parameter);
            }
        }

        return found;
    }

    /// <summary>The last parameter of a name, which wins for most; null where there is none.</summary>
    /// <param name="name">As for <see cref="All"/>.</param>
    public KernelParameter? Last(string name) => All(name) is [.., KernelParameter last] ? last : null;
}
