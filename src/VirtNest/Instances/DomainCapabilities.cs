using VirtNest.Facts;
using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>What libvirt's domain capabilities tell of the extension (libvirt, "Domain capabilities XML format", "CPU configuration"): the
/// features of the block host-model. Measured with libvirt 9.0 and QEMU 7.2 on AMD: with nested=1 the features of SVM (npt, vmcb-clean)
/// are listed and svm itself is not; with nested=0 they are missing and svm stands there with the policy disable. On Intel vmx is listed
/// where it is offered. They tell what KVM offers on a host that is not this machine; that a domain starts they do not prove.</summary>
public static class DomainCapabilities
{
    private static readonly string[] PartsOfSvm = ["npt", "nrip-save", "vmcb-clean", "svme-addr-chk", "vgif", "pause-filter"];

    /// <summary>The offer that they tell of.</summary>
    /// <param name="xml">The document, from the daemon.</param>
    public static HostOffer Read(ReadOnlyMemory<byte> xml)
    {
        const string source = "virConnectGetDomainCapabilities";
        if (XmlEncoding.FaultOf(xml.Span) is not null)
        {
            return HostOffer.Unknown;
        }

        string vendor = "";
        HashSet<string> required = [];
        HashSet<string> disabled = [];
        bool isInHostModel = false;
        bool wantsVendor = false;
        XmlScanner scanner = new(xml.Span);
        for (XmlToken token = scanner.Next(); token is not (XmlToken.Done or XmlToken.Fault); token = scanner.Next())
        {
            if (token == XmlToken.Text && wantsVendor)
            {
                vendor = Encoding.UTF8.GetString(scanner[scanner.Span]).Trim();
                wantsVendor = false;
            }
            else if (token == XmlToken.Start)
            {
                ReadOnlySpan<byte> name = scanner[scanner.Inner];
                if (name.SequenceEqual("mode"u8))
                {
                    isInHostModel = Attribute(scanner, "name"u8) == "host-model";
                }
                else if (isInHostModel && name.SequenceEqual("vendor"u8))
                {
                    wantsVendor = !scanner.IsSelfClosing;
                }
                else if (isInHostModel && name.SequenceEqual("feature"u8) && Attribute(scanner, "name"u8) is { } feature)
                {
                    (Attribute(scanner, "policy"u8) == "disable" ? disabled : required).Add(feature);
                }
            }
        }

        return vendor switch
        {
            "AMD"
                or "Hygon" => new(Extension.Svm, disabled.Contains("svm") ? false
                    : required.Contains("svm") || required.Overlaps(PartsOfSvm) ? true : null, source),
            "Intel" or "Zhaoxin" => new(Extension.Vmx, required.Contains("vmx"), source),
            _ => HostOffer.Unknown,
        };
    }

    private static string? Attribute(in XmlScanner scanner, ReadOnlySpan<byte> name)
    {
        foreach ((ByteSpan key, ByteSpan value) in scanner.Attributes)
        {
            if (scanner[key].SequenceEqual(name))
            {
                return Encoding.UTF8.GetString(scanner[value]);
            }
        }

        return null;
    }
}
