using System;
using System.Globalization;
using System.Text;
using VirtNest.Domains;
using VirtNest.Instances;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>The table of `instance list`, and below an instance what a column cannot hold.</summary>
public static class InstanceListText
{
    /// <summary>Columns of the table: name, state, CPU, and three answers; 80 with the spaces between.</summary>
    private const int NameWidth = 22, StateWidth = 10, CpuWidth = 21, AnswerWidth = 8;

    /// <summary>The table, in lines of at most 80 columns.</summary>
    /// <param name="list">The instances.</param>
    /// <param name="messages">The language.</param>
    public static string Write(InstanceList list, MessageCatalog messages)
    {
        StringBuilder text = new();
        if (list.Instances.Count == 0)
        {
            TextLayout.Wrap(text, messages.NoInstances(Printable.Of(list.Uri)), 0);
            return text.ToString();
        }

        Row(text, messages.ColumnName, messages.ColumnState, messages.ColumnCpu, messages.ColumnExposed, messages.ColumnInside, messages.ColumnNested);
        foreach (InstanceFacts facts in list.Instances)
        {
            Row(
                text,
                Printable.Of(facts.Reading.Name),
                messages.StateWord(facts.Reading.State.Word()),
                Cpu(facts.Reading.Persistent ?? facts.Reading.Live, messages),
                Answer(facts.IsExposed, messages),
                Answer(facts.Reading.Inside.HasExtension, messages),
                Answer(facts.RunsNested, messages));
            Remarks(text, facts, messages);
        }

        text.Append('\n');
        TextLayout.Wrap(text, messages.ListFootnote, 0);
        return text.ToString();
    }

    /// <summary>"host-passthrough", "EPYC-Milan", "default".</summary>
    /// <param name="domain">A definition, or null.</param>
    /// <param name="messages">The language.</param>
    public static string Cpu(DomainXml? domain, MessageCatalog messages) => domain switch
    {
        null => "-",
        { CpuOverride: { } arguments } => "-cpu " + Printable.Of(arguments),
        { Cpu: null } or { Cpu: { Mode: CpuMode.Custom, Model: null } } => messages.CpuDefault,
        { Cpu: { Mode: CpuMode.Custom, Model: { } model } } => Printable.Of(model),
        { Cpu: var cpu } => Printable.Of(cpu.ModeText!),
    };

    /// <summary>A moment, to the minute, in UTC.</summary>
    /// <param name="at">The moment.</param>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static void Remarks(StringBuilder text, InstanceFacts facts, MessageCatalog messages)
    {
        if (facts.Reading.Failure is { } failure)
        {
            TextLayout.Wrap(text, LibvirtText.Of(failure, messages), 4);
        }

        if (facts.IsRestartPending == true)
        {
            TextLayout.Wrap(text, messages.RunsOnOlderDefinition(Cpu(facts.Reading.Live, messages), facts.PendingSince is { } since ? Moment(since) : null), 4);
        }

        if (facts.InsideAgrees == false)
        {
            TextLayout.Wrap(text, messages.InsideDisagrees(facts.Reading.Inside.HasExtension!.Value), 4);
        }

        if (facts.Reading.IsTransient)
        {
            TextLayout.Wrap(text, messages.Transient, 4);
        }
    }

    private static string Answer(bool? answer, MessageCatalog messages) => answer switch { true => messages.WordYes, false => messages.WordNo, null => "-" };

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

    private static void Cell(StringBuilder text, string cell, int width) => text.Append(cell).Append(' ', Math.Max(1, width - TextLayout.ColumnsOf(cell)));
}
