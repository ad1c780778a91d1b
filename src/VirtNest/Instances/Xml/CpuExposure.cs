using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>What a definition says of an extension. It says what is asked for; whether the instance has it, only the running instance
/// shows.</summary>
public enum CpuExposure
{
    /// <summary>Not asked for, and no such mode gives it by itself.</summary>
    NotAsked,
    /// <summary>Asked for by name: policy require or force.</summary>
    Asked,
    /// <summary>The instance has it where the host offers it: host-passthrough, maximum, or policy optional.</summary>
    FollowsHost,
    /// <summary>host-model without a word about it: libvirt decides at the start (AMD: it does not give svm; measured with libvirt 9.0,
    /// QEMU 7.2).</summary>
    Undecided,
    /// <summary>Part of the emulated model.</summary>
    OfModel,
    /// <summary>Taken away by name: policy disable or forbid.</summary>
    Denied,
    /// <summary>QEMU is handed a -cpu of its own, and &lt;cpu&gt; says nothing.</summary>
    Overridden,
}

/// <summary>Reads <see cref="CpuExposure"/> out of a definition.</summary>
public static class CpuExposures
{
    /// <summary>The feature's name in libvirt and in /proc/cpuinfo: "vmx" or "svm".</summary>
    /// <param name="extension">VMX or SVM.</param>
    public static string Name(Extension extension) => extension switch
    {
        Extension.Vmx => "vmx",
        Extension.Svm => "svm",
    };

    /// <summary>Reads a name: "vmx", "svm"; null for any other.</summary>
    /// <param name="name">The name.</param>
    public static Extension? Parse(string? name) => name switch { "vmx" => Extension.Vmx, "svm" => Extension.Svm, _ => null };

    /// <summary>What a definition says of an extension.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="extension">VMX or SVM.</param>
    public static CpuExposure Of(DomainXml domain, Extension extension)
    {
        if (domain.CpuOverride is not null)
        {
            return CpuExposure.Overridden;
        }

        bool isEmulated = domain.Type == "qemu";
        return domain.Cpu?.Feature(Name(extension))?.Policy switch
        {
            "require" or "force" => CpuExposure.Asked,
            "optional" => CpuExposure.FollowsHost,
            "disable" or "forbid" => CpuExposure.Denied,
            _ => (domain.Cpu?.Mode ?? CpuMode.Custom) switch
            {
                CpuMode.HostPassthrough or CpuMode.Maximum =>
                    isEmulated && extension == Extension.Vmx ? CpuExposure.NotAsked : CpuExposure.FollowsHost,
                CpuMode.HostModel => CpuExposure.Undecided,
                CpuMode.Custom or CpuMode.Unknown =>
                    isEmulated && extension == Extension.Svm && CpuModels.IncludesSvm(domain.Cpu?.Model ?? CpuModels.DefaultOf(domain.Arch))
                    ? CpuExposure.OfModel
                    : CpuExposure.NotAsked,
            },
        };
    }
}
