using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>Where an instance's CPU comes from (libvirt, "Domain XML format", "CPU model and topology", attribute mode).</summary>
public enum CpuMode
{
    /// <summary>A named model; also where no mode is written.</summary>
    Custom,
    /// <summary>The named model nearest to the host's CPU, chosen by libvirt at each start.</summary>
    HostModel,
    /// <summary>The host's own CPU.</summary>
    HostPassthrough,
    /// <summary>All that the hypervisor can offer: under KVM like HostPassthrough, emulated all that the emulator has.</summary>
    Maximum,
    /// <summary>A mode that libvirt has not documented so far.</summary>
    Unknown,
}

/// <summary>One line about one CPU feature.</summary>
/// <param name="Name">"svm", "vmx"...</param>
/// <param name="Policy">"force", "require", "optional", "disable" or "forbid"; "require" where none is written.</param>
public sealed record CpuFeature(string Name, string Policy);

/// <summary>A domain's &lt;cpu&gt; element.</summary>
/// <param name="Element">The element as a tree.</param>
public sealed record DomainCpu(XmlElement Element)
{
    /// <summary>The mode.</summary>
    public CpuMode Mode => ModeText switch
    {
        null or "custom" => CpuMode.Custom,
        "host-model" => CpuMode.HostModel,
        "host-passthrough" => CpuMode.HostPassthrough,
        "maximum" => CpuMode.Maximum,
        _ => CpuMode.Unknown,
    };

    /// <summary>The mode as written, or null.</summary>
    public string? ModeText => Element["mode"];

    /// <summary>"none", "partial" or "full", or null: what libvirt compares before and after the start.</summary>
    public string? Check => Element["check"];

    /// <summary>The named model, or null.</summary>
    public string? Model => Element.Child("model")?.Text.Trim() is { Length: > 0 } model ? model : null;

    /// <summary>The vendor that the host's CPU must have ("Intel", "AMD"), or null.</summary>
    public string? Vendor => Element.Child("vendor")?.Text.Trim();

    /// <summary>The features, in their order.</summary>
    public ImmutableArray<CpuFeature> Features =>
        [.. Element.Children.Where(static c => c.Name == "feature" && c.Namespace is null)
            .Select(static c => new CpuFeature(c["name"] ?? "", c["policy"] ?? "require"))];

    /// <summary>The first line about a feature, or null.</summary>
    /// <param name="name">Its name.</param>
    public CpuFeature? Feature(string name) => Features.FirstOrDefault(f => f.Name == name);
}
