using System.Collections.Generic;
using VirtNest.Checks;
using VirtNest.Domains;
using VirtNest.Facts;
using VirtNest.Platforms;

namespace VirtNest.Instances;

/// <summary>VN2001 to VN2201: the links from the host to the process that runs the instance. What the inside says follows in <see cref="InsideCheck"/>.</summary>
internal static class InstanceCheck
{
    internal static IEnumerable<Finding> Run(InstanceFacts facts)
    {
        if (facts.Applies is not true)
        {
            yield return facts.Applies is null ? NotRead(facts) : NotJudged(facts.Reading.Xml!);
            yield break;
        }

        if (facts.Reading.Failure is not null)
        {
            yield return NotRead(facts);
        }

        yield return facts.IsEmulated ? new(FindingCode.InstanceEmulated, null, Outcome.Pass, Severity.Note, Questions.None, m => m.InstanceEmulated, [Type(facts)]) : Host(facts);
        if (facts.Next is not null)
        {
            yield return Definition(facts);
        }

        if (facts.Reading.State.IsActive())
        {
            yield return Process(facts);
        }

        foreach (Finding finding in InsideCheck.Run(facts))
        {
            yield return finding;
        }

        foreach (Finding finding in Beside(facts))
        {
            yield return finding;
        }
    }

    /// <summary>A name as an argument of a shell command: the UUID where the name has characters that a shell or a terminal takes for more.</summary>
    internal static string Argument(InstanceReading reading)
    {
        foreach (char c in reading.Name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return reading.Id.ToString("D");
            }
        }

        return reading.Name.Length is > 0 and < 64 && reading.Name[0] != '-' ? reading.Name : reading.Id.ToString("D");
    }

    private static Finding NotRead(InstanceFacts facts) => new(
        FindingCode.InstanceNotRead, ChainLink.Definition, Outcome.Unknown, Severity.Fail, Questions.RunsGuests, m => m.InstanceNotRead(facts.Reading.Failure?.Message ?? ""),
        [new("libvirt", facts.Reading.Failure is { } failure ? $"{failure.Call}: {failure.Code}" : "-")]);

    private static Finding NotJudged(DomainXml xml) => new(
        FindingCode.InstanceNotJudged, ChainLink.Definition, Outcome.Unknown, Severity.Fail, Questions.RunsGuests, m => m.InstanceNotJudged(xml.Type ?? "-", xml.Arch ?? "-"),
        [new("/domain/@type", xml.Type ?? "-"), new("/domain/os/type/@arch", xml.Arch ?? "-")]);

    private static Finding Host(InstanceFacts facts)
    {
        Witness[] evidence = [new(facts.Host.Source.Length > 0 ? facts.Host.Source : "-", facts.Host.IsOffered switch { true => "offered", false => "not offered", null => "-" })];

        // What runs with the extension shows that it was offered, whatever cannot be read.
        return facts.Host.IsOffered switch
        {
            true => new(FindingCode.InstanceHost, ChainLink.Host, Outcome.Pass, Severity.Fail, Questions.None, m => m.InstanceHostOffers, evidence),
            false => new(FindingCode.InstanceHost, ChainLink.Host, Outcome.Fail, Severity.Fail, facts.IsUsed == true ? Questions.None : Questions.RunsGuests, m => m.InstanceHostDoesNotOffer, evidence,
                facts.Host.Verdict is null ? new(null, m => m.InstanceHostRemedyElsewhere) : new("virt-nest check --role host", m => m.InstanceHostRemedy) { NeedsRoot = false }),
            null => new(FindingCode.InstanceHost, ChainLink.Host, Outcome.Unknown, Severity.Fail, facts.IsExposed == true ? Questions.None : Questions.RunsGuests, m => m.InstanceHostNotTold, evidence,
                new(null, m => m.InstanceHostRemedyElsewhere)),
        };
    }

    private static Finding Definition(InstanceFacts facts)
    {
        CpuGrant next = facts.Next!;
        DomainCpu? cpu = facts.Reading.Persistent!.Cpu;
        string says = cpu is null ? "-" : $"mode='{cpu.ModeText ?? "custom"}' model={cpu.Model ?? "-"} check={cpu.Check ?? "-"}";
        Witness[] evidence = [new("/domain/cpu", says)];

        // What runs decides for a running instance; where it has not got the extension, the definition is the first to blame.
        Questions decides = facts.IsExposed == true && facts.Reading.State.IsActive() ? Questions.None : Questions.RunsGuests;
        Remedy enable = new($"virt-nest instance enable {Argument(facts.Reading)}", m => m.InstanceEnableRemedy) { NeedsRoot = false };
        bool isBareHostModel = next.How == CpuExposure.Undecided && facts.Extension == Extension.Svm && !facts.IsEmulated;
        return next.Asks switch
        {
            true => new(FindingCode.InstanceDefinition, ChainLink.Definition, Outcome.Pass, Severity.Fail, Questions.None, m => m.InstanceAsks(next.How!.Value), evidence),
            false when isBareHostModel => new(FindingCode.InstanceHostModel, ChainLink.Definition, Outcome.Fail, Severity.Fail, decides, m => m.InstanceHostModelAlone, evidence, enable),
            false => new(FindingCode.InstanceDefinition, ChainLink.Definition, Outcome.Fail, Severity.Fail, decides, m => m.InstanceDoesNotAsk(next.How!.Value), evidence, enable),
            null => new(FindingCode.InstanceDefinition, ChainLink.Definition, Outcome.Unknown, Severity.Fail, facts.Reading.State.IsActive() ? Questions.None : Questions.RunsGuests, m => m.InstanceAsksNotTold, evidence, enable),
        };
    }

    private static Finding Process(InstanceFacts facts)
    {
        List<Witness> evidence = [];
        if (facts.Reading.Live is { } live)
        {
            evidence.Add(new("/domain/cpu (live)", live.Cpu is null ? "-" : $"mode='{live.Cpu.ModeText ?? "custom"}' {Line(live, facts.Extension)}"));
        }

        if (facts.Reading.QemuHas is { } has)
        {
            evidence.Add(new("qom-get", has ? "true" : "false"));
        }

        if (facts.IsUsed is { } used)
        {
            evidence.Add(new("vcpu.*.nested_run.sum", used ? "> 0" : "0"));
        }

        string name = Argument(facts.Reading);
        if (facts.IsRestartPending == true && facts.IsExposed != true)
        {
            return new(FindingCode.InstanceRestartPending, ChainLink.Process, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InstancePending, evidence,
                new($"virt-nest instance enable --now {name}", m => m.InstancePendingRemedy(name)) { NeedsRoot = false });
        }

        return facts.IsExposed switch
        {
            true => new(FindingCode.InstanceProcess, ChainLink.Process, Outcome.Pass, Severity.Fail, Questions.None, m => m.InstanceHas, evidence),
            false => new(FindingCode.InstanceProcess, ChainLink.Process, Outcome.Fail, Severity.Fail, Questions.RunsGuests, m => m.InstanceHasNot, evidence,
                facts.Next?.Asks == false ? null : new(null, m => m.InstanceHasNotRemedy)),
            null => new(FindingCode.InstanceProcess, ChainLink.Process, Outcome.Unknown, Severity.Fail, Questions.RunsGuests, m => m.InstanceHasNotTold, evidence,
                new($"virt-nest instance check --ask-qemu {name}", m => m.InstanceHasNotToldRemedy) { NeedsRoot = false }),
        };
    }

    private static IEnumerable<Finding> Beside(InstanceFacts facts)
    {
        if (facts.IsRestartPending == true && facts.IsExposed == true)
        {
            yield return new(FindingCode.InstanceRestartPending, null, Outcome.Fail, Severity.Warn, Questions.None, m => m.InstancePendingToLose, [], new(null, m => m.InstancePendingRemedy(Argument(facts.Reading))));
        }

        if (facts.Reading.HasManagedSave)
        {
            yield return new(FindingCode.InstanceManagedSave, null, Outcome.Fail, Severity.Warn, Questions.None, m => m.InstanceSaved, [new("virDomainHasManagedSaveImage", "1")],
                new(null, m => m.InstanceSavedRemedy(Argument(facts.Reading))));
        }

        if (facts.Reading.Xml?.CpuOverride is { } arguments)
        {
            yield return new(FindingCode.InstanceCpuOverride, null, Outcome.Fail, Severity.Warn, Questions.None, m => m.InstanceCpuOverride, [new("/domain/qemu:commandline", arguments)]);
        }

        if (facts.Reading.Persistent is { } definition && OwnerTable.Find(definition) is { } owner)
        {
            yield return new(FindingCode.InstanceManaged, null, Outcome.Fail, owner.Rewrites ? Severity.Warn : Severity.Note, Questions.None, m => m.InstanceManagedBy(owner.Name(m.Language), owner.Rewrites),
                [new("owners.txt", owner.Mark)], new(null, m => owner.Setting(m.Language)));
        }

        if (facts.IsUsed == true)
        {
            yield return new(FindingCode.InstanceNestedUse, null, Outcome.Pass, Severity.Note, Questions.None, m => m.InstanceNestedUse(facts.RunsNested),
                [new("vcpu.*.nested_run.sum", $"{facts.Reading.Samples.First.NestedRuns} {facts.Reading.Samples.Second.NestedRuns}")]);
        }
    }

    private static string Line(DomainXml xml, Extension? extension)
    {
        foreach (Extension each in extension is { } known ? [known] : (Extension[])[Extension.Vmx, Extension.Svm])
        {
            if (xml.Cpu?.Feature(CpuExposures.Name(each)) is { } feature)
            {
                return $"feature {feature.Name}: {feature.Policy}";
            }
        }

        return xml.Cpu?.Model is { } model ? "model " + model : "";
    }

    private static Witness Type(InstanceFacts facts) => new("/domain/@type", facts.Reading.Xml?.Type ?? "-");
}
