using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>Taking an extension away.</summary>
public static partial class CpuEdit
{
    /// <summary>Takes an extension away. Where the definition from before <see cref="Enable"/> is known and its &lt;cpu&gt; is still as
    /// Enable wrote it, the former one is put back. Otherwise policy='disable' is written wherever the extension could come through: a
    /// line that asks for it is not just taken out, since nobody can tell any more whether Enable wrote it, and since modes that follow
    /// the host give it without a line.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="extension">VMX or SVM.</param>
    /// <param name="former">The definition from before, or null.</param>
    public static CpuEditOutcome Disable(DomainXml domain, Extension extension, DomainXml? former = null)
    {
        string feature = CpuExposures.Name(extension);
        if (Obstacle(domain) is { } obstacle)
        {
            return CpuEditOutcome.Refuse(domain, obstacle);
        }

        if (former is not null && IsOfEnable(domain, former, extension))
        {
            return Restore(domain, former);
        }

        CpuExposure exposure = CpuExposures.Of(domain, extension);
        bool isThere = exposure is not (CpuExposure.NotAsked or CpuExposure.Denied);
        if (!isThere && (domain.Cpu is not { } has || !CpuSubfeatures.Required(has, extension).Any()))
        {
            return CpuEditOutcome.Same(domain);
        }

        if (domain.Cpu is not { } cpu)
        {
            return Changed(domain, CpuElementEdit.Insert(
                domain, domain.Neighbour!.Value, [("mode", "custom"), ("match", "exact"), ("check", "none")],
                layout => [ModelLine(layout, CpuModels.DefaultOf(domain.Arch)), layout.Feature(feature, "disable")]), []);
        }

        CpuElementEdit edit = new(domain, cpu);
        if (cpu is { Mode: CpuMode.Custom, Model: null })
        {
            edit.Remove(cpu.Element.Child("model"));
            edit.AddFirst(ModelLine(new DomainLayout(domain), CpuModels.DefaultOf(domain.Arch)));
        }

        if (isThere)
        {
            edit.SetFeature(feature, "disable");
        }

        Array.ForEach([.. CpuSubfeatures.Required(cpu, extension)], edit.Remove);
        return Changed(domain, edit.Apply(), edit.Dropped);
    }

    /// <summary>Puts the &lt;cpu&gt; of a former definition back, or takes it out where the former one had none. Nothing is compared: that
    /// the present one is ours is the caller's to know.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="former">The definition from before.</param>
    public static CpuEditOutcome Restore(DomainXml domain, DomainXml former)
    {
        if (domain.CpuCount > 1 || former.CpuCount > 1)
        {
            return CpuEditOutcome.Refuse(domain, new CpuRefusal(CpuRefusalKind.SeveralCpus));
        }

        DomainLayout layout = new(domain);
        ByteEdits edits = new(domain.Bytes);
        string? before = former.Cpu is { } was ? Encoding.UTF8.GetString(was.Element.Slice(former.Bytes.Span)) : null;
        if (domain.Cpu is { } now)
        {
            ByteSpan span = now.Element.Span;
            edits.Replace(before is null ? new ByteSpan(layout.SpaceBefore(span.Start).Start, span.End) : span, before ?? "");
        }
        else if (before is not null && domain.Neighbour is { } neighbour)
        {
            edits.Insert(neighbour.End, layout.SpaceTextBefore(neighbour.Start) + before);
        }

        return Changed(domain, edits.Apply(), []) with { IsRestored = true };
    }

    /// <summary>True where the present &lt;cpu&gt; is, byte for byte, what <see cref="Enable"/> makes of the former definition in one of
    /// its ways.</summary>
    private static bool IsOfEnable(DomainXml domain, DomainXml former, Extension extension) =>
        domain.Cpu is { } now && Enum.GetValues<CpuTarget>().Any(target =>
        {
            CpuEditOutcome outcome = Enable(former, new CpuWish(target, extension, DropsConflicts: true));
            return outcome.State == CpuEditState.Changed
                && DomainXml.Parse(outcome.Bytes, out _)?.Cpu is { } made
                && made.Element.Slice(outcome.Bytes.Span).SequenceEqual(now.Element.Slice(domain.Bytes.Span));
        });
}
