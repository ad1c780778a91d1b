using System.Xml;
using System.Xml.Linq;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>What holds of every edit of every definition.</summary>
internal static class EditLaws
{
    internal static CpuWish[] Wishes { get; } =
        [.. Enum.GetValues<CpuTarget>()
            .SelectMany(static t => Enum.GetValues<Extension>().Select(e => new CpuWish(t, e, DropsConflicts: true)))];

    /// <summary>Enables and disables in one way and holds every law; tells how the first edit ended.</summary>
    internal static CpuEditOutcome Hold(DomainXml former, CpuWish wish)
    {
        CpuEditOutcome enabled = CpuEdit.Enable(former, wish);
        Assert.Equal(enabled.State == CpuEditState.Refused, enabled.Refusal is not null);
        if (enabled.State != CpuEditState.Changed)
        {
            Assert.True(former.Bytes.Span.SequenceEqual(enabled.Bytes.Span));
            return enabled;
        }

        DomainXml now = Domain.Of(enabled.Bytes);
        OutsideIsTheSame(former, now);
        Assert.Contains(CpuExposures.Of(now, wish.Extension), (CpuExposure[])[CpuExposure.Asked, CpuExposure.FollowsHost]);
        Assert.Equal(CpuEditState.Unchanged, CpuEdit.Enable(now, wish).State);
        Assert.Equal(CpuEditState.Unchanged, CpuEdit.Enable(now, wish with { Target = CpuTarget.Fitting }).State);

        CpuEditOutcome back = CpuEdit.Disable(now, wish.Extension, former);
        Assert.True(back.IsRestored);
        Assert.True(former.Bytes.Span.SequenceEqual(back.Bytes.Span), Domain.Text(former.Bytes) + "\n=>\n" + Domain.Text(back.Bytes));

        CpuEditOutcome denied = CpuEdit.Disable(now, wish.Extension);
        Assert.Equal(CpuEditState.Changed, denied.State);
        Assert.Equal(CpuExposure.Denied, CpuExposures.Of(Domain.Of(denied.Bytes), wish.Extension));
        OutsideIsTheSame(now, Domain.Of(denied.Bytes));
        Assert.Equal(CpuEditState.Unchanged, CpuEdit.Disable(Domain.Of(denied.Bytes), wish.Extension).State);
        return enabled;
    }

    /// <summary>Byte for byte outside &lt;cpu&gt; or its place; and another XML reader finds everything but &lt;cpu&gt; equal.</summary>
    internal static void OutsideIsTheSame(DomainXml before, DomainXml after)
    {
        ReadOnlySpan<byte> old = before.Bytes.Span;
        ReadOnlySpan<byte> changed = after.Bytes.Span;
        ByteSpan now = after.Cpu!.Element.Span;
        if (before.Cpu is { } cpu)
        {
            ByteSpan was = cpu.Element.Span;
            Assert.Equal(was.Start, now.Start);
            Assert.True(old[..was.Start].SequenceEqual(changed[..now.Start]));
            Assert.True(old[was.End..].SequenceEqual(changed[now.End..]));
        }
        else
        {
            // Only white space comes beside the new element.
            int place = old.Length - (changed.Length - now.End);
            Assert.True(old[place..].SequenceEqual(changed[now.End..]));
            Assert.True(old[..place].SequenceEqual(changed[..place]));
            Assert.Equal(-1, changed[place..now.Start].IndexOfAnyExcept(" \t\r\n"u8));
        }

        if (WithoutCpu(before) is { } expected)
        {
            Assert.True(XNode.DeepEquals(expected, WithoutCpu(after)));
        }
    }

    /// <summary>Null where a prefix is not declared, which libvirt does not mind and the other reader does.</summary>
    private static XElement? WithoutCpu(DomainXml domain)
    {
        try
        {
            XElement root = XDocument.Parse(Domain.Text(domain.Bytes).TrimStart('\uFEFF'), LoadOptions.None).Root!;
            root.Element("cpu")?.Remove();
            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
