using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>What is read out of a definition, and how a text that is none is refused.</summary>
public sealed class DomainXmlTests
{
    private const string Whole = """
        <?xml version='1.0' encoding='UTF-8'?>
        <!-- <cpu mode='maximum'/> -->
        <domain type="kvm" id='7' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>a &amp; b&#x4e2d;</name>
          <uuid>
            c7a5fdbd-edaf-9455-926a-d65c16db1809 </uuid>
          <description><![CDATA[<cpu>]]> &lt;x&gt;</description>
          <metadata>
            <app:x xmlns:app='http://example.org/app'><cpu mode='maximum'/></app:x>
            <y xmlns='http://example.org/other'/>
          </metadata>
          <sysinfo type='smbios'><system><entry name='product'>OpenStack Nova</entry></system></sysinfo>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <cpu mode='custom' match="exact" check='partial'>
            <model fallback='forbid' vendor_id='KVMKVMKVM123'>Haswell</model><vendor>Intel</vendor>
            <feature policy='require' name='vmx'/><feature name='svm'/>
            <?pi <feature policy='disable' name='vmx'/> ?>
          </cpu>
          <devices>
            <emulator>/usr/bin/qemu</emulator>
            <disk><source file='/var/lib/one/1.img'/></disk>
          </devices>
          <q:commandline><q:arg value='-cpu'/><q:arg value='host,-vmx'/></q:commandline>
        </domain>
        """;

    [Fact]
    public void A_definition_tells_what_nesting_asks_for()
    {
        DomainXml domain = Domain.Of(Whole);
        Assert.Equal(("kvm", "hvm", "x86_64", "q35"), (domain.Type, domain.OsType, domain.Arch, domain.Machine));
        Assert.Equal("a & b中", domain.Name);
        Assert.Equal("c7a5fdbd-edaf-9455-926a-d65c16db1809", domain.Uuid);
        Assert.Equal("<cpu> <x>", domain.Description);
        Assert.Equal(["http://example.org/app", "http://example.org/other"], domain.MetadataNamespaces);
        Assert.Equal("OpenStack Nova", domain.SystemEntries["product"]);
        Assert.Equal(["/usr/bin/qemu", "/var/lib/one/1.img"], domain.Paths);
        Assert.Equal("host,-vmx", domain.CpuOverride);
        DomainCpu cpu = domain.Cpu!;
        Assert.Equal(1, domain.CpuCount);
        Assert.Equal((CpuMode.Custom, "partial", "Haswell"), (cpu.Mode, cpu.Check, cpu.Model));
        Assert.Equal("Intel", cpu.Vendor);
        Assert.Equal([("vmx", "require"), ("svm", "require")], cpu.Features.Select(static f => (f.Name, f.Policy)));
        Assert.StartsWith("<cpu mode='custom'", Encoding.UTF8.GetString(cpu.Element.Slice(domain.Bytes.Span)), StringComparison.Ordinal);
        Assert.EndsWith("</cpu>", Encoding.UTF8.GetString(cpu.Element.Slice(domain.Bytes.Span)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<domain type='kvm'><os/><foo><cpu mode='maximum'/></foo></domain>")]
    [InlineData("<domain type='kvm'><os/><x:cpu xmlns:x='urn:x' mode='maximum'/></domain>")]
    [InlineData("<domain type='kvm'><os/><cpu xmlns='urn:x' mode='maximum'/></domain>")]
    [InlineData("<domain type='kvm'><os/><!--<cpu mode='maximum'/>--></domain>")]
    [InlineData("<domain type='kvm'><os/><![CDATA[<cpu mode='maximum'/>]]></domain>")]
    [InlineData("<domain type='kvm'><os/><?x <cpu mode='maximum'/>?></domain>")]
    [InlineData("<domain type='kvm' a='&lt;cpu/&gt;'><os/></domain>")]
    public void What_only_looks_like_a_cpu_is_none(string text)
    {
        Assert.Null(Domain.Of(text).Cpu);
    }

    [Theory]
    [InlineData("<domain><qemu:commandline xmlns:qemu='urn:x'><qemu:arg value='-cpu'/></qemu:commandline></domain>", null)]
    [InlineData("<domain><commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'><arg value='-cpu'/><arg "
        + "value='max'/></commandline></domain>", "max")]
    [InlineData("<domain xmlns:z='http://libvirt.org/schemas/domain/qemu/1.0'><z:commandline><z:arg value='-cpu'/><z:arg "
        + "value='a'/><z:arg value='-cpu'/><z:arg value='b'/></z:commandline></domain>", "b")]
    [InlineData("<domain xmlns:z='http://libvirt.org/schemas/domain/qemu/1.0'><z:commandline><z:arg value='-cpu'/>"
        + "</z:commandline></domain>", "")]
    [InlineData("<domain xmlns:z='http://libvirt.org/schemas/domain/qemu/1.0'><z:commandline><z:arg value='-global'/><z:arg "
        + "value='host-x86_64-cpu.vmx=off'/></z:commandline></domain>", "host-x86_64-cpu.vmx=off")]
    [InlineData("<domain xmlns:z='http://libvirt.org/schemas/domain/qemu/1.0'><z:commandline><z:arg value='-smp'/><z:arg "
        + "value='cpus=2'/></z:commandline></domain>", null)]
    public void A_cpu_of_qemu_commandline_is_known_by_its_namespace(string text, string? value)
    {
        Assert.Equal(value, Domain.Of(text).CpuOverride);
    }

    [Theory]
    [InlineData("", XmlFaultKind.UnexpectedEnd, 0, 1)]
    [InlineData("  \n ", XmlFaultKind.UnexpectedEnd, 4, 2)]
    [InlineData("\n<domain>\n<a>\n", XmlFaultKind.UnexpectedEnd, 14, 4)]
    [InlineData("<domain", XmlFaultKind.UnexpectedEnd, 0, 1)]
    [InlineData("<domain a", XmlFaultKind.UnexpectedEnd, 9, 1)]
    [InlineData("<domain a='x", XmlFaultKind.UnexpectedEnd, 10, 1)]
    [InlineData("<domain><!-- ", XmlFaultKind.UnexpectedEnd, 8, 1)]
    [InlineData("<domain><![CDATA[ ", XmlFaultKind.UnexpectedEnd, 8, 1)]
    [InlineData("<domain><?x ", XmlFaultKind.UnexpectedEnd, 8, 1)]
    [InlineData("<domain></domain", XmlFaultKind.UnexpectedEnd, 8, 1)]
    [InlineData("<domain>\n</domains>", XmlFaultKind.WrongEndTag, 9, 2)]
    [InlineData("</domain>", XmlFaultKind.WrongEndTag, 0, 1)]
    [InlineData("<domain/><domain/>", XmlFaultKind.NotWellFormed, 9, 1)]
    [InlineData("<domain/>x", XmlFaultKind.NotWellFormed, 9, 1)]
    [InlineData("x<domain/>", XmlFaultKind.NotWellFormed, 0, 1)]
    [InlineData("<domain>a ]]> b</domain>", XmlFaultKind.NotWellFormed, 10, 1)]
    [InlineData("<domain a='<'/>", XmlFaultKind.NotWellFormed, 11, 1)]
    [InlineData("<domain a=b/>", XmlFaultKind.NotWellFormed, 10, 1)]
    [InlineData("<domain a='1'b='2'/>", XmlFaultKind.NotWellFormed, 13, 1)]
    [InlineData("<domain a='1' a='2'/>", XmlFaultKind.AttributeTwice, 14, 1)]
    [InlineData("<domain><!-- -- --></domain>", XmlFaultKind.NotWellFormed, 13, 1)]
    [InlineData("<domain>< a/></domain>", XmlFaultKind.NotWellFormed, 8, 1)]
    [InlineData("<domain><1/></domain>", XmlFaultKind.NotWellFormed, 8, 1)]
    [InlineData("<domain>&nbsp;</domain>", XmlFaultKind.UnknownEntity, 8, 1)]
    [InlineData("<domain>a & b</domain>", XmlFaultKind.UnknownEntity, 10, 1)]
    [InlineData("<domain a='&#0;'/>", XmlFaultKind.UnknownEntity, 11, 1)]
    [InlineData("<domain>&#xD800;</domain>", XmlFaultKind.UnknownEntity, 8, 1)]
    [InlineData("<!DOCTYPE domain [<!ENTITY a 'b'>]><domain>&a;</domain>", XmlFaultKind.DocumentType, 0, 1)]
    [InlineData("<domain>\n\0</domain>", XmlFaultKind.ForbiddenCharacter, 9, 2)]
    [InlineData("<domain>\u001b[31m</domain>", XmlFaultKind.ForbiddenCharacter, 8, 1)]
    [InlineData("<domain>\uFFFE</domain>", XmlFaultKind.ForbiddenCharacter, 8, 1)]
    [InlineData(" <?xml version='1.0'?><domain/>", XmlFaultKind.NotWellFormed, 1, 1)]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?><domain/>", XmlFaultKind.OtherEncoding, 0, 1)]
    [InlineData("<domainsnapshot/>", XmlFaultKind.NotADomain, 0, 1)]
    [InlineData("<x:domain xmlns:x='urn:x'/>", XmlFaultKind.NotADomain, 0, 1)]
    [InlineData("<domain xmlns='urn:x'/>", XmlFaultKind.NotADomain, 0, 1)]
    public void What_is_no_definition_is_refused_with_its_place(string text, XmlFaultKind kind, int offset, int line)
    {
        Assert.Null(DomainXml.Parse(Domain.Bytes(text), out XmlFault? fault));
        Assert.Equal((kind, offset, line), (fault!.Kind, fault.Offset, fault.Line));
    }

    [Theory]
    [InlineData("<?xml version='1.0'?>", true)]
    [InlineData("<?xml version = \"1.1\" encoding='us-ascii' standalone='no' ?>", true)]
    [InlineData("<?xml version='1.0' standalone=\"yes\"?>", true)]
    [InlineData("<?xml?>", false)]
    [InlineData("<?xml encoding='UTF-8'?>", false)]
    [InlineData("<?xml version='2.0'?>", false)]
    [InlineData("<?xml version='1.'?>", false)]
    [InlineData("<?xml version='1.0=' ?>", false)]
    [InlineData("<?xml version='1.0'encoding='UTF-8'?>", false)]
    [InlineData("<?xml version='1.0' encoding=''?>", false)]
    [InlineData("<?xml version='1.0' standalone='maybe'?>", false)]
    [InlineData("<?xml version='1.0' standalone='yes' encoding='UTF-8'?>", false)]
    [InlineData("<?xml version='1.0' x='y'?>", false)]
    [InlineData("<?XML version='1.0'?>", false)]
    public void A_declaration_is_as_XML_has_it(string declaration, bool isOne)
    {
        Assert.Equal(isOne, DomainXml.Parse(Domain.Bytes(declaration + "<domain/>"), out _) is not null);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    public void Another_encoding_is_refused_by_its_name(string encoding, string name)
    {
        Encoding other = Encoding.GetEncoding(encoding);
        foreach (byte[] mark in new[] { other.GetPreamble(), [] }.Where(m => m.Length > 0 || name == "UTF-16"))
        {
            Assert.Null(DomainXml.Parse((byte[])[.. mark, .. other.GetBytes("<domain/>")], out XmlFault? fault));
            Assert.Equal((XmlFaultKind.OtherEncoding, name), (fault!.Kind, fault.Detail));
        }
    }

    [Fact]
    public void An_older_encoding_is_named_where_it_is_declared_and_its_byte_where_not()
    {
        byte[] body = [.. "<domain><name>"u8, 0xE9, .. "</name></domain>"u8];
        Assert.Null(DomainXml.Parse((byte[])[.. "<?xml version='1.0' encoding=\"latin1\"?>"u8, .. body], out XmlFault? declared));
        Assert.Equal((XmlFaultKind.OtherEncoding, "latin1"), (declared!.Kind, declared.Detail));
        Assert.Null(DomainXml.Parse(body, out XmlFault? silent));
        Assert.Equal((XmlFaultKind.BrokenEncoding, "0xE9", 14), (silent!.Kind, silent.Detail, silent.Offset));
    }

    [Fact]
    public void A_byte_order_mark_of_UTF8_is_read_over()
    {
        Assert.Equal("kvm", Domain.Of("\uFEFF<domain type='kvm'/>").Type);
        Assert.Equal("kvm", Domain.Of("\uFEFF<?xml version='1.0' encoding='utf-8'?><domain type='kvm'/>").Type);
    }

    [Fact]
    public void Size_depth_and_numbers_are_bounded()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 300));
        Assert.Equal(XmlFaultKind.TooDeep, FaultOf("<domain>" + deep));
        Assert.Equal(XmlFaultKind.TooLarge, FaultOf("<domain>" + new string(' ', DomainXml.MostBytes)));
        Assert.Equal(XmlFaultKind.TooMany,
            FaultOf("<domain " + string.Concat(Enumerable.Range(0, 300).Select(static i => $"a{i}='' ")) + "/>"));
        Assert.Equal(XmlFaultKind.TooMany, FaultOf("<domain><cpu>" + string.Concat(Enumerable.Repeat("<a/>", 70_000)) + "</cpu></domain>"));
        Assert.NotNull(Domain.Of("<domain>" + string.Concat(Enumerable.Repeat("<a/>", 70_000)) + "</domain>"));
    }

    private static XmlFaultKind FaultOf(string text)
    {
        Assert.Null(DomainXml.Parse(Domain.Bytes(text), out XmlFault? fault));
        return fault!.Kind;
    }
}
