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
    public static byte[] Write(ChangePlan plan) => JsonFrame.Write(json =>
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
        json.WriteString("subject", plan.Subject.Name);
        json.WriteObject("goal", () => WriteGoal(json, plan.Goal));
        json.WriteString("module", plan.Module);
        json.WriteString("nested_now", OnOff(plan.IsOnNow));
        json.WriteObjects("steps", plan.Steps, step => WriteStep(json, step));
        WriteRemarks(json, "refusals", plan.Refusals);
        WriteRemarks(json, "notices", plan.Notices);
    }

    private static string? OnOff(bool? isOn) => isOn switch { true => "on", false => "off", null => null };

    /// <summary>"running", "boot" or "both".</summary>
    /// <param name="reach">What a change reaches.</param>
    public static string ReachWord(ChangeReach reach) => EnumWord.Of(reach);

    /// <summary>A code as its JSON word: "in-use".</summary>
    /// <param name="code">A code.</param>
    public static string Word(RemarkCode code) => EnumWord.Of(code);

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
        catch (InvalidOperationException)
        {
            // A name of a member that is no UTF-16 once its escapes are undone.
            problem = "steps";
            return null;
        }
    }

    private static ChangePlan Read(PlanField root)
    {
        if (root["schema"].Text() != Schema)
        {
            throw root["schema"].Wrong();
        }

        ChangeSubject subject = ChangeSubject.Parse(root["subject"].Text()) ?? throw root["subject"].Wrong();
        PlanField goal = root["goal"];
        return new(subject, subject == ChangeSubject.Host ? ReadHost(goal)
            : subject == ChangeSubject.Hook ? new HookGoal(goal["install"].Flag())
            : ReadDefinition(goal), [.. root["steps"].Items().Select(Step)], [], [])
        {
            Module = root["module"].TextOrNull(),
            IsOnNow = root["nested_now"].IsOn(),
        };
    }

    private static ChangeGoal ReadHost(PlanField goal) =>
        new(goal["nested"].IsOn() ?? throw goal["nested"].Wrong(), Reach(goal["reach"]), goal["overrides_mitigation"].Flag());

    private static DefinitionGoal ReadDefinition(PlanField goal) => new(
        goal["action"].Text(), goal["mode"].TextOrNull(), goal["extension"].TextOrNull(), goal["drops_conflicts"].Flag(),
        goal["even_if_managed"].Flag(), goal["now"].Flag(), goal["timeout_s"].Number(), goal["force_off"].Flag());

    private static ChangeStep Step(PlanField step) => step["kind"].Text() switch
    {
        "file" => new FileStep(step["path"].Text(), step["before"].Content(), step["after"].Content())
        {
            Mode = step["mode"].Mode(),
            ModeBefore = step["mode_before"].Mode(),
            Folders = step["folders"].Texts(),
        },
        "program" => new ProgramStep(step["program"].Text(), step["arguments"].Texts(), step["undo_arguments"].Texts()),
        "module" => new ModuleStep(step["module"].Text(), step["was_loaded"].Flag(), step["is_loaded_after"].Flag(), step["nested"].IsOn(),
            step["arguments"].Texts(), step["ignores_install"].Flag(), step["before"].Parameters()),
        "definition" => new DefinitionStep(step["connection"].Text(), step["uuid"].Id(), step["instance"].Text(),
            step["before"].Content() ?? throw step["before"].Wrong(), step["after"].Content() ?? throw step["after"].Wrong()),
        "restart" => new RestartStep(step["connection"].Text(), step["uuid"].Id(), step["instance"].Text(), step["timeout_s"].Number(),
            step["force_off"].Flag()),
        _ => throw step["kind"].Wrong(),
    };

    private static void WriteGoal(Utf8JsonWriter json, PlanGoal goal)
    {
        switch (goal)
        {
            case ChangeGoal host:
                json.WriteString("nested", OnOff(host.IsOn));
                json.WriteString("reach", ReachWord(host.Reach));
                json.WriteBoolean("overrides_mitigation", host.OverridesMitigation);
                break;
            case HookGoal hook:
                json.WriteBoolean("install", hook.IsInstall);
                break;
            case DefinitionGoal instance:
                json.WriteString("action", instance.Action);
                json.WriteString("mode", instance.Mode);
                json.WriteString("extension", instance.Extension);
                json.WriteBoolean("drops_conflicts", instance.DropsConflicts);
                json.WriteBoolean("even_if_managed", instance.EvenIfManaged);
                json.WriteBoolean("now", instance.IsNow);
                json.WriteNumber("timeout_s", instance.Seconds);
                json.WriteBoolean("force_off", instance.ForcesOff);
                break;
        }
    }

    private static void WriteStep(Utf8JsonWriter json, ChangeStep changeStep)
    {
        switch (changeStep)
        {
            case FileStep step:
                json.WriteString("kind", "file");
                json.WriteString("path", step.Path);
                WriteContent(json, "before", step.Before);
                WriteContent(json, "after", step.After);
                json.WriteString("mode", PlanField.Octal(step.Mode));
                json.WriteString("mode_before", PlanField.Octal(step.ModeBefore));
                json.WriteTexts("folders", step.Folders);
                break;
            case ProgramStep step:
                json.WriteString("kind", "program");
                json.WriteString("program", step.Program);
                json.WriteTexts("arguments", step.Arguments);
                json.WriteTexts("undo_arguments", step.UndoArguments);
                break;
            case ModuleStep step:
                json.WriteString("kind", "module");
                json.WriteString("module", step.Module);
                json.WriteBoolean("was_loaded", step.WasLoaded);
                json.WriteBoolean("is_loaded_after", step.IsLoadedAfter);
                json.WriteString("nested", OnOff(step.IsOn));
                json.WriteTexts("arguments", step.Arguments);
                json.WriteBoolean("ignores_install", step.IgnoresInstall);
                json.WriteObject("before", () =>
                {
                    foreach (ParameterText parameter in step.Before)
                    {
                        json.WriteString(parameter.Name, parameter.Value);
                    }
                });
                break;
            case DefinitionStep step:
                json.WriteString("kind", "definition");
                WriteInstance(json, step.Connection, step.Id, step.Instance);
                WriteContent(json, "before", step.Before);
                WriteContent(json, "after", step.After);
                break;
            case RestartStep step:
                json.WriteString("kind", "restart");
                WriteInstance(json, step.Connection, step.Id, step.Instance);
                json.WriteNumber("timeout_s", step.Seconds);
                json.WriteBoolean("force_off", step.ForcesOff);
                break;
        }
    }

    private static void WriteInstance(Utf8JsonWriter json, string connection, Guid id, string name)
    {
        json.WriteString("connection", connection);
        json.WriteString("uuid", id);
        json.WriteString("instance", name);
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
