using System.Collections.Immutable;
using System.Text.Json;
using VirtNest.Evidence;

namespace VirtNest.Proving;

/// <summary>One run of a document of `prove --state`: the state of an L1 with a live L2, saved and set into a new VM.</summary>
/// <param name="Verdict">Proven where L2 went on after every move.</param>
/// <param name="Order">When the nested state was set; null in documents that do not tell.</param>
/// <param name="Moves">How many moves came through.</param>
public sealed record StateOutcome(ProofVerdict Verdict, RestoreOrder? Order, long Moves);

/// <summary>What the JSON document of `prove --state` (docs/schema/prove.schema.json) says of saving and restoring on a kernel: measured
/// evidence.</summary>
/// <param name="Kernel">The release of the kernel that it ran on (uname -r); foreign text.</param>
/// <param name="Extension">VMX or SVM; null where it is not said.</param>
/// <param name="Runs">The runs, at least one.</param>
public sealed record StateDocument(string Kernel, Facts.Extension? Extension, ImmutableArray<StateOutcome> Runs)
{
    private const string Schema = "virt-nest/prove/1";

    /// <summary>What it comes to for instances that QEMU runs: of the runs that set the nested state as QEMU does. One that is refuted
    /// refutes; all proven prove; anything else is inconclusive. A run in another order says nothing of QEMU.</summary>
    public ProofVerdict ForQemu
    {
        get
        {
            StateOutcome[] counted = [.. Runs.Where(static r => r.Order is RestoreOrder.NestedEarly)];
            return counted.Any(static r => r.Verdict == ProofVerdict.Refuted) ? ProofVerdict.Refuted
                : counted.Length > 0 && counted.All(static r => r.Verdict == ProofVerdict.Proven) ? ProofVerdict.Proven
                : ProofVerdict.Inconclusive;
        }
    }

    /// <summary>How many moves came through in those runs.</summary>
    public long MovesForQemu => Runs.Where(static r => r.Order is RestoreOrder.NestedEarly).Sum(static r => r.Moves);

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="problem">Where it is not one: "LINE:BYTE" of what is no JSON, or the field that is missing or wrong; "state" also
    /// where it was made without --state; <see cref="NotProven"/> for one whose proof ended before any state was moved.</param>
    /// <returns>The document, or null where it is not one.</returns>
    public static StateDocument? Read(ReadOnlyMemory<byte> utf8, out string? problem)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Read(document.RootElement, out problem);
        }
        catch (JsonException exception)
        {
            problem = EvidenceJson.PlaceOf(exception);
            return null;
        }
        catch (InvalidOperationException)
        {
            // A text that is no UTF-16 once its escapes are undone.
            problem = "text";
            return null;
        }
    }

    /// <summary>A document that is whole and says nothing of states, since the proof itself was refuted or could not tell.</summary>
    public const string NotProven = "verdict";

    private static StateDocument? Read(JsonElement root, out string? problem)
    {
        List<StateOutcome> runs = [];
        string? kernel = null;
        problem = Text(root, "schema") is not { } schema ? "schema"
            : schema != Schema ? "schema: " + schema
            : !root.TryGetProperty("host", out JsonElement host) || (kernel = Text(host, "kernel")) is not { Length: > 0 } ? "host.kernel"
            : !root.TryGetProperty("state", out JsonElement state) || state.ValueKind != JsonValueKind.Array || state.GetArrayLength() == 0
            ? Text(root, "verdict") is "refuted" or "inconclusive" ? NotProven : "state"
            : RunsProblem(state, runs);
        Facts.Extension? extension =
            Text(root, "extension") switch { "vmx" => Facts.Extension.Vmx, "svm" => Facts.Extension.Svm, _ => null };
        return problem is null ? new(kernel!, extension, [.. runs]) : null;
    }

    private static string? RunsProblem(JsonElement state, List<StateOutcome> runs)
    {
        int index = 0;
        foreach (JsonElement run in state.EnumerateArray())
        {
            ProofVerdict? verdict = Text(run, "verdict") switch
            {
                "proven" => ProofVerdict.Proven,
                "refuted" => ProofVerdict.Refuted,
                "inconclusive" => ProofVerdict.Inconclusive,
                _ => null,
            };
            if (verdict is not { } known)
            {
                return string.Create(CultureInfo.InvariantCulture, $"state[{index}].verdict");
            }

            RestoreOrder? order = Text(run, "order") switch { "nested-early" =>
                RestoreOrder.NestedEarly, "nested-last" => RestoreOrder.NestedLast, _ => null };
            runs.Add(new(known, order, Moves(run)));
            index++;
        }

        return null;
    }

    private static long Moves(JsonElement run)
    {
        long moves = 0;
        if (run.TryGetProperty("moves", out JsonElement points) && points.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement point in points.EnumerateArray())
            {
                // At most so many, whatever the document claims: a sum must not overflow.
                moves += point.ValueKind == JsonValueKind.Object && point.TryGetProperty("moves", out JsonElement count)
                    && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long number)
                    ? Math.Clamp(number, 0, int.MaxValue)
                    : 0;
            }
        }

        return moves;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
