using System.Collections.Immutable;
using VirtNest.Text;

namespace VirtNest.Proving;

/// <summary>A proof as text for a person, at 80 columns.</summary>
public static class ProofText
{
    private const int Indent = 2;

    /// <summary>The whole report.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="language">The language.</param>
    public static string Write(ProofReport report, Language language)
    {
        StringBuilder text = new();
        TextLayout.Wrap(text, ProofSentences.ProofHeadline(report.Role, report.Verdict).In(language), 0);
        TextLayout.Wrap(text, ProofHostLine(report.Host).In(language), Indent);
        text.Append('\n');
        AppendRuns(text, report, language);
        if (report.Failure is { } failure)
        {
            text.Append('\n');
            AppendFailure(text, failure, report, language);
        }

        AppendCosts(text, report.Costs, language);
        AppendLoop(text, report, language);
        AppendStates(text, report, language);
        return text.ToString();
    }

    private static void AppendRuns(StringBuilder text, ProofReport report, Language language)
    {
        AppendRun(text, new Sentence("plain guest", "普通虚拟机").In(language), report.Plain, report, language,
            ProofPlainDetail(Duration.Text(report.Plain.Elapsed)).In(language));
        if (report.Role == ProofRole.Host)
        {
            AppendRun(text, ProofPagingName(report.Extension).In(language), report.WithPaging, report, language,
                Detail(report.WithPaging, language));
            AppendRun(text, new Sentence("L2 without nested paging", "L2，不使用嵌套分页").In(language), report.WithoutPaging, report,
                language, Detail(report.WithoutPaging, language));
        }
    }

    private static string Detail(ProofRun? run, Language language) => run is null ? ""
        : ProofNestedDetail(run.Asked, run.NestedRun, run.RoundTrip is { } trip ? Duration.Text(trip) : null, Duration.Text(run.Elapsed))
            .In(language);

    private static void AppendRun(StringBuilder text, string name, ProofRun? run, ProofReport report, Language language, string detail)
    {
        text.Append(' ', Indent).Append(name).Append(": ")
            .Append(run is null ? new Sentence("not tried", "未尝试").In(language) : ProofVerdictWord(run.Verdict).In(language))
            .Append('\n');
        if (run is { Verdict: ProofVerdict.Proven })
        {
            TextLayout.Wrap(text, detail, 2 * Indent);
        }
        else if (run?.Failure is { } failure)
        {
            TextLayout.Wrap(text, ProofSentences.ProofFailureSentence(failure, report.Extension).In(language), 2 * Indent);
        }
    }

    private static void AppendFailure(StringBuilder text, ProofFailure failure, ProofReport report, Language language)
    {
        AppendLabelled(text, new Sentence("Why: ", "原因：").In(language),
            ProofSentences.ProofFailureSentence(failure, report.Extension).In(language));
        AppendLabelled(text, new Sentence("Where to look: ", "应查看：").In(language),
            ProofSentences.BlamedLayerSentence(failure.Layer, report.Extension, report.Host).In(language));
        if (ProofSentences.ProofRemedySentence(failure.Layer, report.Host)?.In(language) is { } remedy)
        {
            AppendLabelled(text, new Sentence("Remedy: ", "补救：").In(language), remedy);
        }
    }

    private static void AppendLabelled(StringBuilder text, string label, string sentence) => TextLayout.Wrap(text, label + sentence, 0);

    private static void AppendCosts(StringBuilder text, ImmutableArray<ExitCost> costs, Language language)
    {
        int samples = 0;
        foreach (ExitCost cost in costs)
        {
            samples = Math.Max(samples, Math.Max(cost.AtL1?.Samples ?? 0, cost.AtL2?.Samples ?? 0));
        }

        if (samples == 0)
        {
            return;
        }

        text.Append('\n');
        TextLayout.Wrap(text, CostHeading(samples).In(language), 0);
        AppendCells(text, new Sentence("exit", "退出").In(language), new Sentence("at L1", "L1").In(language),
            new Sentence("at L2", "L2").In(language), Sentence.Verbatim("L2/L1").In(language));
        foreach (ExitCost cost in costs)
        {
            AppendCells(text, Mnemonic(cost.Kind), Spread(cost.AtL1), Spread(cost.AtL2), cost.Ratio is { } ratio
                ? ratio.ToString("0.0", CultureInfo.InvariantCulture) : "-");
        }

        TextLayout.Wrap(text, CostNote.In(language), 0);
    }

    private static string Mnemonic(ExitKind kind) => kind switch
    {
        ExitKind.Hypercall => "VMCALL",
        ExitKind.Cpuid => "CPUID",
        ExitKind.Hlt => "HLT",
        ExitKind.Rdmsr => "RDMSR",
        ExitKind.Out => "OUT",
    };

    private static string Spread(ExitSpread? spread) =>
        spread is { } known ? $"{Duration.Text(known.Median)} ({Duration.Text(known.Low)}-{Duration.Text(known.High)})" : "-";

    private static void AppendCells(StringBuilder text, string first, string second, string third, string fourth)
    {
        text.Append(' ', Indent);
        AppendCell(text, first, 8);
        AppendCell(text, second, 30);
        AppendCell(text, third, 30);
        text.Append(fourth).Append('\n');
    }

    private static void AppendCell(StringBuilder text, string cell, int width) =>
        text.Append(cell).Append(' ', Math.Max(1, width - TextLayout.ColumnsOf(cell)));

    private static void AppendLoop(StringBuilder text, ProofReport report, Language language)
    {
        if (report.Loop is { } loop)
        {
            text.Append('\n');
            TextLayout.Wrap(text, loop.Failure is { } failure
                ? new Sentence("The L2 did not keep running: ", "L2 未能持续运行：").In(language)
                + ProofSentences.ProofFailureSentence(failure, report.Extension).In(language)
                : LoopSentence(Duration.Text(loop.Ran), loop.Exits).In(language), 0);
        }
    }

    private static void AppendStates(StringBuilder text, ProofReport report, Language language)
    {
        if (report.States.IsEmpty)
        {
            return;
        }

        text.Append('\n');
        TextLayout.Wrap(text, StateHeading.In(language), 0);
        foreach (StateRun state in report.States)
        {
            TextLayout.Wrap(text, $"{StateRunName(state.UsesPaging, state.Order).In(language)}: {StateVerdict(state.Verdict).In(language)}",
                Indent);
            foreach (StateMoves moves in state.Moves)
            {
                if (moves.Moves > 0)
                {
                    TextLayout.Wrap(text,
                        $"{StopPointName(moves.Point).In(language)}: {new Sentence(
                            moves.Moves == 1 ? "once" : $"{moves.Moves} times",
                            $"{moves.Moves} 次").In(language)}", 2 * Indent);
                }
            }

            if (state.Failure is { } failure)
            {
                string where = state.FailedAt is { } point ? StateFailedAt(StopPointName(point)).In(language) : "";
                TextLayout.Wrap(text, where + ProofSentences.ProofFailureSentence(failure, report.Extension).In(language), 2 * Indent);
            }
        }
    }

    private static Sentence ProofVerdictWord(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => new("proven", "已证实"),
        ProofVerdict.Refuted => new("refuted", "已否定"),
        ProofVerdict.Inconclusive => new("unknown", "无法判断"),
    };

    private static Sentence ProofPagingName(NestedExtension extension) => extension switch
    {
        NestedExtension.Svm => new("L2 with nested paging (NPT)", "L2，使用嵌套分页（NPT）"),
        NestedExtension.Vmx => new("L2 with nested paging (EPT)", "L2，使用嵌套分页（EPT）"),
        NestedExtension.None => new("L2 with nested paging", "L2，使用嵌套分页"),
    };

    private static Sentence ProofPlainDetail(string time) => new($"answered, {time}", $"已应答，{time}");

    private static Sentence ProofNestedDetail(long hypercalls, ulong? entries, string? roundTrip, string time)
    {
        Sentence counted = entries is { } count
            ? new($", {count} entries by the kernel's count", $"，内核统计进入 L2 {count} 次")
            : new(", not counted by this kernel", "，此内核没有该统计");
        Sentence trip = roundTrip is null
            ? Sentence.Verbatim("")
            : new($", {roundTrip} each", $"，每次 {roundTrip}");
        return new(
            $"{hypercalls} hypercalls{trip.English}{counted.English}, {time}",
            $"{hypercalls} 次超级调用{trip.Chinese}{counted.Chinese}，{time}");
    }

    private static Sentence ProofHostLine(ProofHost host) => new(
        $"kernel {host.Kernel}, {(host.CpuModel.Length > 0 ? host.CpuModel : host.CpuVendor)}"
            + $"{(host.Hypervisor is null ? "" : $" under {host.Hypervisor}")}"
            + $"{(host.Module is null ? "" : $", {host.Module} {host.Parameters}")}",
        $"内核 {host.Kernel}，{(host.CpuModel.Length > 0 ? host.CpuModel : host.CpuVendor)}"
            + $"{(host.Hypervisor is null ? "" : $"（位于 {host.Hypervisor} 之上）")}"
            + $"{(host.Module is null ? "" : $"，{host.Module} {host.Parameters}")}");
    private static Sentence CostHeading(long samples) => new(
        $"What exits cost, there and back: median of {samples} (from the 10th to the 90th in a hundred)",
        $"退出的往返开销：{samples} 次的中位数（括号内为第 10 至第 90 百分位）");
    private static Sentence CostNote => new(
        "At L1, CPUID, RDMSR and hypercalls end in KVM, HLT and OUT in this program; at L2 all end in L1.",
        "在 L1，CPUID、RDMSR 和超级调用由 KVM 处理，HLT 和 OUT 由本程序处理；在 L2，全部由 L1 处理。");
    private static Sentence LoopSentence(string time, ulong exits) =>
        new($"An L2 was kept running for {time}; it left for L1 {exits} times.", $"L2 持续运行了 {time}，其间退出到 L1 {exits} 次。");
    private static Sentence StateHeading =>
        new("Saving the state with a live L2 and going on in a new VM:", "在 L2 运行时保存状态，并在新虚拟机中继续：");
    private static Sentence StateRunName(bool usesPaging, RestoreOrder order) => new(
        $"L2 {(usesPaging ? "with" : "without")} nested paging, nested state "
            + $"set {(order == RestoreOrder.NestedEarly ? "before the registers" : "last")}",
        $"L2{(usesPaging ? "使用" : "不使用")}嵌套分页，嵌套状态{(order == RestoreOrder.NestedEarly ? "先于寄存器设置" : "最后设置")}");

    private static Sentence StateVerdict(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => new("it came through each time", "每次都成功"),
        ProofVerdict.Refuted => new("it does not come through here", "在本机失败"),
        ProofVerdict.Inconclusive => new("could not tell", "无法判断"),
    };

    private static Sentence StopPointName(StopPoint point) => point switch
    {
        StopPoint.L2AtOut => new("in L2, at an OUT", "L2 中，执行 OUT 处"),
        StopPoint.L1BetweenEntries => new("in L1, between two entries of L2", "L1 中，两次进入 L2 之间"),
        StopPoint.L2AtSignal => new("in L2, at a random moment", "L2 中，随机时刻"),
        StopPoint.L1AtSignal => new("in L1, at a random moment", "L1 中，随机时刻"),
        StopPoint.EntryPending => new("with an entry of L2 begun", "进入 L2 已开始而未完成时"),
    };

    private static Sentence StateFailedAt(Sentence point) =>
        new($"It failed after the move {point.English}: ", $"在此处迁移之后失败（{point.Chinese}）：");
}
