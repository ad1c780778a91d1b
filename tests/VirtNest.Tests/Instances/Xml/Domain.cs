using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>Short ways to a definition and back.</summary>
internal static class Domain
{
    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static string Text(System.ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A definition that must be well-formed.</summary>
    internal static DomainXml Of(string text) => Of(Bytes(text));

    internal static DomainXml Of(System.ReadOnlyMemory<byte> bytes)
    {
        DomainXml? domain = DomainXml.Parse(bytes, out XmlFault? fault);
        Assert.True(domain is not null, fault?.ToString());
        return domain;
    }

    /// <summary>A whole definition around a &lt;cpu&gt; element, laid out as libvirt writes it.</summary>
    internal static string With(string cpu, string type = "kvm", string arch = "x86_64") =>
        $"<domain type='{type}'>\n  <name>one</name>\n  <os>\n    <type arch='{arch}' machine='q35'>hvm</type>\n  "
            + $"</os>\n{(cpu.Length == 0 ? "" : $"  {cpu}\n")}  <devices/>\n</domain>\n";
}
