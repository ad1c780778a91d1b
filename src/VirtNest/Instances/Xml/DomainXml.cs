using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>What a libvirt domain's XML says of its CPU and of who owns it, with the places of the bytes (libvirt, "Domain XML format").
/// All text in it is hostile: it came from whoever defined the domain. Elements count only where libvirt looks for them: without a
/// namespace, directly in their parent.</summary>
/// <param name="Bytes">The document as it was read.</param>
public sealed record DomainXml(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The namespace of qemu:commandline (libvirt, "QEMU/KVM/HVF hypervisor driver", "Pass-through of arbitrary qemu
    /// commands").</summary>
    public const string QemuNamespace = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>Bytes that a domain's XML may have: as much as libvirt's protocol carries in one string (libvirt
    /// src/remote/remote_protocol.x, REMOTE_STRING_MAX).</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>"kvm", "qemu", "xen", "lxc", "bhyve", "hyperv", "test"..., as written; null where it is not said.</summary>
    public string? Type { get; init; }

    /// <summary>The content of &lt;os&gt;&lt;type&gt;: "hvm", "exe", "xen"; null where there is none.</summary>
    public string? OsType { get; init; }

    /// <summary>The architecture of the instance, as written; null where libvirt takes the host's.</summary>
    public string? Arch { get; init; }

    /// <summary>The machine type, as written, or null.</summary>
    public string? Machine { get; init; }

    /// <summary>The name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The UUID as written, or null.</summary>
    public string? Uuid { get; init; }

    /// <summary>What somebody wrote about the domain, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The first &lt;cpu&gt; element, the one that libvirt reads; null where there is none.</summary>
    public DomainCpu? Cpu { get; init; }

    /// <summary>How many &lt;cpu&gt; elements there are.</summary>
    public int CpuCount { get; init; }

    /// <summary>The element behind which a new &lt;cpu&gt; goes: &lt;features&gt;, else &lt;os&gt;, else the last of the domain; null
    /// where the domain is empty.</summary>
    public ByteSpan? Neighbour { get; init; }

    /// <summary>The root's start tag.</summary>
    public ByteSpan RootTag { get; init; }

    /// <summary>Arguments that are handed to QEMU as they are, in their order.</summary>
    public ImmutableArray<string> QemuArguments { get; init; } = [];

    /// <summary>The namespaces of the elements directly in &lt;metadata&gt;: each names an application that keeps something
    /// there.</summary>
    public ImmutableArray<string> MetadataNamespaces { get; init; } = [];

    /// <summary>What the instance's DMI is told to say (&lt;sysinfo&gt;&lt;entry&gt;), by entry name; the first of each.</summary>
    public ImmutableDictionary<string, string> SystemEntries { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Paths of disks and of the emulator, in their order.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>The technology that encrypts the instance's memory (libvirt, "Domain XML format", "Launch Security": "sev", "sev-snp",
    /// "tdx"); null where none does.</summary>
    public string? LaunchSecurity { get; init; }

    /// <summary>True where Hyper-V's enlightened VMCS is switched on.</summary>
    public bool HasEvmcs { get; init; }

    /// <summary>True for the XML of a running instance, which has a number there; a definition has none.</summary>
    public bool HasRunningId { get; init; }

    /// <summary>True where it has the channel by which libvirt speaks with a guest agent (libvirt, "Domain XML format",
    /// "Channel").</summary>
    public bool HasAgentChannel { get; init; }

    /// <summary>The value of a -cpu among <see cref="QemuArguments"/>; null where there is none. It is the last one that QEMU sees, so
    /// &lt;cpu&gt; says nothing (measured: libvirt 9.0, QEMU 7.2).</summary>
    public string? CpuOverride
    {
        get
        {
            string? found = null;
            for (int i = 0; i < QemuArguments.Length; i++)
            {
                found = QemuArguments[i] is "-cpu" or "--cpu" ? (i + 1 < QemuArguments.Length ? QemuArguments[i + 1] : "") : found;
            }

            return found ?? QemuArguments.FirstOrDefault(IsGlobalOfExtension);
        }
    }

    /// <summary>The &lt;cpu&gt; as it stands there; empty where there is none.</summary>
    public ReadOnlyMemory<byte> CpuBytes => Cpu is { } cpu ? Bytes[cpu.Element.Span.Start..cpu.Element.Span.End] : default;

    /// <summary>True for the architectures whose instances can have VMX or SVM; an architecture that is not said is the host's.</summary>
    public bool IsX86 => Arch is null or "x86_64" or "i686";

    /// <summary>Reads a domain's XML. Never throws for what it holds.</summary>
    /// <param name="bytes">The document; kept, and not copied.</param>
    /// <param name="fault">Why there is no result, or null.</param>
    /// <returns>What it says, or null.</returns>
    public static DomainXml? Parse(ReadOnlyMemory<byte> bytes, out XmlFault? fault) => new DomainReader().Read(bytes, out fault);

    /// <summary>The value of "-global", where it switches an extension of every CPU ("host-x86_64-cpu.vmx=off"): it holds like a
    /// -cpu.</summary>
    private static bool IsGlobalOfExtension(string argument) =>
        argument.Contains("-cpu.vmx=", StringComparison.Ordinal) || argument.Contains("-cpu.svm=", StringComparison.Ordinal);
}
