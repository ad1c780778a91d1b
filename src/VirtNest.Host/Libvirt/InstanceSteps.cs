using System.Diagnostics;
using System.Threading;
using VirtNest.Changing;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Native.Libvirt;
using VirtNest.Text;

namespace VirtNest.Host.Libvirt;

/// <summary>The steps on an instance: its definition and its restart.</summary>
/// <param name="hypervisor">A connection that may write.</param>
/// <param name="domain">The instance.</param>
/// <param name="progress">Told of what takes time: the instance, what is done, the time since it began.</param>
/// <param name="cancellation">Ends the waiting for a guest.</param>
internal sealed class InstanceSteps(Hypervisor hypervisor, Domain domain, Action<string, InstanceStep, TimeSpan> progress,
    CancellationToken cancellation) : StepExecutor
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>A guest whose agent accepted may still not obey: then its power button is pressed too.</summary>
    private static readonly TimeSpan BeforeButton = TimeSpan.FromSeconds(15);

    /// <summary>After a run that was cut off: where somebody else has changed the &lt;cpu&gt; since, nothing of ours is left to take
    /// back.</summary>
    internal bool KeepsOthers { get; init; }

    /// <summary>The guest was ended by force.</summary>
    internal bool IsForced { get; private set; }

    /// <inheritdoc/>
    internal override StepFailure? Do(JournalEntry entry, int step) => Try(step, () => entry.Plan.Steps[step] switch
    {
        DefinitionStep definition => Define(entry, step, definition),
        RestartStep restart => (hypervisor.State(domain).IsActive() ? ShutDown(restart, step) : null) ?? Start(),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    });

    /// <inheritdoc/>
    internal override bool IsDone(JournalEntry entry, int step) => entry.Plan.Steps[step] switch
    {
        DefinitionStep definition => Current() is var now && IsAsked(now, Parsed(definition.After))
            && !now.CpuBytes.Span.SequenceEqual(Parsed(definition.Before).CpuBytes.Span),
        RestartStep => hypervisor.State(domain).IsActive() && IsPending() == false,
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <inheritdoc/>
    internal override void Keep(JournalEntry entry)
    {
        if (entry.Plan.Steps is [DefinitionStep, ..] && entry.Left(0) is null)
        {
            entry.MarkLeft(0, Current().Bytes.Span);
        }
    }

    /// <inheritdoc/>
    internal override StepFailure? Undo(JournalEntry entry, int step)
    {
        StepFailure? failure = Try(step, () => entry.Plan.Steps[step] switch
        {
            DefinitionStep definition => TakeBack(definition, entry.Left(step), step),
            RestartStep => hypervisor.State(domain).IsActive() ? null : Start(),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        });

        // Somebody removed it meanwhile: to define it again would bring it back. Its definition stays in the journal.
        return failure?.Libvirt?.Kind == LibvirtFailureKind.NoDomain ? null : failure;
    }

    /// <summary>Does the process run without what the definition asks for, or with what it denies? Null where nobody can tell.</summary>
    internal bool? IsPending() =>
        InstanceReader.Read(hypervisor, domain, new LookOptions(hypervisor.Uri, LooksInside: false, AsksQemu: false)).IsRestartPending;

    /// <summary>Understands XML of libvirt's.</summary>
    /// <exception cref="HypervisorException">It is none that this version understands.</exception>
    internal static DomainXml Parsed(ReadOnlyMemory<byte> xml) =>
        DomainXml.Parse(xml, out XmlFault? fault)
            ?? throw new HypervisorException(new(LibvirtFailureKind.Refused, "virDomainGetXMLDesc", 0, 0, $"{fault!.Kind} {fault.Line}"));

    private static StepFailure? Try(int step, Func<StepFailure?> act)
    {
        try
        {
            return act();
        }
        catch (HypervisorException exception)
        {
            return new(step, LibvirtText.SentenceOf(exception.Failure)) { Libvirt = exception.Failure };
        }
        catch (ChangeRecordException exception)
        {
            return StepFailure.NotWritten(step, exception);
        }
    }

    private DomainXml Current() => Parsed(hypervisor.DefinitionForEditing(domain));

    private StepFailure? Define(JournalEntry entry, int step, DefinitionStep definition)
    {
        DomainXml before = Current();
        if (!before.Bytes.Span.SequenceEqual(definition.Before))
        {
            return new(step, ChangedMeanwhile) { Code = RemarkCode.ChangedMeanwhile };
        }

        try
        {
            Define(definition.After);
        }
        catch (HypervisorException exception) when (exception.Failure.Kind != LibvirtFailureKind.NoAnswer)
        {
            return new(step, LibvirtText.SentenceOf(exception.Failure)) { Libvirt = exception.Failure, Code = RemarkCode.Libvirt };
        }

        DomainXml left = Current();
        entry.MarkLeft(step, left.Bytes.Span);
        return DefinitionLoss.Find(before, left) is { } lost ? new(step, Lost(Printable.Sanitise(lost))) : null;
    }

    /// <summary>Defines, held against libvirt's schema; where only the schema minds, which it may have done of the former definition too,
    /// without.</summary>
    private void Define(byte[] xml)
    {
        try
        {
            hypervisor.Define(xml, validates: true);
        }
        catch (HypervisorException exception) when (exception.Failure.Code == VirError.VIR_ERR_XML_INVALID_SCHEMA)
        {
            hypervisor.Define(xml, validates: false);
        }
    }

    /// <summary>Puts the definition back as it was; where somebody has edited it since, and not its &lt;cpu&gt;, the &lt;cpu&gt; alone, so
    /// that their edit stays. Where they edited the &lt;cpu&gt; too, theirs is left as it is.</summary>
    private StepFailure? TakeBack(DefinitionStep definition, byte[]? left, int step)
    {
        DomainXml now = Current(), before = Parsed(definition.Before);
        if (left is not null && now.Bytes.Span.SequenceEqual(left))
        {
            hypervisor.Define(definition.Before, validates: false);
            return null;
        }

        if (now.CpuBytes.Span.SequenceEqual(before.CpuBytes.Span))
        {
            return null;
        }

        bool isOurs = left is null ? IsAsked(now, Parsed(definition.After)) : now.CpuBytes.Span.SequenceEqual(Parsed(left).CpuBytes.Span);
        if (!isOurs)
        {
            return KeepsOthers ? null : new(step, ChangedMeanwhile) { Code = RemarkCode.ChangedMeanwhile };
        }

        hypervisor.Define(CpuEdit.Restore(now, before).Bytes.ToArray(), validates: false);
        return null;
    }

    private StepFailure? Start()
    {
        progress(domain.Name, InstanceStep.Starting, TimeSpan.Zero);
        hypervisor.Start(domain);
        return null;
    }

    /// <summary>Shuts a running instance down: its agent, then its power button, then, where that is wished, by force.</summary>
    private StepFailure? ShutDown(RestartStep restart, int step)
    {
        TimeSpan limit = TimeSpan.FromSeconds(restart.Seconds);
        Stopwatch clock = Stopwatch.StartNew();
        bool isPressed = false;
        UnlessOff(() => isPressed = !hypervisor.AskToShutDown(domain));
        progress(domain.Name, isPressed ? InstanceStep.ButtonPressed : InstanceStep.AgentAsked, clock.Elapsed);
        while (hypervisor.State(domain).IsActive())
        {
            if (clock.Elapsed >= limit)
            {
                if (!restart.ForcesOff)
                {
                    return new(step, ShutdownIgnored(restart.Seconds)) { Code = RemarkCode.ShutdownIgnored };
                }

                progress(domain.Name, InstanceStep.ForcedOff, clock.Elapsed);
                IsForced = UnlessOff(() => hypervisor.Destroy(domain));
                return null;
            }

            if (!isPressed && clock.Elapsed > BeforeButton)
            {
                isPressed = true;
                UnlessOff(() => hypervisor.PressPowerButton(domain));
                progress(domain.Name, InstanceStep.ButtonPressed, clock.Elapsed);
            }

            progress(domain.Name, InstanceStep.Waiting, clock.Elapsed);
            if (cancellation.WaitHandle.WaitOne(Poll))
            {
                return new(step, new("interrupted", "被中断"));
            }
        }

        return null;
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

    /// <summary>Does a definition of libvirt's ask for what another asks for? It adds to what it is given (migratable='on'); the mode, the
    /// model and the features asked for stay.</summary>
    private static bool IsAsked(DomainXml now, DomainXml wished) => now.Cpu is null || wished.Cpu is null
        ? now.Cpu is null && wished.Cpu is null
        : now.Cpu.Mode == wished.Cpu.Mode && now.Cpu.Model == wished.Cpu.Model
            && wished.Cpu.Features.All(f => now.Cpu.Feature(f.Name)?.Policy == f.Policy);

    private static Sentence ChangedMeanwhile =>
        new("somebody else changed its definition at the same time; run the command again", "有他人同时修改了其定义；请再次运行该命令");
    private static Sentence Lost(string what) => new($"the definition lost its line {what}", $"定义丢失了第 {what} 行");
    private static Sentence ShutdownIgnored(int seconds) => new(
        $"its guest did not shut down within {seconds} seconds. --timeout gives it longer, --force-off cuts its power; without --now the "
            + "change waits for the next cold start",
        $"来宾在 {seconds} 秒内没有关机。--timeout 可延长时间，--force-off 直接断电；不带 --now 则等到下次冷启动");
}
