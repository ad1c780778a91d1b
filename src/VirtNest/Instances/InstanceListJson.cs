using System.Buffers;
using System.Text.Json;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance list --json`: docs/schema/instance-list.schema.json.</summary>
public static class InstanceListJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-list/1";

    // The default encoder escapes all but plain ASCII: names in it must be exact, and must not bring their control characters to a
    // terminal.
    internal static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="list">The instances.</param>
    public static byte[] Write(InstanceList list)
    {
        ArrayBufferWriter<byte> buffer = new(64 << 10);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteStartObject("connection");
            json.WriteString("uri", list.Uri);
            json.WriteString("libvirt", InstanceList.Version(list.LibvirtVersion));
            json.WriteString("hypervisor", InstanceList.Version(list.HypervisorVersion));
            json.WriteEndObject();
            json.WriteStartArray("instances");
            foreach (InstanceFacts facts in list.Instances)
            {
                json.WriteStartObject();
                WriteFields(json, facts);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The fields of one instance, which `instance check` has too. The name is exact: JSON escapes its control
    /// characters.</summary>
    internal static void WriteFields(Utf8JsonWriter json, InstanceFacts facts)
    {
        InstanceReading reading = facts.Reading;
        json.WriteString("name", reading.Name);
        json.WriteString("uuid", reading.Id.ToString("D", CultureInfo.InvariantCulture));
        json.WriteString("state", reading.State.Word());
        json.WriteBoolean("transient", reading.IsTransient);
        json.WriteString("type", reading.Xml?.Type is { } type ? Printable.Sanitise(type) : null);
        json.WriteString("arch", reading.Xml?.Arch is { } arch ? Printable.Sanitise(arch) : null);
        json.WriteStartObject("cpu");
        WriteCpu(json, "persistent", reading.Persistent, facts.Next);
        WriteCpu(json, "live", reading.Live, facts.Now);
        json.WriteEndObject();
        WriteNullable(json, "exposed", facts.IsExposed);
        WriteNullable(json, "inside", reading.Inside.HasExtension);
        WriteNullable(json, "inside_agrees", facts.InsideAgrees);
        WriteNullable(json, "used", facts.IsUsed);
        WriteNullable(json, "running", facts.RunsNested);
        WriteNullable(json, "restart_pending", facts.IsRestartPending);
        json.WriteString("pending_since",
            facts.PendingSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteFailure(json, "error", reading.Failure);
    }

    /// <summary>What libvirt did not do, as an object, or null.</summary>
    internal static void WriteFailure(Utf8JsonWriter json, string key, LibvirtFailure? failure)
    {
        if (failure is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteString("kind", LibvirtText.Word(failure.Kind));
        json.WriteString("call", failure.Call);
        json.WriteNumber("code", failure.Code);
        json.WriteNumber("domain", failure.Domain);
        json.WriteString("message", Printable.Sentence(failure.Message));
        json.WriteString("text", LibvirtText.Describe(failure, Language.English));
        json.WriteEndObject();
    }

    internal static void WriteNullable(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteCpu(Utf8JsonWriter json, string key, DomainXml? domain, CpuGrant? grant)
    {
        if (domain is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteString("mode", domain.Cpu is null ? null : Printable.Sanitise(domain.Cpu.ModeText ?? "custom"));
        json.WriteString("model", domain.Cpu?.Model is { } model ? Printable.Sanitise(model) : null);
        json.WriteString("check", domain.Cpu?.Check is { } check ? Printable.Sanitise(check) : null);
        WriteNullable(json, "asks", grant?.Asks);
        json.WriteString("says", grant?.How is { } how ? Word(how) : null);
        json.WriteEndObject();
    }

    private static string Word(CpuExposure how) => how switch
    {
        CpuExposure.NotAsked => "not-asked",
        CpuExposure.Asked => "asked",
        CpuExposure.FollowsHost => "follows-host",
        CpuExposure.Undecided => "undecided",
        CpuExposure.OfModel => "of-model",
        CpuExposure.Denied => "denied",
        CpuExposure.Overridden => "overridden",
    };
}
