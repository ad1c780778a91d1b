using System.Collections.Immutable;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>`instance enable` and `instance disable` with --xml: domain XML from a file or standard input, edited to standard output. No
/// libvirt.</summary>
internal static class InstanceXml
{
    internal static int Enable(Arguments arguments, Session session, CpuTarget target, bool dropsConflicts)
    {
        if (Read(arguments, session, arguments[InstanceOptions.Xml]!) is not { } domain)
        {
            return ExitCode.Usage;
        }

        // Where nobody says which extension, a definition that is refused in any case is refused by its own reason.
        Extension? extension = InstanceOptions.GivenExtension(arguments) ?? (domain.Type == "qemu" ? Extension.Svm : HostCpu.Extension);
        CpuEditOutcome outcome = CpuEdit.Enable(domain, new CpuWish(target, extension ?? Extension.Svm, dropsConflicts));
        if (extension is null && outcome.State != CpuEditState.Refused)
        {
            return session.Fail(InstanceSentences.NoExtensionOfHost, ExitCode.Unknown);
        }

        return Print(arguments, session, new Edit(true, domain, outcome, extension is { } known ? [known] : [], false));
    }

    internal static int Disable(Arguments arguments, Session session, string? formerFile)
    {
        DomainXml? former = null;
        if (Read(arguments, session, arguments[InstanceOptions.Xml]!) is not { } domain
            || (formerFile is not null && (former = Read(arguments, session, formerFile)) is null))
        {
            return ExitCode.Usage;
        }

        // Whatever the host is: what the definition asks for by name goes too.
        ImmutableArray<Extension> extensions = InstanceOptions.GivenExtension(arguments) is { } given
            ? [given]
            : [.. Enum.GetValues<Extension>()
                .Where(e =>
                    e == (domain.Type == "qemu" ? Extension.Svm : HostCpu.Extension)
                        || domain.Cpu?.Feature(CpuExposures.Name(e)) is not null)];
        if (extensions.Length == 0)
        {
            extensions = [.. Enum.GetValues<Extension>()];
        }

        CpuEditOutcome outcome = DisableEach(domain, extensions, former);
        return Print(arguments, session, new Edit(false, domain, outcome, extensions, former is not null));
    }

    private static CpuEditOutcome DisableEach(DomainXml domain, ImmutableArray<Extension> extensions, DomainXml? former)
    {
        CpuEditOutcome outcome = CpuEdit.Disable(domain, extensions[0], former);
        foreach (Extension extension in extensions[1..])
        {
            if (outcome.IsRestored || outcome.State == CpuEditState.Refused)
            {
                return outcome;
            }

            CpuEditOutcome next = CpuEdit.Disable(DomainXml.Parse(outcome.Bytes, out _)!, extension, former);
            outcome = next.State == CpuEditState.Unchanged ? outcome : next;
        }

        return outcome;
    }

    private static DomainXml? Read(Arguments arguments, Session session, string file)
    {
        if (arguments.Positional is not null)
        {
            session.Fail(InstanceNameWithXml);
            return null;
        }

        DomainXml? domain = UserFile.Read(file, DomainXml.MostBytes).Domain(out Sentence? problem);
        if (problem is { } fault)
        {
            session.Fail(fault);
        }

        return domain;
    }

    private static int Print(Arguments arguments, Session session, Edit edit)
    {
        DomainOwner? owner = OwnerTable.Find(edit.Domain);
        bool isOwned =
            owner is { Rewrites: true } && edit.Outcome.State == CpuEditState.Changed && !arguments.Has(InstanceOptions.EvenIfManaged);
        InstanceXmlReport report = new(edit.IsEnable, edit.Domain, edit.Outcome, edit.Extensions, owner, isOwned, edit.HasFormer);
        string path = arguments[InstanceOptions.Xml] is { } file && file != UserFile.StandardInput ? file : "domain.xml";
        bool isDryRun = arguments.Has(InstanceOptions.DryRun);
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(InstanceXmlJson.Write(report, path, isDryRun));
        }
        else
        {
            if (isDryRun && !report.IsRefused)
            {
                string diff = InstanceXmlJson.Diff(report, path);
                session.Output.Write(session.Output.IsTerminal ? UnifiedDiff.ForTerminal(diff) : diff);
            }
            else if (!report.IsRefused)
            {
                session.Output.Write(report.Outcome.Bytes.Span);
            }

            session.Error.Write(report.Text(session.Language));
        }

        return report.IsRefused ? ExitCode.No : ExitCode.Yes;
    }

    private sealed record Edit(bool IsEnable, DomainXml Domain, CpuEditOutcome Outcome, ImmutableArray<Extension> Extensions,
        bool HasFormer);

    private static Sentence InstanceNameWithXml =>
        new("a NAME and --xml exclude each other: the name stands in the XML", "NAME 与 --xml 不能同时使用：名称在 XML 中");
}
