using System.Collections.Immutable;
using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>Edits what a definition says of an extension. Only the &lt;cpu&gt; element changes, or one is put in; every other byte stays.
/// What is written is what was measured to work (docs/cpu-modes.md); a second run changes nothing.</summary>
public static partial class CpuEdit
{
    /// <summary>Asks for an extension.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="wish">What it shall ask for.</param>
    public static CpuEditOutcome Enable(DomainXml domain, CpuWish wish)
    {
        string feature = CpuExposures.Name(wish.Extension);
        CpuRefusal? ofExtension = ObstacleOfExtension(domain, wish.Extension);
        CpuRefusal? obstacle = Obstacle(domain);
        if (obstacle is { Kind: CpuRefusalKind.QemuCpuOverride })
        {
            return ofExtension is null && CpuGrant.AskedBy(domain.CpuOverride!, feature) == true ? CpuEditOutcome.Same(domain)
                : CpuEditOutcome.Refuse(domain, ofExtension ?? obstacle);
        }

        if ((obstacle ?? ofExtension) is { } refusal)
        {
            return CpuEditOutcome.Refuse(domain, refusal);
        }

        CpuTarget target = wish.Target;
        if (target == CpuTarget.Fitting)
        {
            if (CpuExposures.Of(domain, wish.Extension) is CpuExposure.Asked or CpuExposure.FollowsHost
                && !IsFullHostModel(domain.Cpu, wish.Extension))
            {
                return Cleared(domain, wish);
            }

            target = domain.Type != "qemu" ? CpuTarget.HostPassthrough : KeepObstacle(domain, wish.Extension) is null ? CpuTarget.Keep
                : CpuTarget.HostModel;
        }

        return target switch
        {
            CpuTarget.HostPassthrough => domain.Type == "qemu"
                ? CpuEditOutcome.Refuse(domain, new CpuRefusal(CpuRefusalKind.PassthroughEmulated))
                : ToHost(domain, wish, CpuMode.HostPassthrough, "host-passthrough", "full"),
            CpuTarget.HostModel => ToHost(domain, wish, CpuMode.HostModel, "host-model", "partial"),
            CpuTarget.Keep or CpuTarget.Fitting => Keep(domain, wish),
        };
    }

    /// <summary>What stands against any edit of this definition, or null.</summary>
    private static CpuRefusal? Obstacle(DomainXml domain) =>
        domain.Type is not ("kvm" or "qemu") ? new CpuRefusal(CpuRefusalKind.OtherType, domain.Type)
        : !domain.IsX86 ? new CpuRefusal(CpuRefusalKind.OtherArchitecture, domain.Arch)
        : domain.OsType is not (null or "hvm") ? new CpuRefusal(CpuRefusalKind.OtherOsType, domain.OsType)
        : domain.CpuOverride is { } value ? new CpuRefusal(CpuRefusalKind.QemuCpuOverride, value)
        : domain.CpuCount > 1 ? new CpuRefusal(CpuRefusalKind.SeveralCpus)
        : domain.Cpu?.Mode == CpuMode.Unknown ? new CpuRefusal(CpuRefusalKind.UnknownMode, domain.Cpu.ModeText)
        : domain.Cpu is { } cpu && Array.Find((string[])["vmx", "svm"], n => cpu.Features.Count(f => f.Name == n) > 1) is { } twice
        ? new CpuRefusal(CpuRefusalKind.FeatureTwice, twice)
        : domain.Neighbour is null ? new CpuRefusal(CpuRefusalKind.NoPlace)
        : null;

    /// <summary>What stands against giving the extension, or null. Memory encryption and nesting exclude each other: KVM inside refuses to
    /// load (Linux v6.12 arch/x86/kvm/svm/svm.c, __kvm_is_svm_supported), a TD has no VMX.</summary>
    private static CpuRefusal? ObstacleOfExtension(DomainXml domain, Extension extension) =>
        domain.Type == "qemu" ? extension == Extension.Vmx ? new CpuRefusal(CpuRefusalKind.VmxEmulated) : null
        : domain.LaunchSecurity is { } technology ? new CpuRefusal(CpuRefusalKind.Encrypted, technology)
        : domain.HasEvmcs && extension == Extension.Svm ? new CpuRefusal(CpuRefusalKind.EvmcsWithSvm)
        : null;

    /// <summary>The definition without the lines against the extension, and otherwise as it is.</summary>
    private static CpuEditOutcome Cleared(DomainXml domain, CpuWish wish)
    {
        if (domain.Cpu is not { } cpu)
        {
            return CpuEditOutcome.Same(domain);
        }

        CpuElementEdit edit = new(domain, cpu);
        Array.ForEach([.. CpuSubfeatures.Against(domain, cpu, wish)], edit.Remove);
        return Changed(domain, edit.Apply(), edit.Dropped);
    }

    private static CpuEditOutcome ToHost(DomainXml domain, CpuWish wish, CpuMode mode, string modeText, string check)
    {
        string feature = CpuExposures.Name(wish.Extension);
        if (domain.Cpu is not { } cpu)
        {
            return Changed(domain,
                CpuElementEdit.Insert(domain, domain.Neighbour!.Value, [("mode", modeText), ("check", check)],
                    layout => [layout.Feature(feature, "require")]), []);
        }

        CpuElementEdit edit = new(domain, cpu);
        if (cpu.Mode != mode)
        {
            XmlElement[] conflicts = Conflicts(cpu, wish.Extension, mode);
            if (conflicts.Length > 0 && !wish.DropsConflicts)
            {
                ImmutableArray<string> named = [.. conflicts.Select(c => Encoding.UTF8.GetString(c.Slice(domain.Bytes.Span)))];
                return CpuEditOutcome.Refuse(domain, new CpuRefusal(CpuRefusalKind.Conflicts, modeText, named));
            }

            edit.Set("mode", modeText);
            edit.Remove("match");
            edit.Set("check", check);
            edit.Remove(cpu.Element.Child("model"));
            edit.Remove(cpu.Element.Child("vendor"));
            Array.ForEach(conflicts, edit.Remove);
            if (mode == CpuMode.HostModel)
            {
                // libvirt allows it beside host-passthrough and maximum alone.
                edit.Remove("migratable");
            }
        }

        CpuExposure exposure = CpuExposures.Of(domain, wish.Extension);
        if (cpu.Mode == mode && mode == CpuMode.HostPassthrough && exposure == CpuExposure.FollowsHost)
        {
            return Cleared(domain, wish);
        }

        Require(edit, domain, cpu, wish);
        if (cpu.Mode == mode && (mode == CpuMode.HostPassthrough ? exposure != CpuExposure.Asked : IsFullHostModel(cpu, wish.Extension)))
        {
            edit.Set("check", check);
        }

        return Changed(domain, edit.Apply(), edit.Dropped);
    }

    private static CpuEditOutcome Keep(DomainXml domain, CpuWish wish)
    {
        if (KeepObstacle(domain, wish.Extension) is { } obstacle)
        {
            return CpuEditOutcome.Refuse(domain, obstacle);
        }

        string feature = CpuExposures.Name(wish.Extension);
        string model = CpuModels.DefaultOf(domain.Arch);

        // Under KVM libvirt compares before the start, so that a host without the extension is refused; an emulator has no host to compare
        // with.
        string check = domain.Type == "qemu" ? "none" : "partial";
        if (domain.Cpu is not { } cpu)
        {
            return Changed(domain, CpuElementEdit.Insert(
                domain, domain.Neighbour!.Value, [("mode", "custom"), ("match", "exact"), ("check", check)],
                    layout => [ModelLine(layout, model), layout.Feature(feature, "require")]), []);
        }

        CpuExposure exposure = CpuExposures.Of(domain, wish.Extension);
        CpuElementEdit edit = new(domain, cpu);
        if (cpu.Mode is CpuMode.HostPassthrough or CpuMode.Maximum && exposure == CpuExposure.FollowsHost)
        {
            return Cleared(domain, wish);
        }

        if (cpu is { Mode: CpuMode.Custom, Model: null })
        {
            // libvirt takes no feature without a model ("Non-empty feature list specified without CPU model").
            edit.Remove(cpu.Element.Child("model"));
            edit.AddFirst(ModelLine(new DomainLayout(domain), model));
            foreach ((string name, string value) in ((string, string)[])[("mode", "custom"), ("match", "exact"), ("check", check)])
            {
                if (cpu.Element[name] is null)
                {
                    edit.Set(name, value);
                }
            }
        }

        if (cpu.Mode == CpuMode.HostModel && IsFullHostModel(cpu, wish.Extension))
        {
            edit.Set("check", "partial");
        }

        Require(edit, domain, cpu, wish);
        return Changed(domain, edit.Apply(), edit.Dropped);
    }

    /// <summary>Why the model that is there cannot give the extension, or null.</summary>
    private static CpuRefusal? KeepObstacle(DomainXml domain, Extension extension)
    {
        if ((domain.Cpu?.Mode ?? CpuMode.Custom) != CpuMode.Custom)
        {
            return null;
        }

        string model = domain.Cpu?.Model ?? CpuModels.DefaultOf(domain.Arch);
        Extension? required = domain.Cpu?.Vendor switch
        {
            "Intel" => Extension.Vmx,
            "AMD" or "Hygon" => Extension.Svm,
            _ => null,
        };
        return required is not null && required != extension ? new CpuRefusal(CpuRefusalKind.OtherVendor, domain.Cpu!.Vendor)
            : extension == Extension.Vmx && !CpuModels.MayHaveVmxControls(model) ? new CpuRefusal(CpuRefusalKind.ModelWithoutVmx, model)
            : domain.Type == "qemu" && CpuModels.VendorOf(model) == Extension.Vmx ? new CpuRefusal(CpuRefusalKind.ModelWithoutSvm, model)
            : null;
    }

    /// <summary>Children that cannot stand beside a new mode, or mean something that it would lose: passed-through caches outside
    /// host-passthrough, another vendor shown to the guest, hosts of the other vendor.</summary>
    private static XmlElement[] Conflicts(DomainCpu cpu, Extension extension, CpuMode mode)
    {
        bool isOtherVendor =
            cpu.Vendor is "Intel" && extension == Extension.Svm || cpu.Vendor is "AMD" or "Hygon" && extension == Extension.Vmx;
        return [.. cpu.Element.Children.Where(c => c.Namespace is null && c.Name switch
        {
            "cache" => mode == CpuMode.HostModel && c["mode"] == "passthrough",
            "model" => c["vendor_id"] is not null,
            "vendor" => isOtherVendor,
            _ => false,
        })];
    }

    private static void Require(CpuElementEdit edit, DomainXml domain, DomainCpu cpu, CpuWish wish)
    {
        string feature = CpuExposures.Name(wish.Extension);
        if (CpuExposures.Of(domain, wish.Extension) != CpuExposure.Asked || cpu.Feature(feature) is null)
        {
            edit.SetFeature(feature, "require");
        }

        Array.ForEach([.. CpuSubfeatures.Against(domain, cpu, wish)], edit.Remove);
    }

    /// <summary>host-model with check='full' does not start on AMD: "guest CPU doesn't match specification: extra features: topoext"
    /// (measured: libvirt 9.0, QEMU 7.2).</summary>
    private static bool IsFullHostModel(DomainCpu? cpu, Extension extension) =>
        cpu is { Mode: CpuMode.HostModel, Check: "full" } && extension == Extension.Svm;

    private static string ModelLine(DomainLayout layout, string model) => $"<model{layout.Attribute("fallback", "forbid")}>{model}</model>";

    private static CpuEditOutcome Changed(DomainXml domain, byte[] bytes, ImmutableArray<string> dropped) =>
        domain.Bytes.Span.SequenceEqual(bytes) ? CpuEditOutcome.Same(domain)
            : new CpuEditOutcome(CpuEditState.Changed, bytes, null, dropped);
}
