using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using VirtNest.Messages;
using VirtNest.Proofs;

namespace VirtNest.Reports;

/// <summary>A proof as text for a person, at 80 columns.</summary>
public static class ProofText
{
    private const int Indent = 2;

    /// <summary>The whole report.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="messages">The language.</param>
    public static string Of(ProofReport report, MessageCatalog messages)
    {
        StringBuilder text = new();
        TextLayout.Wrap(text, messages.ProofHeadline(report.Role, report.Verdict), 0);
        TextLayout.Wrap(text, messages.ProofHostLine(report.Host), Indent);
        text.Append('\n');
        AppendRuns(text, report, messages);
        if (report.Failure is { } failure)
        {
            text.Append('\n');
            AppendFailure(text, failure, report, messages);
        }

        AppendCosts(text, report.Costs, messages);
        AppendLoop(text, report, messages);
        AppendStates(text, report, messages);
        return text.ToString();
    }

    private static void AppendRuns(StringBuilder text, ProofReport report, MessageCatalog messages)
    {
        AppendRun(text, messages.ProofPlainName, report.Plain, report, messages, messages.ProofPlainDetail(Duration.Text(report.Plain.Elapsed)));
        if (report.Role == ProofRole.Host)
        {
            AppendRun(text, messages.ProofPagingName(report.Extension), report.WithPaging, report, messages, Detail(report.WithPaging, messages));
            AppendRun(text, messages.ProofNoPagingName, report.WithoutPaging, report, messages, Detail(report.WithoutPaging, messages));
        }
    }

    private static string Detail(ProofRun? run, MessageCatalog messages) => run is null ? "" : messages.ProofNestedDetail(
        run.Asked, run.NestedRun, run.RoundTrip is { } trip ? Duration.Text(trip) : null, Duration.Text(run.Elapsed));

    private static void AppendRun(StringBuilder text, string name, ProofRun? run, ProofReport report, MessageCatalog messages, string detail)
    {
        text.Append(' ', Indent).Append(name).Append(": ").Append(run is null ? messages.ProofNotTried : messages.ProofVerdictWord(run.Verdict)).Append('\n');
        if (run is { Verdict: ProofVerdict.Proven })
        {
            TextLayout.Wrap(text, detail, 2 * Indent);
        }
        else if (run?.Failure is { } failure)
        {
            TextLayout.Wrap(text, messages.ProofFailureSentence(failure, report.Extension), 2 * Indent);
        }
    }

    private static void AppendFailure(StringBuilder text, ProofFailure failure, ProofReport report, MessageCatalog messages)
    {
        AppendLabelled(text, messages.ProofWhy, messages.ProofFailureSentence(failure, report.Extension));
        AppendLabelled(text, messages.ProofWhere, messages.BlamedLayerSentence(failure.Layer, report.Extension, report.Host));
        if (messages.ProofRemedySentence(failure.Layer, report.Host) is { } remedy)
        {
            AppendLabelled(text, messages.ProofRemedy, remedy);
        }
    }

    private static void AppendLabelled(StringBuilder text, string label, string sentence) => TextLayout.Wrap(text, label + sentence, 0);

    private static void AppendCosts(StringBuilder text, ImmutableArray<ExitCost> costs, MessageCatalog messages)
    {
        int samples = 0;
        foreach (ExitCost cost in costs)
        {
            samples = System.Math.Max(samples, System.Math.Max(cost.AtL1?.Samples ?? 0, cost.AtL2?.Samples ?? 0));
        }

        if (samples == 0)
        {
            return;
        }

        text.Append('\n');
        TextLayout.Wrap(text, messages.CostHeading(samples), 0);
        AppendCells(text, messages.CostKind, messages.CostAtL1, messages.CostAtL2, messages.CostRatio);
        foreach (ExitCost cost in costs)
        {
            AppendCells(text, Mnemonic(cost.Kind), Spread(cost.AtL1), Spread(cost.AtL2), cost.Ratio is { } ratio ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : "-");
        }

        TextLayout.Wrap(text, messages.CostNote, 0);
    }

    private static string Mnemonic(ExitKind kind) => kind switch
    {
        ExitKind.Hypercall => "VMCALL",
        ExitKind.Cpuid => "CPUID",
        ExitKind.Hlt => "HLT",
        ExitKind.Rdmsr => "RDMSR",
        ExitKind.Out => "OUT",
    };

    private static string Spread(ExitSpread? spread) => spread is { } known ? $"{Duration.Text(known.Median)} ({Duration.Text(known.Low)}-{Duration.Text(known.High)})" : "-";

    private static void AppendCells(StringBuilder text, string first, string second, string third, string fourth)
    {
        text.Append(' ', Indent);
        AppendCell(text, first, 8);
        AppendCell(text, second, 30);
        AppendCell(text, third, 30);
        text.Append(fourth).Append('\n');
    }

    private static void AppendCell(StringBuilder text, string cell, int width) => text.Append(cell).Append(' ', System.Math.Max(1, width - TextLayout.ColumnsOf(cell)));

    private static void AppendLoop(StringBuilder text, ProofReport report, MessageCatalog messages)
    {
        if (report.Loop is { } loop)
        {
            text.Append('\n');
            TextLayout.Wrap(text, loop.Failure is { } failure
                ? messages.LoopFailed + messages.ProofFailureSentence(failure, report.Extension)
                : messages.LoopSentence(Duration.Text(loop.Ran), loop.Exits), 0);
        }
    }

    private static void AppendStates(StringBuilder text, ProofReport report, MessageCatalog messages)
    {
        if (report.States.IsEmpty)
        {
            return;
        }

        text.Append('\n');
        TextLayout.Wrap(text, messages.StateHeading, 0);
        foreach (StateRun state in report.States)
        {
            TextLayout.Wrap(text, $"{messages.StateRunName(state.UsesPaging, state.Order)}: {messages.StateVerdict(state.Verdict)}", Indent);
            foreach (StateMoves moves in state.Moves)
            {
                if (moves.Moves > 0)
                {
                    TextLayout.Wrap(text, $"{messages.StopPointName(moves.Point)}: {messages.StateMovesWord(moves.Moves)}", 2 * Indent);
                }
            }

            if (state.Failure is { } failure)
            {
                string where = state.FailedAt is { } point ? messages.StateFailedAt(messages.StopPointName(point)) : "";
                TextLayout.Wrap(text, where + messages.ProofFailureSentence(failure, report.Extension), 2 * Indent);
            }
        }
    }
}
