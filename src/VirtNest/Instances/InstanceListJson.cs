using System.Text.Json;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance list --json`: docs/schema/instance-list.schema.json.</summary>
public static class InstanceListJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-list/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="list">The instances.</param>
    public static byte[] Write(InstanceList list) => JsonFrame.Write(Schema, json =>
    {
        WriteConnection(json, list);
        json.WriteObjects("instances", list.Instances, facts => WriteFields(json, facts));
    });

    internal static void WriteConnection(Utf8JsonWriter json, InstanceList list) => json.WriteObject("connection", () =>
    {
        json.WriteString("uri", list.Uri);
        json.WriteString("libvirt", InstanceList.Version(list.LibvirtVersion));
        json.WriteString("hypervisor", InstanceList.Version(list.HypervisorVersion));
    });

    /// <summary>The fields of one instance, which `instance check` has too. The name is exact: JSON escapes its control
    /// characters.</summary>
    internal static void WriteFields(Utf8JsonWriter json, InstanceFacts facts)
    {
        InstanceReading reading = facts.Reading;
        json.WriteString("name", reading.Name);
        json.WriteId("uuid", reading.Id);
        json.WriteString("state", reading.State.Word());
        json.WriteBoolean("transient", reading.IsTransient);
        json.WritePrintable("type", reading.Xml?.Type);
        json.WritePrintable("arch", reading.Xml?.Arch);
        json.WriteObject("cpu", () =>
        {
            WriteCpu(json, "persistent", reading.Persistent, facts.Next);
            WriteCpu(json, "live", reading.Live, facts.Now);
        });
        json.WriteNullable("exposed", facts.IsExposed);
        json.WriteNullable("inside", reading.Inside.HasExtension);
        json.WriteNullable("inside_agrees", facts.InsideAgrees);
        json.WriteNullable("used", facts.IsUsed);
        json.WriteNullable("running", facts.RunsNested);
        json.WriteNullable("restart_pending", facts.IsRestartPending);
        json.WriteString("pending_since",
            facts.PendingSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteFailure(json, "error", reading.Failure);
    }

    /// <summary>What libvirt did not do, as an object, or null.</summary>
    internal static void WriteFailure(Utf8JsonWriter json, string key, LibvirtFailure? libvirt) => json.WriteObject(key, libvirt, failure =>
    {
        json.WriteString("kind", LibvirtText.Word(failure.Kind));
        json.WriteString("call", failure.Call);
        json.WriteNumber("code", failure.Code);
        json.WriteNumber("domain", failure.Domain);
        json.WriteString("message", Printable.Sentence(failure.Message));
        json.WriteString("text", LibvirtText.Describe(failure, Language.English));
    });

    private static void WriteCpu(Utf8JsonWriter json, string key, DomainXml? definition, CpuGrant? grant) =>
        json.WriteObject(key, definition, domain =>
        {
            json.WritePrintable("mode", domain.Cpu is null ? null : domain.Cpu.ModeText ?? "custom");
            json.WritePrintable("model", domain.Cpu?.Model);
            json.WritePrintable("check", domain.Cpu?.Check);
            json.WriteNullable("asks", grant?.Asks);
            json.WriteString("says", grant?.How is { } how ? Word(how) : null);
        });

    private static string Word(CpuExposure how) => EnumWord.Of(how);
}
