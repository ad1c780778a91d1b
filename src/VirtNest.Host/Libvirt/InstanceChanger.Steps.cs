using System.Diagnostics;
using System.Threading;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>The steps of a change, each of which is written down before it is taken.</summary>
internal sealed partial class InstanceChanger
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>A guest whose agent accepted may still not obey: then its power button is pressed too.</summary>
    private static readonly TimeSpan BeforeButton = TimeSpan.FromSeconds(15);

    private InstanceChangeReport Change(Domain domain, InstanceRecords records, InstanceRecord? old, DomainXml before, CpuEditOutcome edit,
        bool restarts, InstanceChangeReport report)
    {
        bool isChain = old is not null && old.IsOurs(before) && _wish.Goal != InstanceGoal.Undo;
        InstanceRecord record = records.Write(new(
            domain.Id, domain.Name, DateTimeOffset.UtcNow, RecordStage.Prepared, restarts, isChain ? old!.Former : before.Bytes,
                before.Bytes, edit.Bytes, default));
        DomainXml? left = null;
        bool isDown = false;
        try
        {
            if (restarts && _hypervisor.State(domain).IsActive())
            {
                record = records.Write(record with { Stage = RecordStage.Restarting });
                if (!IsShutDown(domain, out bool isForced))
                {
                    Forget(records, old);
                    return report with { Refusal = InstanceRefusal.ShutdownIgnored, Waited = _wish.Timeout };
                }

                report = report with { IsForced = isForced };
            }

            isDown = restarts;
            if (!_hypervisor.DefinitionForEditing(domain).AsSpan().SequenceEqual(before.Bytes.Span))
            {
                return Back(domain, records, old, record, left, isDown, report with { Refusal = InstanceRefusal.ChangedMeanwhile }, null);
            }

            if (edit.State == CpuEditState.Changed)
            {
                Define(edit.Bytes.ToArray());
                left = Parsed(record.Wished); // until libvirt's own form of it is known
                left = Parsed(_hypervisor.DefinitionForEditing(domain));
                if (DefinitionLoss.Find(before, left) is { } lost)
                {
                    return Back(domain, records, old, record, left, isDown, report,
                        new(LibvirtFailureKind.Refused, "virDomainDefineXMLFlags", 0, 0, "the definition lost: " + lost));
                }

                record = records.Write(record with { Stage = RecordStage.Defined, Cpu = InstanceRecord.CpuOf(left) });
            }

            if (restarts)
            {
                _progress(domain.Name, InstanceStep.Starting, TimeSpan.Zero);
                _hypervisor.Start(domain);
                isDown = false;
            }

            Finish(records, old, record, edit);
            return restarts ? Seen(domain, report) : report with { Outcome = InstanceChangeOutcome.Defined };
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.NoAnswer)
        {
            // Whether the last step was taken, nobody knows now; the record does not say Done, and the next run looks.
            return report with { Outcome = InstanceChangeOutcome.Stuck, Failure = exception.Failure };
        }
        catch (HypervisorException exception)
        {
            return Back(domain, records, old, record, left, isDown, report, exception.Failure);
        }
        catch (ChangeRecordException exception)
        {
            return Back(domain, records, old, record, left, isDown,
                report with { Refusal = InstanceRefusal.CannotKeep, Errno = exception.Errno }, null);
        }
    }

    /// <summary>Defines, held against libvirt's schema; where only the schema minds, which it may have done of the former definition too,
    /// without.</summary>
    private void Define(byte[] xml)
    {
        try
        {
            _hypervisor.Define(xml, validates: true);
        }
        catch (HypervisorException exception) when (exception.Failure.Code == VirError.VIR_ERR_XML_INVALID_SCHEMA)
        {
            _hypervisor.Define(xml, validates: false);
        }
    }

    /// <summary>Puts the old definition back and starts the instance again if it ran.</summary>
    /// <param name="domain">The instance.</param>
    /// <param name="records">Its records.</param>
    /// <param name="old">The record that stood before this change.</param>
    /// <param name="record">That of this change.</param>
    /// <param name="left">The definition as this change left it; null where it has defined nothing.</param>
    /// <param name="isDown">It was shut down for this change.</param>
    /// <param name="report">What is told so far.</param>
    /// <param name="failure">Why it is taken back, where libvirt says so.</param>
    private InstanceChangeReport Back(Domain domain, InstanceRecords records, InstanceRecord? old, InstanceRecord record, DomainXml? left,
        bool isDown, InstanceChangeReport report, LibvirtFailure? failure)
    {
        report = report with { Failure = failure };
        if (failure?.Kind == LibvirtFailureKind.NoDomain)
        {
            // Somebody removed it meanwhile: to define it again would bring it back. Its definition stays in the record.
            return report with { Refusal = InstanceRefusal.Libvirt };
        }

        try
        {
            bool isTakenBack = left is null || IsTakenBack(domain, left, record);
            if (isDown && !_hypervisor.State(domain).IsActive())
            {
                _progress(domain.Name, InstanceStep.Starting, TimeSpan.Zero);
                _hypervisor.Start(domain);
            }

            if (!isTakenBack)
            {
                return report with { Outcome = InstanceChangeOutcome.Stuck, Refusal = InstanceRefusal.ChangedMeanwhile };
            }
        }
        catch (HypervisorException exception)
        {
            return report with { Outcome = InstanceChangeOutcome.Stuck, SecondFailure = exception.Failure };
        }

        bool isBack = left is not null || isDown;
        Forget(records, old);
        return report with { Outcome = isBack ? InstanceChangeOutcome.RolledBack : InstanceChangeOutcome.Refused,
            Refusal = report.Refusal ?? (isBack ? null : InstanceRefusal.Libvirt) };
    }

    /// <summary>Puts the definition back as it was before; where somebody has edited it since, and not its &lt;cpu&gt;, the &lt;cpu&gt;
    /// alone, so that their edit stays. False where they edited the &lt;cpu&gt; too: theirs is left as it is.</summary>
    private bool IsTakenBack(Domain domain, DomainXml left, InstanceRecord record)
    {
        DomainXml now = Parsed(_hypervisor.DefinitionForEditing(domain));
        if (now.Bytes.Span.SequenceEqual(left.Bytes.Span))
        {
            _hypervisor.Define(record.Before.ToArray(), validates: false);
            return true;
        }

        bool isOurs = InstanceRecord.CpuOf(now).Span.SequenceEqual(InstanceRecord.CpuOf(left).Span)
            || (left.Bytes.Equals(record.Wished) && IsOfWish(now, left));
        if (isOurs)
        {
            _hypervisor.Define(CpuEdit.Restore(now, Parsed(record.Before)).Bytes.ToArray(), validates: false);
        }

        return isOurs;
    }

    private static void Forget(InstanceRecords records, InstanceRecord? old)
    {
        if (old is { Stage: RecordStage.Done })
        {
            records.Write(old);
        }
        else
        {
            records.Remove();
        }
    }

    /// <summary>A change that was taken back leaves nothing to undo; one that only restarted leaves what was there.</summary>
    private void Finish(InstanceRecords records, InstanceRecord? old, InstanceRecord record, CpuEditOutcome edit)
    {
        if (edit.State == CpuEditState.Unchanged)
        {
            Forget(records, old);
        }
        else if (_wish.Goal == InstanceGoal.Undo || edit.IsRestored)
        {
            records.Remove();
        }
        else
        {
            records.Write(record with { Stage = RecordStage.Done });
        }
    }

    /// <summary>Shuts a running instance down: its agent, then its power button, then, where that is wished, by force.</summary>
    private bool IsShutDown(Domain domain, out bool isForced)
    {
        isForced = false;
        Stopwatch clock = Stopwatch.StartNew();
        bool isPressed = false;
        UnlessOff(() => isPressed = !_hypervisor.AskToShutDown(domain));
        _progress(domain.Name, isPressed ? InstanceStep.ButtonPressed : InstanceStep.AgentAsked, clock.Elapsed);
        while (_hypervisor.State(domain).IsActive())
        {
            if (clock.Elapsed >= _wish.Timeout)
            {
                if (!_wish.ForcesOff)
                {
                    return false;
                }

                _progress(domain.Name, InstanceStep.ForcedOff, clock.Elapsed);
                isForced = UnlessOff(() => _hypervisor.Destroy(domain));
                return true;
            }

            if (!isPressed && clock.Elapsed > BeforeButton)
            {
                isPressed = true;
                UnlessOff(() => _hypervisor.PressPowerButton(domain));
                _progress(domain.Name, InstanceStep.ButtonPressed, clock.Elapsed);
            }

            _progress(domain.Name, InstanceStep.Waiting, clock.Elapsed);
            Thread.Sleep(Poll);
        }

        return true;
    }

    /// <summary>Does something to an instance that runs; false where it has gone off in the same instant.</summary>
    private static bool UnlessOff(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (HypervisorException exception) when (exception.Failure.Code == VirError.VIR_ERR_OPERATION_INVALID)
        {
            return false;
        }
    }

    /// <summary>What a restarted instance has, by what is seen: its XML, QEMU's word, its own.</summary>
    private InstanceChangeReport Seen(Domain domain, InstanceChangeReport report)
    {
        Stopwatch clock = Stopwatch.StartNew();
        InstanceFacts facts = InstanceReader.Read(_hypervisor, domain, _look with { LooksInside = false });
        if (_wish.LooksInside && facts.Reading.Live is { HasAgentChannel: true })
        {
            InsideReading inside = _hypervisor.Inside(domain);
            while (inside.State is InsideState.NoAgent && clock.Elapsed < _wish.Timeout)
            {
                _progress(domain.Name, InstanceStep.LookingInside, clock.Elapsed);
                Thread.Sleep(Poll * 4);
                inside = _hypervisor.Inside(domain);
            }

            facts = facts with { Reading = facts.Reading with { Inside = inside } };
        }

        bool? has = facts.Reading.Inside.HasExtension == false ? false : facts.IsExposed;
        bool? isGood = _wish.Goal switch { InstanceGoal.Enable => has, InstanceGoal.Disable => !has, InstanceGoal.Undo => true };
        return report with
        {
            After = facts,
            Outcome = isGood switch { true =>
                InstanceChangeOutcome.Applied, false => InstanceChangeOutcome.NotDelivered, null => InstanceChangeOutcome.Unverified },
        };
    }

    /// <summary>Deals with a run that was cut off: looks whether the definition is the old one or the new one, and writes that down. True
    /// with it where the instance ran before and is off now.</summary>
    private (InstanceRecord? Record, bool MustStart) Recover(Domain domain, InstanceRecords records, InstanceRecord record)
    {
        DomainXml now = Parsed(_hypervisor.DefinitionForEditing(domain));
        DomainXml before = Parsed(record.Before);
        bool mustStart = record.WasRunning && record.Stage != RecordStage.Prepared && !_hypervisor.State(domain).IsActive();
        if (InstanceRecord.CpuOf(now).Span.SequenceEqual(InstanceRecord.CpuOf(before).Span))
        {
            // Not defined. Where an earlier change of ours stands, its former definition is still worth keeping.
            if (record.Former.Span.SequenceEqual(record.Before.Span))
            {
                records.Remove();
                return (null, mustStart);
            }

            return (records.Write(record with { Stage = RecordStage.Done, Cpu = InstanceRecord.CpuOf(now), Wished = record.Before }),
                mustStart);
        }

        return (records.Write(
            record with { Stage = RecordStage.Done, Cpu = InstanceRecord.CpuOf(IsOfWish(now, Parsed(record.Wished)) ? now : before) }),
                mustStart);
    }

    /// <summary>libvirt adds to what it is given (migratable='on'); the mode, the model and the features asked for stay.</summary>
    private static bool IsOfWish(DomainXml now, DomainXml wished)
    {
        if (now.Cpu is null || wished.Cpu is null)
        {
            return now.Cpu is null && wished.Cpu is null;
        }

        foreach (CpuFeature feature in wished.Cpu.Features)
        {
            if (now.Cpu.Feature(feature.Name)?.Policy != feature.Policy)
            {
                return false;
            }
        }

        return now.Cpu.Mode == wished.Cpu.Mode && now.Cpu.Model == wished.Cpu.Model;
    }
}
