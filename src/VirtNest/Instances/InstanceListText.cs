using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The table of `instance list`, and below an instance what a column cannot hold.</summary>
public static class InstanceListText
{
    /// <summary>Columns of the table: name, state, CPU, and three answers; 80 with the spaces between.</summary>
    private const int NameWidth = 22, StateWidth = 10, CpuWidth = 21, AnswerWidth = 8;

    /// <summary>The table, in lines of at most 80 columns.</summary>
    /// <param name="list">The instances.</param>
    /// <param name="language">The language.</param>
    public static string Write(InstanceList list, Language language)
    {
        StringBuilder text = new();
        if (list.Instances.Count == 0)
        {
            TextLayout.Wrap(text, NoInstances(Printable.Sanitise(list.Uri)).In(language), 0);
            return text.ToString();
        }

        Row(text, InstanceSentences.ColumnName.In(language), InstanceSentences.ColumnState.In(language),
            Sentence.Verbatim("CPU").In(language), InstanceSentences.ColumnExposed.In(language),
            new Sentence("INSIDE", "内部").In(language), InstanceSentences.ColumnNested.In(language));
        foreach (InstanceFacts facts in list.Instances)
        {
            Row(
                text,
                Printable.Sanitise(facts.Reading.Name),
                InstanceSentences.StateName(facts.Reading.State).In(language),
                Cpu(facts.Reading.Persistent ?? facts.Reading.Live, language),
                InstanceSentences.Cell(facts.IsExposed, language),
                InstanceSentences.Cell(facts.Reading.Inside.HasExtension, language),
                InstanceSentences.Cell(facts.RunsNested, language));
            Remarks(text, facts, language);
        }

        text.Append('\n');
        TextLayout.Wrap(text, ListFootnote.In(language), 0);
        return text.ToString();
    }

    /// <summary>"host-passthrough", "EPYC-Milan", "default".</summary>
    /// <param name="domain">A definition, or null.</param>
    /// <param name="language">The language.</param>
    public static string Cpu(DomainXml? domain, Language language) => domain switch
    {
        null => "-",
        { CpuOverride: { } arguments } => "-cpu " + Printable.Sanitise(arguments),
        { Cpu: null } or { Cpu: { Mode: CpuMode.Custom, Model: null } } => new Sentence("default", "默认").In(language),
        { Cpu: { Mode: CpuMode.Custom, Model: { } model } } => Printable.Sanitise(model),
        { Cpu: var cpu } => Printable.Sanitise(cpu.ModeText!),
    };

    /// <summary>A moment, to the minute, in UTC.</summary>
    /// <param name="at">The moment.</param>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static void Remarks(StringBuilder text, InstanceFacts facts, Language language)
    {
        if (facts.Reading.Failure is { } failure)
        {
            TextLayout.Wrap(text, LibvirtText.Describe(failure, language), 4);
        }

        if (facts.IsRestartPending == true)
        {
            TextLayout.Wrap(text,
                RunsOnOlderDefinition(Cpu(facts.Reading.Live, language), facts.PendingSince is { } since ? Moment(since) : null)
                .In(language), 4);
        }

        if (facts.InsideAgrees == false)
        {
            TextLayout.Wrap(text, InsideDisagrees(facts.Reading.Inside.HasExtension!.Value).In(language), 4);
        }

        if (facts.Reading.IsTransient)
        {
            TextLayout.Wrap(text, Transient.In(language), 4);
        }
    }

    private static void Row(StringBuilder text, string name, string state, string cpu, string exposed, string inside, string nested)
    {
        Cell(text, name, NameWidth);
        if (TextLayout.ColumnsOf(name) >= NameWidth)
        {
            // A long name stands alone; the rest of its row below.
            text.Length = text.Length - 1;
            text.Append('\n').Append(' ', NameWidth);
        }

        Cell(text, state, StateWidth);
        Cell(text, TextLayout.Cut(cpu, CpuWidth - 1), CpuWidth);
        Cell(text, exposed, AnswerWidth + 1);
        Cell(text, inside, AnswerWidth);
        text.Append(nested).Append('\n');
    }

    private static void Cell(StringBuilder text, string cell, int width) =>
        text.Append(cell).Append(' ', Math.Max(1, width - TextLayout.ColumnsOf(cell)));

    private static Sentence NoInstances(string uri) => new($"{uri} has no instances.", $"{uri} 没有实例。");
    private static Sentence RunsOnOlderDefinition(string cpu, string? since) => new(
        $"restart pending: runs with {cpu}{(since is null ? "" : $"; its definition is newer (since {since})")}. A reboot inside does not "
            + "suffice: shut it down and start it.",
        $"等待重启：正以 {cpu} 运行{(since is null ? "" : $"；其定义较新（自 {since}）")}。在内部重启不够：请关机后再启动。");

    private static Sentence InsideDisagrees(bool inside) => inside
        ? new("the inside says that it has the extension", "内部称具有该扩展")
        : new("the inside says that it does not have the extension", "内部称没有该扩展");

    private static Sentence Transient =>
        new("transient: it has no definition, and is gone when it stops", "临时实例：没有持久定义，停止后即消失");
    private static Sentence ListFootnote => new(
        "NESTING: the instance has VMX or SVM. L2 NOW: an instance ran in it while we looked. -: nobody tells.",
        "嵌套：该实例具有 VMX 或 SVM。L2：查看期间其中有实例在运行。-：无从得知。");
}
