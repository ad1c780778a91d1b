using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Instances.Xml;

namespace VirtNest.Host.Libvirt;

/// <summary>Changes the definition of one instance and, where that is wished, restarts it. Before anything changes the former definition
/// is on disk; a run that is cut off at any instant leaves the definition old or new, and the next one on the same instance goes on from
/// the record.</summary>
internal sealed partial class InstanceChanger
{
    private readonly Hypervisor _hypervisor;
    private readonly InstanceWish _wish;
    private readonly string _folder;
    private readonly LookOptions _look;
    private readonly Action<string, InstanceStep, TimeSpan> _progress;

    /// <param name="hypervisor">A connection that may write.</param>
    /// <param name="wish">What is wished.</param>
    /// <param name="folder">Where records are kept.</param>
    /// <param name="progress">Told of steps that take time: the instance, the step, the time since it began.</param>
    internal InstanceChanger(Hypervisor hypervisor, InstanceWish wish, string folder, Action<string, InstanceStep, TimeSpan> progress)
    {
        _hypervisor = hypervisor;
        _wish = wish;
        _folder = folder;
        _progress = progress;
        _look = new LookOptions(hypervisor.Uri, wish.LooksInside, wish.AsksQemu);
    }

    /// <summary>Changes one instance. Never throws for what libvirt or the disk refuse.</summary>
    /// <param name="name">Its name or UUID.</param>
    internal InstanceChangeReport Run(string name)
    {
        InstanceChangeReport report = new(name, _wish.Goal, InstanceChangeOutcome.Refused);
        try
        {
            Domain domain = _hypervisor.Find(name);
            report = report with { Name = domain.Name, Id = domain.Id };
            if (_wish.IsDryRun)
            {
                return Run(domain, null, InstanceRecords.Peek(_folder, domain.Id), report);
            }

            using InstanceRecords? records = InstanceRecords.Open(_folder, domain.Id);
            if (records is null)
            {
                return report with { Refusal = InstanceRefusal.OtherRun };
            }

            report = Run(domain, records, records.Read(), report with { KeptIn = records.Path });
            return InstanceRecords.Peek(_folder, domain.Id) is null ? report with { KeptIn = null } : report;
        }
        catch (HypervisorException exception)
        {
            return report with { Refusal = InstanceRefusal.Libvirt, Failure = exception.Failure };
        }
        catch (ChangeRecordException exception)
        {
            return report with { Refusal = InstanceRefusal.CannotKeep, Errno = exception.Errno, KeptIn = exception.Path };
        }
    }

    private InstanceChangeReport Run(Domain domain, InstanceRecords? records, InstanceRecord? record, InstanceChangeReport report)
    {
        bool mustStart = false;
        if (record is { Stage: not RecordStage.Done } cutOff && records is not null)
        {
            (record, mustStart) = Recover(domain, records, cutOff);
            report = report with { IsRecovered = true };
        }

        report = Run(domain, records, record, mustStart, report);
        if (mustStart && report.Outcome == InstanceChangeOutcome.Refused && !_hypervisor.State(domain).IsActive())
        {
            // The run that was cut off had shut it down; that this one changes nothing does not leave it off.
            _progress(domain.Name, InstanceStep.Starting, TimeSpan.Zero);
            _hypervisor.Start(domain);
            return report with { IsStartedAgain = true };
        }

        return report;
    }

    private InstanceChangeReport Run(Domain domain, InstanceRecords? records, InstanceRecord? record, bool mustStart,
        InstanceChangeReport report)
    {
        DomainCircumstances circumstances = _hypervisor.Circumstances(domain);
        report = report with { Circumstances = circumstances };
        if (Obstacle(circumstances) is { } obstacle)
        {
            return report with { Refusal = obstacle };
        }

        // Shown and compared is the definition without its secrets; the one with them is what libvirt gets back.
        DomainXml shown = Parsed(_hypervisor.PersistentXml(domain));
        DomainXml before = records is null ? shown : Parsed(_hypervisor.DefinitionForEditing(domain));
        HostOffer host = InstanceReader.Offer(_hypervisor, shown);
        Extension? extension = _wish.Extension ?? (shown.Type == "qemu" ? Extension.Svm : host.Extension);
        report = report with { Before = shown, Extension = extension, Owner = OwnerTable.Find(shown) };
        if (_wish.Goal == InstanceGoal.Undo && (record is null || !record.IsOurs(before)))
        {
            return report with { Refusal = record is null ? InstanceRefusal.NothingToUndo : InstanceRefusal.ChangedSince };
        }

        if (extension is null && _wish.Goal == InstanceGoal.Enable)
        {
            return report with { Refusal = InstanceRefusal.NoExtension };
        }

        CpuEditOutcome edit = Edited(before, record, extension);
        report = report with { Edit = Edited(shown, record, extension) };
        if (Obstacle(report, edit, host) is { } second)
        {
            return report with { Refusal = second };
        }

        bool restarts =
            mustStart || (_wish.IsNow && circumstances.State.IsActive() && (edit.State == CpuEditState.Changed || IsPending(domain)));
        if (edit.State == CpuEditState.Unchanged && !restarts)
        {
            return report with { Outcome =
                circumstances.State.IsActive() && IsPending(domain) ? InstanceChangeOutcome.Defined : InstanceChangeOutcome.NotNeeded };
        }

        return records is null
            ? report with { Outcome = InstanceChangeOutcome.Planned }
            : Change(domain, records, record, before, edit, restarts, report);
    }

    private CpuEditOutcome Edited(DomainXml domain, InstanceRecord? record, Extension? extension) => _wish.Goal switch
    {
        InstanceGoal.Enable => CpuEdit.Enable(domain, new CpuWish(_wish.Target, extension!.Value, _wish.DropsConflicts)),
        InstanceGoal.Undo => CpuEdit.Restore(domain, Parsed(record!.Former)),
        InstanceGoal.Disable when record?.IsOurs(domain) == true && !Asks(record.Former) => CpuEdit.Restore(domain, Parsed(record.Former)),
        InstanceGoal.Disable when extension is { } known => CpuEdit.Disable(domain, known),
        InstanceGoal.Disable => DisabledBoth(domain),
    };

    /// <summary>Where nobody knows the host's extension, both go.</summary>
    private static CpuEditOutcome DisabledBoth(DomainXml domain)
    {
        CpuEditOutcome first = CpuEdit.Disable(domain, Extension.Vmx);
        CpuEditOutcome second = first.State == CpuEditState.Refused ? first : CpuEdit.Disable(Parsed(first.Bytes), Extension.Svm);
        return second.State == CpuEditState.Unchanged ? first : second;
    }

    /// <summary>Did a definition ask for nesting by itself? Then putting it back takes nothing away.</summary>
    private static bool Asks(ReadOnlyMemory<byte> definition) =>
        CpuGrant.Decide(Parsed(definition), HostOffer.Unknown with { IsOffered = true }, isLive: false).Asks != false;

    private InstanceRefusal? Obstacle(DomainCircumstances circumstances) =>
        circumstances.IsTransient ? InstanceRefusal.Transient
        : circumstances.IsBusy ? InstanceRefusal.Busy
        : circumstances.HasManagedSave && !circumstances.State.IsActive() ? InstanceRefusal.ManagedSave
        : _wish.IsNow && circumstances.State is not (DomainState.Running or DomainState.Blocked or DomainState.ShutOff)
            && circumstances.State != DomainState.Crashed ? InstanceRefusal.CannotShutDown
        : null;

    private InstanceRefusal? Obstacle(InstanceChangeReport report, CpuEditOutcome edit, HostOffer host) =>
        edit.State == CpuEditState.Refused ? InstanceRefusal.Edit
        : edit.State == CpuEditState.Changed && report.Owner is { Rewrites: true } && !_wish.EvenIfManaged ? InstanceRefusal.Managed
        : _wish.Goal == InstanceGoal.Enable && report.Before!.Type == "kvm" && host.IsOffered == false ? InstanceRefusal.HostDoesNotOffer
        : null;

    /// <summary>Does the process run without what the definition asks for, or with what it denies?</summary>
    private bool IsPending(Domain domain) =>
        InstanceReader.Read(_hypervisor, domain, _look with { LooksInside = false, AsksQemu = false }).IsRestartPending == true;

    private static DomainXml Parsed(ReadOnlyMemory<byte> xml) =>
        DomainXml.Parse(xml, out XmlFault? fault)
            ?? throw new HypervisorException(new(LibvirtFailureKind.Refused, "virDomainGetXMLDesc", 0, 0, $"{fault!.Kind} {fault.Line}"));
}
