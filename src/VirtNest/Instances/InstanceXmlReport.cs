using System.Collections.Immutable;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>One edit of domain XML, for a person or a program: `instance enable` and `instance disable` with --xml.</summary>
/// <param name="IsEnable">True for enable.</param>
/// <param name="Domain">The definition as it was.</param>
/// <param name="Outcome">What the edit made of it.</param>
/// <param name="Extensions">VMX, SVM or both.</param>
/// <param name="Owner">The program that keeps the domain, or null.</param>
/// <param name="IsOwned">True where the edit is refused because of the owner.</param>
/// <param name="HasFormer">True where a definition from before was given.</param>
public sealed record InstanceXmlReport(
    bool IsEnable, DomainXml Domain, CpuEditOutcome Outcome, ImmutableArray<Extension> Extensions, DomainOwner? Owner, bool IsOwned,
        bool HasFormer)
{
    private const int MostDropped = 4;

    /// <summary>True where nothing was changed because something stands against it.</summary>
    public bool IsRefused => IsOwned || Outcome.State == CpuEditState.Refused;

    /// <summary>The definition after the edit; as it was where that is refused.</summary>
    public DomainXml After => IsRefused ? Domain : DomainXml.Parse(Outcome.Bytes, out _) ?? Domain;

    /// <summary>What cannot stand beside the change and was taken out, as it stood in the document; hostile.</summary>
    public ImmutableArray<string> Dropped => IsRefused ? [] : Outcome.Dropped;

    /// <summary>"vmx", "svm" or "vmx, svm".</summary>
    public string ExtensionNames => string.Join(", ", Extensions.Select(CpuExposures.Name));

    /// <summary>The &lt;cpu&gt; element of a definition as it stands there, or null.</summary>
    /// <param name="domain">The definition.</param>
    public static string? CpuOf(DomainXml domain) =>
        domain.Cpu is { } cpu ? Encoding.UTF8.GetString(cpu.Element.Slice(domain.Bytes.Span)) : null;

    /// <summary>What happened and what to do, in lines with a line feed each: for standard error. What is foreign in it is made
    /// printable.</summary>
    /// <param name="language">The language.</param>
    public string Text(Language language)
    {
        StringBuilder text = new();
        string name = Printable.Sanitise(Domain.Name ?? "?");
        Line(text, Headline(language, name));
        if (IsOwned)
        {
            foreach (string line in Owner!.Setting(language).Split('\n'))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }
        else if (Owner is { Rewrites: true } && Outcome.State == CpuEditState.Changed)
        {
            Line(text, InstanceOwnedAnyway(Owner.Name(language)).In(language));
        }

        if (HasFormer && Outcome is { State: CpuEditState.Changed, IsRestored: false })
        {
            Line(text, InstanceFormerNotRestored.In(language));
        }

        if (Dropped.Length > 0)
        {
            Line(text, (InstanceDropped + Sentence.Verbatim(string.Join(", ", Dropped.Take(MostDropped).Select(static d =>
                Printable.Sanitise(d)))) + (Dropped.Length > MostDropped ? MoreDropped(Dropped.Length - MostDropped)
                    : Sentence.Verbatim(""))).In(language));
        }

        if (Domain.HasRunningId)
        {
            Line(text, OfRunning.In(language));
        }

        return text.ToString();
    }

    /// <summary>The sentence about the outcome.</summary>
    internal string Headline(Language language, string name) =>
        IsOwned ? InstanceOwned(name, Owner!.Name(language)).In(language)
        : Outcome.State switch
        {
            CpuEditState.Refused => InstanceSentences.InstanceRefused(name, RefusalText(language)!).In(language),
            CpuEditState.Unchanged => IsEnable ? InstanceSentences.InstanceEnabledAlready(name, ExtensionNames).In(language)
                : InstanceSentences.InstanceDisabledAlready(name, ExtensionNames).In(language),
            CpuEditState.Changed => Outcome.IsRestored ? InstanceSentences.InstanceRestored(name).In(language)
                : IsEnable ? InstanceSentences.InstanceEnabled(name, ExtensionNames, After.Cpu?.ModeText ?? "custom").In(language)
                : InstanceSentences.InstanceDisabled(name, ExtensionNames).In(language),
        };

    /// <summary>Why the edit is refused, or null.</summary>
    internal string? RefusalText(Language language) => Outcome.Refusal is { } refusal
        ? Printable.Sentence(
            InstanceSentences.CpuRefusalReason(refusal with { Subject = Printable.Sanitise(refusal.Subject) }, Extensions.Length == 1
                ? Extensions[0] : null).In(language))
        : null;

    private static void Line(StringBuilder text, string sentence) => TextLayout.Wrap(text, Printable.Sentence(sentence), indent: 0);

    private static Sentence InstanceFormerNotRestored => new(
        "the <cpu> is not as enable wrote it, so the former one is not put back",
        "<cpu> 已不是启用时写入的样子，因此不恢复原先的内容");
    private static Sentence InstanceDropped =>
        new("removed, since it conflicts with the change: ", "以下内容与本次修改冲突，已去掉：");
    private static Sentence MoreDropped(int count) => new($" and {count} more", $" 等另外 {count} 处");
    private static Sentence OfRunning => new(
        "this is the XML of a running instance, in which libvirt has written more than the definition says; virsh dumpxml --inactive gives "
            + "the definition",
        "这是运行中实例的 XML，libvirt 在其中写入的内容多于定义本身；virsh dumpxml --inactive 可得到定义");
    private static Sentence InstanceOwned(string name, string owner) => new(
        $"{name} is kept by {owner}, which writes the definition again: an edit here would be lost. Switch it on there (or edit all the "
            + "same, with --even-if-managed):",
        $"{name} 由 {owner} 管理，它会重写定义，在此修改会丢失。请在该程序中设置（或用 --even-if-managed 照样修改）：");
    private static Sentence InstanceOwnedAnyway(string owner) =>
        new($"{owner} keeps this instance and may undo the edit", $"此实例由 {owner} 管理，修改可能会被撤销");
}
