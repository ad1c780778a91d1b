namespace VirtNest.Facts;

/// <summary>What a process calls itself, by its command line.</summary>
/// <param name="Command">The base name of argv[0]: qemu-system-x86_64, cloud-hypervisor, firecracker, crosvm; where it has none, the name
/// of /proc/PID/comm.</param>
/// <param name="Instance">The name of the instance by QEMU's -name, which is the domain's name where libvirt started it; null where
/// nothing tells.</param>
/// <param name="IsLibvirt">libvirt started it: <see cref="Instance"/> is what virsh takes.</param>
public sealed record ProcessNaming(string Command, string? Instance, bool IsLibvirt)
{
    /// <summary>Bytes of a command line that are worth reading: libvirt and Proxmox put -name first.</summary>
    public const int MostBytes = 8 << 10;

    /// <summary>Reads a command line.</summary>
    /// <param name="commandLine">/proc/PID/cmdline: the arguments, each with a NUL byte behind it.</param>
    /// <param name="isTruncated">It was longer; its last argument is not whole.</param>
    /// <param name="comm">/proc/PID/comm.</param>
    public static ProcessNaming Parse(ReadOnlySpan<byte> commandLine, bool isTruncated, string comm)
    {
        string[] arguments = Encoding.UTF8.GetString(commandLine).Split('\0');
        string command = arguments[0][(arguments[0].LastIndexOf('/') + 1)..];
        if (command.Length == 0)
        {
            return new ProcessNaming(comm, null, false);
        }

        if (!command.StartsWith("qemu", StringComparison.Ordinal) && command != "kvm")
        {
            return new ProcessNaming(command, null, false);
        }

        string? instance = null;
        bool isLibvirt = false;
        int whole = arguments.Length - (isTruncated ? 1 : 0);
        for (int i = 1; i < whole; i++)
        {
            if (arguments[i] is "-name" or "--name" && i + 1 < whole)
            {
                instance = GuestOf(arguments[++i]) ?? instance;
                continue;
            }

            // libvirt's own folder of the instance, in the path of its master key or monitor: /var/lib/libvirt/qemu/domain-1-NAME/.
            isLibvirt |= arguments[i].Contains("/libvirt/qemu/", StringComparison.Ordinal)
                && arguments[i].Contains("/domain-", StringComparison.Ordinal);
        }

        return new ProcessNaming(command, instance, isLibvirt && instance is not null);
    }

    /// <summary>The value of guest in "guest=NAME,debug-threads=on", or of the first part where it has no key: "NAME,process=x". A comma
    /// in a value is written twice (QEMU manual, "Invocation", -name; util/qemu-option.c).</summary>
    private static string? GuestOf(string options)
    {
        string? guest = null;
        bool isFirst = true;
        for (int at = 0; at < options.Length; isFirst = false)
        {
            int end = options.AsSpan(at).IndexOfAny('=', ',');
            bool hasKey = end >= 0 && options[at + end] == '=';
            string key = hasKey ? options.Substring(at, end) : isFirst ? "guest" : "";
            at += hasKey ? end + 1 : 0;
            string value = ValueAt(options, ref at);
            guest = key == "guest" && value.Length > 0 ? value : guest;
        }

        return guest;
    }

    /// <summary>The text up to a single comma; <paramref name="at"/> is then behind it.</summary>
    private static string ValueAt(string options, ref int at)
    {
        StringBuilder value = new();
        for (; at < options.Length; at++)
        {
            if (options[at] == ',')
            {
                at++;
                if (at == options.Length || options[at] != ',')
                {
                    break;
                }
            }

            value.Append(options[at]);
        }

        return value.ToString();
    }
}
