using System.Text.Json;
using VirtNest.Text;

namespace VirtNest.Proving;

/// <summary>A proof as one JSON document: docs/schema/prove.schema.json.</summary>
public static class ProofJson
{
    /// <summary>The value of the field "schema".</summary>
    public const string Schema = "virt-nest/prove/1";

    /// <summary>The document as UTF-8, with a line end.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="language">The language of the texts in it; codes and values do not change with it.</param>
    public static byte[] Write(ProofReport report, Language language) =>
        JsonFrame.Write(Schema, null, json => Write(json, report, language));

    /// <summary>The fields of a report, into an object that is open: for documents that carry a proof.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="report">What was found.</param>
    /// <param name="language">The language of the texts.</param>
    public static void Write(Utf8JsonWriter json, ProofReport report, Language language)
    {
        json.WriteString("role", EnumWord.Of(report.Role));
        json.WriteString("verdict", EnumWord.Of(report.Verdict));
        json.WriteString("text", ProofSentences.ProofHeadline(report.Role, report.Verdict).In(language));
        WriteHost(json, report.Host);
        json.WriteString("extension", report.Extension == NestedExtension.None ? null : EnumWord.Of(report.Extension));
        json.WriteBoolean("offered", report.IsOffered);
        json.WriteBoolean("nested_paging_offered", report.IsPagingOffered);
        WriteRun(json, "plain", report.Plain, report, language);
        WriteRun(json, "with_nested_paging", report.WithPaging, report, language);
        WriteRun(json, "without_nested_paging", report.WithoutPaging, report, language);
        WriteFailure(json, report.Failure, report, language);
        json.WriteObjects("costs", report.Costs, cost =>
        {
            json.WriteString("exit", EnumWord.Of(cost.Kind));
            WriteSpread(json, "at_l1", cost.AtL1);
            WriteSpread(json, "at_l2", cost.AtL2);
            json.WriteRounded("ratio", cost.Ratio, 2);
        });
        json.WriteObject("loop", report.Loop, loop =>
        {
            json.WriteString("verdict", EnumWord.Of(loop.Verdict));
            WriteMilliseconds(json, "ran_ms", loop.Ran);
            json.WriteNumber("exits", loop.Exits);
            WriteFailure(json, loop.Failure, report, language);
        });
        WriteStates(json, report, language);
        WriteMilliseconds(json, "elapsed_ms", report.Elapsed);
    }

    private static void WriteHost(Utf8JsonWriter json, ProofHost host) => json.WriteObject("host", () =>
    {
        json.WriteString("kernel", host.Kernel);
        json.WriteString("cpu_vendor", host.CpuVendor);
        json.WriteString("cpu_model", host.CpuModel);
        json.WriteString("hypervisor", host.Hypervisor);
        json.WriteString("module", host.Module);
        json.WriteObject("parameters", () =>
        {
            foreach (string pair in host.Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    json.WriteString(pair[..equals], pair[(equals + 1)..]);
                }
            }
        });
    });

    private static void WriteRun(Utf8JsonWriter json, string name, ProofRun? proofRun, ProofReport report, Language language) =>
        json.WriteObject(name, proofRun, run =>
        {
            json.WriteString("verdict", EnumWord.Of(run.Verdict));
            json.WriteNumber("asked", run.Asked);
            json.WriteNumber("l1_count", run.L1Count);
            json.WriteNumber("l2_count", run.L2Count);
            json.WriteNullable("nested_run", run.NestedRun);
            WriteNanoseconds(json, "round_trip_ns", run.RoundTrip);
            json.WriteObjects("steps", run.Steps, at =>
            {
                json.WriteString("step", EnumWord.Of(at.Step));
                WriteNanoseconds(json, "at_ns", at.At);
            });
            WriteMilliseconds(json, "elapsed_ms", run.Elapsed);
            WriteFailure(json, run.Failure, report, language);
        });

    private static void WriteFailure(Utf8JsonWriter json, ProofFailure? proofFailure, ProofReport report, Language language) =>
        json.WriteObject("failure", proofFailure, failure =>
        {
            json.WriteString("kind", EnumWord.Of(failure.Kind));
            json.WriteString("step", EnumWord.Of(failure.Step));
            json.WriteNonEmpty("instruction", ArchitectureNames.Instruction(failure.Step, report.Extension));
            json.WriteString("layer", EnumWord.Of(failure.Layer));
            json.WriteString("check", failure.Check is { } check ? EnumWord.Of(check) : null);
            json.WriteNullable("vector", failure.Vector);
            json.WriteString("exception", failure.Vector is { } vector ? ArchitectureNames.Exception(vector) : null);
            WriteHex(json, "error_code", failure.ErrorCode);
            WriteHex(json, "rip", failure.Rip);
            WriteHex(json, "address", failure.Address);
            WriteHex(json, "exit_code", failure.ExitCode);
            json.WriteString("exit_name", failure.ExitCode is { } exit && failure.Qualification is not null
                ? ArchitectureNames.Exit(exit, report.Extension) : null);
            WriteHex(json, "qualification", failure.Qualification);
            json.WriteNullable("vm_instruction_error", failure.InstructionError);
            WriteHex(json, "vmcs_field", failure.VmcsField);
            json.WriteString("call", failure.Call);
            json.WriteNullable("errno", failure.Errno);
            WriteHex(json, "expected", failure.Expected);
            WriteHex(json, "found", failure.Found);
            json.WriteString("text", ProofSentences.ProofFailureSentence(failure, report.Extension).In(language));
            json.WriteString("where", ProofSentences.BlamedLayerSentence(failure.Layer, report.Extension, report.Host).In(language));
            json.WriteString("remedy", ProofSentences.ProofRemedySentence(failure.Layer, report.Host)?.In(language));
        });

    private static void WriteSpread(Utf8JsonWriter json, string name, ExitSpread? exitSpread) =>
        json.WriteObject(name, exitSpread, spread =>
        {
            WriteNanoseconds(json, "median_ns", spread.Median);
            WriteNanoseconds(json, "p10_ns", spread.Low);
            WriteNanoseconds(json, "p90_ns", spread.High);
            json.WriteNumber("samples", spread.Samples);
        });

    private static void WriteStates(Utf8JsonWriter json, ProofReport report, Language language) =>
        json.WriteObjects("state", report.States, state =>
        {
            json.WriteString("verdict", EnumWord.Of(state.Verdict));
            json.WriteBoolean("nested_paging", state.UsesPaging);
            json.WriteString("order", EnumWord.Of(state.Order));
            json.WriteNumber("nested_state_bytes", state.NestedStateSize);
            json.WriteObjects("moves", state.Moves, moves =>
            {
                json.WriteString("point", EnumWord.Of(moves.Point));
                json.WriteNumber("moves", moves.Moves);
            });
            json.WriteString("failed_at", state.FailedAt is { } point ? EnumWord.Of(point) : null);
            WriteFailure(json, state.Failure, report, language);
        });

    // 64-bit values do not survive readers that hold numbers as doubles.
    private static void WriteHex(Utf8JsonWriter json, string name, ulong? value) =>
        json.WriteString(name, value is { } known ? "0x" + known.ToString("x", CultureInfo.InvariantCulture) : null);

    private static void WriteNanoseconds(Utf8JsonWriter json, string name, TimeSpan? time) =>
        json.WriteNullable(name, time is { } known ? Math.Max(0, known.Ticks) * TimeSpan.NanosecondsPerTick : null);

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan time) =>
        json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
}
