using System.Collections.Immutable;
using System.Linq;
using System.Text;
using VirtNest.Domains;
using VirtNest.Facts;
using VirtNest.Messages;
using VirtNest.Platforms;

namespace VirtNest.Reports;

/// <summary>One edit of domain XML, for a person or a program: `instance enable` and `instance disable` with --xml.</summary>
/// <param name="IsEnable">True for enable.</param>
/// <param name="Domain">The definition as it was.</param>
/// <param name="Outcome">What the edit made of it.</param>
/// <param name="Extensions">VMX, SVM or both.</param>
/// <param name="Owner">The program that keeps the domain, or null.</param>
/// <param name="IsOwned">True where the edit is refused because of the owner.</param>
/// <param name="HasFormer">True where a definition from before was given.</param>
public sealed record InstanceXmlReport(
    bool IsEnable, DomainXml Domain, CpuEditOutcome Outcome, ImmutableArray<Extension> Extensions, DomainOwner? Owner, bool IsOwned, bool HasFormer)
{
    /// <summary>True where nothing was changed because something stands against it.</summary>
    public bool IsRefused => IsOwned || Outcome.State == CpuEditState.Refused;

    /// <summary>The definition after the edit; as it was where that is refused.</summary>
    public DomainXml After => IsRefused ? Domain : DomainXml.Parse(Outcome.Bytes, out _) ?? Domain;

    /// <summary>What the new mode made meaningless, as it stood in the document; hostile.</summary>
    public ImmutableArray<string> Dropped => IsRefused ? [] : Outcome.Dropped;

    /// <summary>"vmx", "svm" or "vmx, svm".</summary>
    public string ExtensionNames => string.Join(", ", Extensions.Select(CpuExposures.Name));

    /// <summary>The &lt;cpu&gt; element of a definition as it stands there, or null.</summary>
    /// <param name="domain">The definition.</param>
    public static string? CpuOf(DomainXml domain) => domain.Cpu is { } cpu ? Encoding.UTF8.GetString(cpu.Element.Of(domain.Bytes.Span)) : null;

    /// <summary>What happened and what to do, in lines with a line feed each: for standard error. What is foreign in it is made printable.</summary>
    /// <param name="messages">The language.</param>
    public string Text(MessageCatalog messages)
    {
        StringBuilder text = new();
        string name = Printable.Of(Domain.Name ?? "?");
        Line(text, Headline(messages, name));
        if (IsOwned)
        {
            foreach (string line in Owner!.Setting(messages.Language).Split('\n'))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }
        else if (Owner is { Rewrites: true } && Outcome.State == CpuEditState.Changed)
        {
            Line(text, messages.InstanceOwnedAnyway(Owner.Name(messages.Language)));
        }

        if (HasFormer && Outcome is { State: CpuEditState.Changed, IsRestored: false })
        {
            Line(text, messages.InstanceFormerNotRestored);
        }

        if (Dropped.Length > 0)
        {
            Line(text, messages.InstanceDropped + " " + string.Join(", ", Dropped.Select(static d => Printable.Of(d))));
        }

        return text.ToString();
    }

    /// <summary>The sentence about the outcome.</summary>
    internal string Headline(MessageCatalog messages, string name) =>
        IsOwned ? messages.InstanceOwned(name, Owner!.Name(messages.Language))
        : Outcome.State switch
        {
            CpuEditState.Refused => messages.InstanceRefused(name, RefusalText(messages)!),
            CpuEditState.Unchanged => IsEnable ? messages.InstanceEnabledAlready(name, ExtensionNames) : messages.InstanceDisabledAlready(name, ExtensionNames),
            CpuEditState.Changed => Outcome.IsRestored ? messages.InstanceRestored(name)
                : IsEnable ? messages.InstanceEnabled(name, ExtensionNames, After.Cpu?.ModeText ?? "custom")
                : messages.InstanceDisabled(name, ExtensionNames),
        };

    /// <summary>Why the edit is refused, or null.</summary>
    internal string? RefusalText(MessageCatalog messages) => Outcome.Refusal is { } refusal
        ? Printable.Sentence(messages.CpuRefusalReason(refusal with { Subject = Printable.Of(refusal.Subject) }, Extensions.Length == 1 ? Extensions[0] : null))
        : null;

    private static void Line(StringBuilder text, string sentence) => TextLayout.Wrap(text, Printable.Sentence(sentence), indent: 0);
}
