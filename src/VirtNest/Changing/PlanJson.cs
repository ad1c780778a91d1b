using System.Text.Json;
using System.Text.Unicode;
using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The plan as a document: docs/schema/plan.schema.json. It is what `plan` prints, what `apply` takes, and what the journal
/// keeps.</summary>
public static class PlanJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/plan/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="plan">The plan.</param>
    public static byte[] Write(ChangePlan plan) => JsonFrame.Write(JsonForm.Readable, json =>
    {
        json.WriteStartObject();
        WriteFields(json, plan);
        json.WriteEndObject();
    });

    /// <summary>What somebody has reviewed or confirmed, to compare with another plan: the goal and the steps, without the sentences
    /// around them.</summary>
    /// <param name="plan">The plan.</param>
    public static byte[] Steps(ChangePlan plan) => Write(plan with { Refusals = [], Notices = [] });

    /// <summary>The plan's fields inside an object, in this document or another.</summary>
    internal static void WriteFields(Utf8JsonWriter json, ChangePlan plan)
    {
        json.WriteString("schema", Schema);
        json.WriteString("version", ProductVersion.Text);
        json.WriteObject("goal", () =>
        {
            json.WriteString("nested", OnOff(plan.Goal.IsOn));
            json.WriteString("reach", ReachWord(plan.Goal.Reach));
            json.WriteBoolean("overrides_mitigation", plan.Goal.OverridesMitigation);
        });
        json.WriteString("module", plan.Module);
        json.WriteString("nested_now", OnOff(plan.IsOnNow));
        json.WriteStartArray("steps");
        WriteSteps(json, plan);
        json.WriteEndArray();
        WriteRemarks(json, "refusals", plan.Refusals);
        WriteRemarks(json, "notices", plan.Notices);
    }

    private static string? OnOff(bool? isOn) => isOn switch { true => "on", false => "off", null => null };

    /// <summary>"running", "boot" or "both".</summary>
    /// <param name="reach">What a change reaches.</param>
    public static string ReachWord(ChangeReach reach) => reach switch
    {
        ChangeReach.Running => "running",
        ChangeReach.Boot => "boot",
        ChangeReach.Both => "both",
        _ => throw new ArgumentOutOfRangeException(nameof(reach)),
    };

    /// <summary>A code as its JSON word: "in-use".</summary>
    /// <param name="code">A code.</param>
    public static string Word(RemarkCode code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    /// <summary>Reads a document back: goal, steps and the module; its sentences stay behind. A plan from outside is never executed as it
    /// stands: it is made anew on the machine and compared.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="problem">Where it is not one: "LINE:BYTE" of what is no JSON, or the field that is missing or wrong; null where it was
    /// read.</param>
    /// <returns>The plan, or null.</returns>
    public static ChangePlan? Read(ReadOnlyMemory<byte> utf8, out string? problem)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16 });
            problem = null;
            return Read(new PlanField(document.RootElement, ""));
        }
        catch (JsonException e)
        {
            problem = EvidenceJson.PlaceOf(e);
            return null;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static ChangePlan Read(PlanField root)
    {
        if (root["schema"].Text() != Schema)
        {
            throw root["schema"].Wrong();
        }

        PlanField goal = root["goal"];
        ChangeGoal wished =
            new(goal["nested"].IsOn() ?? throw goal["nested"].Wrong(), Reach(goal["reach"]), goal["overrides_mitigation"].Flag());
        List<FileStep> files = [];
        List<ProgramStep> programs = [];
        ModuleStep? module = null;
        foreach (PlanField step in root["steps"].Items())
        {
            switch (step["kind"].Text())
            {
                case "file":
                    files.Add(new(step["path"].Text(), step["before"].Content(), step["after"].Content()));
                    break;
                case "program":
                    programs.Add(new(step["program"].Text(), step["arguments"].Texts(), step["undo_arguments"].Texts()));
                    break;
                case "module":
                    module = new(step["module"].Text(), step["was_loaded"].Flag(), step["is_loaded_after"].Flag(), step["nested"].IsOn(),
                        step["arguments"].Texts(), step["ignores_install"].Flag(), step["before"].Parameters());
                    break;
                default:
                    throw step["kind"].Wrong();
            }
        }

        return new ChangePlan(wished, root["module"].TextOrNull(), root["nested_now"].IsOn(), files, programs, module, [], []);
    }

    private static void WriteSteps(Utf8JsonWriter json, ChangePlan plan)
    {
        foreach (FileStep step in plan.Files)
        {
            json.WriteStartObject();
            json.WriteString("kind", "file");
            json.WriteString("path", step.Path);
            WriteContent(json, "before", step.Before);
            WriteContent(json, "after", step.After);
            json.WriteEndObject();
        }

        foreach (ProgramStep step in plan.Programs)
        {
            json.WriteStartObject();
            json.WriteString("kind", "program");
            json.WriteString("program", step.Program);
            json.WriteTexts("arguments", step.Arguments);
            json.WriteTexts("undo_arguments", step.UndoArguments);
            json.WriteEndObject();
        }

        if (plan.ModuleStep is { } module)
        {
            json.WriteStartObject();
            json.WriteString("kind", "module");
            json.WriteString("module", module.Module);
            json.WriteBoolean("was_loaded", module.WasLoaded);
            json.WriteBoolean("is_loaded_after", module.IsLoadedAfter);
            json.WriteString("nested", OnOff(module.IsOn));
            json.WriteTexts("arguments", module.Arguments);
            json.WriteBoolean("ignores_install", module.IgnoresInstall);
            json.WriteObject("before", () =>
            {
                foreach (ParameterText parameter in module.Before)
                {
                    json.WriteString(parameter.Name, parameter.Value);
                }
            });
            json.WriteEndObject();
        }
    }

    private static void WriteRemarks(Utf8JsonWriter json, string name, IReadOnlyList<Remark> remarks) =>
        json.WriteObjects(name, remarks, remark =>
        {
            json.WriteString("code", Word(remark.Code));
            json.WriteString("text", remark.Text.English);
            json.WriteObjects("evidence", remark.Evidence, witness =>
            {
                json.WriteString("source", witness.Source);
                json.WriteString("value", witness.Value);
            });
        });

    /// <summary>Text where the bytes are UTF-8, base64 where they are not: no byte of a file may be lost on the way.</summary>
    private static void WriteContent(Utf8JsonWriter json, string name, byte[]? content) => json.WriteObject(name, content, bytes =>
    {
        if (Utf8.IsValid(bytes))
        {
            json.WriteString("text", bytes);
        }
        else
        {
            json.WriteBase64String("base64", bytes);
        }
    });

    private static ChangeReach Reach(PlanField field) => field.Text() switch
    {
        "running" => ChangeReach.Running,
        "boot" => ChangeReach.Boot,
        "both" => ChangeReach.Both,
        _ => throw field.Wrong(),
    };
}
