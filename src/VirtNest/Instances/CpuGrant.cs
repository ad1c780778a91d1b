using VirtNest.Facts;
using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>Does a definition, or the XML of a running domain, give its instance VMX or SVM on this host?</summary>
/// <param name="Asks">Does it ask for it, by itself or by taking over what the host has? Null where that cannot be told.</param>
/// <param name="Has">Is the extension there, with what the host offers? Null where that cannot be told.</param>
/// <param name="How">What it says; null where the question does not arise, or the host's extension is not known and matters.</param>
public sealed record CpuGrant(bool? Asks, bool? Has, CpuExposure? How)
{
    /// <summary>Judges.</summary>
    /// <param name="domain">The XML.</param>
    /// <param name="host">What the host offers.</param>
    /// <param name="isLive">The XML of a running domain, in which libvirt has written what QEMU left out.</param>
    public static CpuGrant Decide(DomainXml domain, HostOffer host, bool isLive)
    {
        bool isEmulated = domain.Type == "qemu";
        if (!domain.IsX86 || !(isEmulated || domain.Type == "kvm"))
        {
            return new(null, null, null);
        }

        if (domain.LaunchSecurity is not null && !isEmulated)
        {
            return new(false, false, CpuExposure.Denied);
        }

        if ((isEmulated ? Extension.Svm : host.Extension) is { } known)
        {
            return Decide(domain, host, known, isLive, isEmulated);
        }

        // Of a host that we do not know the vendor of, what holds for both extensions holds.
        CpuGrant vmx = Decide(domain, host, Extension.Vmx, isLive, isEmulated);
        CpuGrant svm = Decide(domain, host, Extension.Svm, isLive, isEmulated);
        return vmx == svm ? vmx : vmx.How == CpuExposure.Asked ? vmx : svm.How == CpuExposure.Asked ? svm : new(null, null, null);
    }

    private static CpuGrant Decide(DomainXml domain, HostOffer host, Extension extension, bool isLive, bool isEmulated)
    {
        bool? offered = isEmulated ? true : host.IsOffered;
        CpuExposure how = CpuExposures.Of(domain, extension);
        return how switch
        {
            CpuExposure.NotAsked or CpuExposure.Denied => new(false, false, how),
            CpuExposure.OfModel => new(true, true, how),
            CpuExposure.FollowsHost => new(true, offered, how),
            CpuExposure.Asked => new(true, isLive && IsWritten(domain) ? true : offered, how),
            CpuExposure.Undecided when isEmulated => new(null, null, how),
            CpuExposure.Undecided => extension switch { Extension.Svm => new(false, false, how), Extension.Vmx => new(true, offered, how) },
            CpuExposure.Overridden => Overridden(domain.CpuOverride!, CpuExposures.Name(extension), offered),
        };
    }

    /// <summary>Under host-passthrough libvirt does not write what QEMU left out, unless it compared everything (measured: libvirt
    /// 9.0).</summary>
    private static bool IsWritten(DomainXml domain) =>
        domain.Cpu!.Mode is not (CpuMode.HostPassthrough or CpuMode.Maximum) || domain.Cpu.Check == "full";

    private static CpuGrant Overridden(string cpu, string flag, bool? offered)
    {
        bool? asks = AskedBy(cpu, flag);
        return new(asks, asks == true ? offered : asks, CpuExposure.Overridden);
    }

    /// <summary>"-cpu host,-svm": QEMU takes features with a sign in front, or as name=on and name=off; of two about one the last
    /// wins.</summary>
    /// <param name="cpu">The value of -cpu.</param>
    /// <param name="flag">"vmx" or "svm".</param>
    /// <returns>Null where it says nothing of it.</returns>
    internal static bool? AskedBy(string cpu, string flag)
    {
        string[] words = cpu.Split(',');
        bool? asks = words[0] is "host" or "max" ? true : null;
        foreach (string word in words.Skip(1))
        {
            asks = word == "+" + flag || word == flag + "=on" || word == flag ? true : word == "-" + flag || word == flag + "=off" ? false
                : asks;
        }

        return asks;
    }
}
