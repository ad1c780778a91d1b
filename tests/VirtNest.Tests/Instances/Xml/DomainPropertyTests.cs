using System.IO;
using System.Xml;
using CsCheck;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>Definitions that nobody wrote: generated in every layout, broken at any byte, and any bytes at all.</summary>
public sealed class DomainPropertyTests
{
    private static readonly Gen<string> Between = Gen.OneOf("", "", "\n", "\n  ", "\r\n\t", " ", "\n\n    ", "<!-- <cpu> -->",
        "\n  <!-- x -->\n  ", "<?cpu x?>", "<![CDATA[<cpu/>]]>", "&#60;cpu/&gt;", "text 中 ");

    private static readonly Gen<string> CpuAttributes = Gen.Select(
        Gen.OneOf("", " mode='custom'", " mode=\"host-model\"", "\n mode = 'host-passthrough'", " mode='maximum'"),
        Gen.OneOf("", " match='exact'", "\tmatch=\"strict\" "),
        Gen.OneOf("", " check='none'", " check='partial'", " check=\"full\"", " xmlns:a='urn:a' a:check='x'"),
        static (mode, match, check) => mode + match + check);

    private static readonly Gen<string> CpuChild = Gen.OneOf(
        "<model>EPYC</model>", "<model fallback='allow'></model>", "<model fallback=\"forbid\" vendor_id='KVMKVMKVM123'>Haswell</model>",
            "<model>&#x51;emu64</model>", "<vendor>AMD</vendor>", "<vendor>Intel</vendor>",
        "<topology sockets='1' cores='2' threads='1'/>", "<cache mode='passthrough'/>", "<cache level='3' mode='emulate'></cache>",
        "<numa><cell id='0'><feature name='svm'/></cell></numa>", "<maxphysaddr mode='passthrough'/>",
        "<feature policy='require' name='svm'/>", "<feature name=\"vmx\"\n policy=\"disable\" />", "<feature name='svm'/>",
        "<feature policy='optional' name='vmx'></feature>", "<feature policy='forbid' name='svm'/>",
        "<feature policy='force' name='x2apic'/>",
        "<x:feature xmlns:x='urn:x' policy='disable' name='svm'/>", "<feature xmlns='urn:x' name='vmx'/>");

    private static readonly Gen<string> Cpu = Gen.Select(
        CpuAttributes, Gen.Select(Between, CpuChild, static (space, child) => space + child).Array[0, 5], Between, Gen.Int[0, 3],
        static (attributes, children, space, form) =>
            form == 0 ? "" : children.Length == 0 && form == 1 ? $"<cpu{attributes}/>"
                : $"<cpu{attributes}>{string.Concat(children)}{space}</cpu>");

    private static readonly Gen<string> Definition = Gen.Select(
        Gen.OneOf("", "\uFEFF", "<?xml version='1.0'?>\n", "<!-- x -->\r\n"),
        Gen.OneOf("kvm", "qemu"),
        Gen.OneOf("", " arch='x86_64'", " arch=\"i686\""),
        Gen.Select(Between, Between, Between, Between, static (a, b, c, d) => (a, b, c, d)),
        Gen.OneOf("", "<features><acpi/></features>", "<metadata><a:x xmlns:a='urn:a'><cpu mode='x'/></a:x></metadata>",
            "<devices><cpu/></devices>"),
        Cpu,
        Gen.OneOf("", "\n", "<!-- end -->", "\r\n"),
        static (head, type, arch, space, element, cpu, tail) =>
            $"{head}<domain type='{type}'>{space.a}<name>n</name>{space.b}<os><type{arch}>hvm</type></os>"
                + $"{space.c}{cpu}{element}{space.d}</domain>{tail}");

    [Fact]
    public void Every_edit_of_every_definition_keeps_what_is_outside_of_cpu_and_can_be_taken_back()
    {
        int changed = 0;
        Definition.Sample(text =>
        {
            DomainXml domain = Domain.Of(text);
            foreach (CpuWish wish in EditLaws.Wishes)
            {
                changed += EditLaws.Hold(domain, wish).State == CpuEditState.Changed ? 1 : 0;
            }
        }, iter: 1000, threads: 1);
        Assert.True(changed > 1000, $"{changed} edits");
    }

    [Fact]
    public void A_definition_that_was_broken_anywhere_is_refused_or_edited_by_the_same_laws()
    {
        Gen.Select(Definition,
            Gen.Select(Gen.Int[0, 100_000],
                Gen.OneOf("", "<", ">", "/", "'", "\"", "&", ";", "]]>", "<cpu>", "</cpu>", "<!--", "-->", "<?", " ", "\0", "=",
                    "xmlns=''"), Gen.Int[0, 4]).Array[1, 3]).Sample((text, breaks) =>
        {
            foreach ((int place, string put, int cut) in breaks)
            {
                int at = text.Length == 0 ? 0 : place % text.Length;
                text = text[..at] + put + text[Math.Min(text.Length, at + cut)..];
            }

            DomainXml? domain = DomainXml.Parse(Domain.Bytes(text), out XmlFault? fault);
            Assert.Equal(domain is null, fault is not null);
            bool isDeclarationWhole =
                !text.Contains("<?xml", StringComparison.Ordinal) || text.StartsWith("<?xml version='1.0'?>", StringComparison.Ordinal);
            Assert.True(!isDeclarationWhole || (IsWellFormed(text) && IsDomain(text)) == domain is not null,
                $"{System.Text.Json.JsonSerializer.Serialize(text)}: {fault}");
            foreach (CpuWish wish in domain is null ? [] : EditLaws.Wishes)
            {
                EditLaws.Hold(domain!, wish);
            }
        }, iter: 6000, threads: 1);
    }

    [Fact]
    public void Any_bytes_give_an_answer_or_a_fault_inside_of_them()
    {
        Gen.OneOf(Gen.Byte.Array[0, 200],
            Gen.OneOf("<domain", "<", ">", "/>", "</domain>", "<cpu", "'", "\"", "=", " ", "\n", "&", ";", "&#", "xmlns:a", "<!--", "-->",
                "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE", "\uFEFF", "\0", "中", "mode", "-", ":")
            .Array[0, 40].Select(static words => Encoding.UTF8.GetBytes(string.Concat(words)))).Sample(static bytes =>
        {
            DomainXml? domain = DomainXml.Parse(bytes, out XmlFault? fault);
            Assert.Equal(domain is null, fault is not null);
            if (fault is not null)
            {
                Assert.InRange(fault.Offset, 0, bytes.Length);
                Assert.Equal(1 + bytes.AsSpan(0, fault.Offset).Count((byte)'\n'), fault.Line);
            }
        }, iter: 6000, threads: 1);
    }

    /// <summary>What another reader says; namespaces apart, which libvirt does not insist on. (Of a broken declaration it takes more than
    /// XML allows.)</summary>
    private static bool IsWellFormed(string text)
    {
        using StringReader source = new(text.StartsWith('\uFEFF') ? text[1..] : text);
        using XmlTextReader reader = new(source) { Namespaces = false, Normalization = true, EntityHandling = EntityHandling.ExpandEntities,
            DtdProcessing = DtdProcessing.Prohibit };
        try
        {
            while (reader.Read())
            {
            }

            // That reader lets a NUL pass behind the root.
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsDomain(string text)
    {
        using StringReader source = new(text.StartsWith('\uFEFF') ? text[1..] : text);
        using XmlTextReader reader = new(source) { Namespaces = false };
        reader.MoveToContent();
        return reader.Name == "domain" && string.IsNullOrEmpty(reader.GetAttribute("xmlns"));
    }
}
