using System.Buffers;
using System.Collections.Immutable;
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
    public static byte[] Write(ProofReport report, Language language)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter json = new(buffer,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            Write(json, report, language);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The fields of a report, into an object that is open: for documents that carry a proof.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="report">What was found.</param>
    /// <param name="language">The language of the texts.</param>
    public static void Write(Utf8JsonWriter json, ProofReport report, Language language)
    {
        json.WriteString("role", ProofNames.Of(report.Role));
        json.WriteString("verdict", ProofNames.Of(report.Verdict));
        json.WriteString("text", ProofSentences.ProofHeadline(report.Role, report.Verdict).In(language));
        WriteHost(json, report.Host);
        WriteName(json, "extension", report.Extension);
        json.WriteBoolean("offered", report.IsOffered);
        json.WriteBoolean("nested_paging_offered", report.IsPagingOffered);
        WriteRun(json, "plain", report.Plain, report, language);
        WriteRun(json, "with_nested_paging", report.WithPaging, report, language);
        WriteRun(json, "without_nested_paging", report.WithoutPaging, report, language);
        WriteFailure(json, report.Failure, report, language);
        WriteCosts(json, report.Costs);
        WriteLoop(json, report, language);
        WriteStates(json, report, language);
        WriteMilliseconds(json, "elapsed_ms", report.Elapsed);
    }

    private static void WriteHost(Utf8JsonWriter json, ProofHost host)
    {
        json.WriteStartObject("host");
        json.WriteString("kernel", host.Kernel);
        json.WriteString("cpu_vendor", host.CpuVendor);
        json.WriteString("cpu_model", host.CpuModel);
        json.WriteString("hypervisor", host.Hypervisor);
        json.WriteString("module", host.Module);
        json.WriteStartObject("parameters");
        foreach (string pair in host.Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                json.WriteString(pair[..equals], pair[(equals + 1)..]);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string name, NestedExtension extension)
    {
        if (extension == NestedExtension.None)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, ProofNames.Of(extension));
        }
    }

    private static void WriteRun(Utf8JsonWriter json, string name, ProofRun? run, ProofReport report, Language language)
    {
        if (run is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("verdict", ProofNames.Of(run.Verdict));
        json.WriteNumber("asked", run.Asked);
        json.WriteNumber("l1_count", run.L1Count);
        json.WriteNumber("l2_count", run.L2Count);
        WriteNumber(json, "nested_run", run.NestedRun);
        WriteNanoseconds(json, "round_trip_ns", run.RoundTrip);
        json.WriteStartArray("steps");
        foreach (StepTime at in run.Steps)
        {
            json.WriteStartObject();
            json.WriteString("step", ProofNames.Of(at.Step));
            WriteNanoseconds(json, "at_ns", at.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteMilliseconds(json, "elapsed_ms", run.Elapsed);
        WriteFailure(json, run.Failure, report, language);
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, ProofFailure? failure, ProofReport report, Language language)
    {
        if (failure is null)
        {
            json.WriteNull("failure");
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("kind", ProofNames.Of(failure.Kind));
        json.WriteString("step", ProofNames.Of(failure.Step));
        string instruction = ArchitectureNames.Instruction(failure.Step, report.Extension);
        json.WriteString("instruction", instruction.Length > 0 ? instruction : null);
        json.WriteString("layer", ProofNames.Of(failure.Layer));
        json.WriteString("check", failure.Check is { } check ? ProofNames.Of(check) : null);
        WriteNumber(json, "vector", (ulong?)failure.Vector);
        json.WriteString("exception", failure.Vector is { } vector ? ArchitectureNames.Exception(vector) : null);
        WriteHex(json, "error_code", failure.ErrorCode);
        WriteHex(json, "rip", failure.Rip);
        WriteHex(json, "address", failure.Address);
        WriteHex(json, "exit_code", failure.ExitCode);
        json.WriteString("exit_name", failure.ExitCode is { } exit && failure.Qualification is not null
            ? ArchitectureNames.Exit(exit, report.Extension) : null);
        WriteHex(json, "qualification", failure.Qualification);
        WriteNumber(json, "vm_instruction_error", (ulong?)failure.InstructionError);
        WriteHex(json, "vmcs_field", failure.VmcsField);
        json.WriteString("call", failure.Call);
        WriteNumber(json, "errno", (ulong?)failure.Errno);
        WriteHex(json, "expected", failure.Expected);
        WriteHex(json, "found", failure.Found);
        json.WriteString("text", ProofSentences.ProofFailureSentence(failure, report.Extension).In(language));
        json.WriteString("where", ProofSentences.BlamedLayerSentence(failure.Layer, report.Extension, report.Host).In(language));
        json.WriteString("remedy", ProofSentences.ProofRemedySentence(failure.Layer, report.Host)?.In(language));
        json.WriteEndObject();
    }

    private static void WriteCosts(Utf8JsonWriter json, ImmutableArray<ExitCost> costs)
    {
        json.WriteStartArray("costs");
        foreach (ExitCost cost in costs)
        {
            json.WriteStartObject();
            json.WriteString("exit", ProofNames.Of(cost.Kind));
            WriteSpread(json, "at_l1", cost.AtL1);
            WriteSpread(json, "at_l2", cost.AtL2);
            if (cost.Ratio is { } ratio)
            {
                json.WriteNumber("ratio", Math.Round(ratio, 2));
            }
            else
            {
                json.WriteNull("ratio");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSpread(Utf8JsonWriter json, string name, ExitSpread? spread)
    {
        if (spread is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteNanoseconds(json, "median_ns", known.Median);
        WriteNanoseconds(json, "p10_ns", known.Low);
        WriteNanoseconds(json, "p90_ns", known.High);
        json.WriteNumber("samples", known.Samples);
        json.WriteEndObject();
    }

    private static void WriteLoop(Utf8JsonWriter json, ProofReport report, Language language)
    {
        if (report.Loop is not { } loop)
        {
            json.WriteNull("loop");
            return;
        }

        json.WriteStartObject("loop");
        json.WriteString("verdict", ProofNames.Of(loop.Verdict));
        WriteMilliseconds(json, "ran_ms", loop.Ran);
        json.WriteNumber("exits", loop.Exits);
        WriteFailure(json, loop.Failure, report, language);
        json.WriteEndObject();
    }

    private static void WriteStates(Utf8JsonWriter json, ProofReport report, Language language)
    {
        json.WriteStartArray("state");
        foreach (StateRun state in report.States)
        {
            json.WriteStartObject();
            json.WriteString("verdict", ProofNames.Of(state.Verdict));
            json.WriteBoolean("nested_paging", state.UsesPaging);
            json.WriteString("order", ProofNames.Of(state.Order));
            json.WriteNumber("nested_state_bytes", state.NestedStateSize);
            json.WriteStartArray("moves");
            foreach (StateMoves moves in state.Moves)
            {
                json.WriteStartObject();
                json.WriteString("point", ProofNames.Of(moves.Point));
                json.WriteNumber("moves", moves.Moves);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("failed_at", state.FailedAt is { } point ? ProofNames.Of(point) : null);
            WriteFailure(json, state.Failure, report, language);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, ulong? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    // 64-bit values do not survive readers that hold numbers as doubles.
    private static void WriteHex(Utf8JsonWriter json, string name, ulong? value) =>
        json.WriteString(name, value is { } known ? "0x" + known.ToString("x", CultureInfo.InvariantCulture) : null);

    private static void WriteNanoseconds(Utf8JsonWriter json, string name, TimeSpan? time) =>
        WriteNumber(json, name, time is { } known ? (ulong)Math.Max(0, known.Ticks) * TimeSpan.NanosecondsPerTick : null);

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan time) =>
        json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
}
