using System.Text.Json;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>How far a change of an instance came.</summary>
public enum RecordStage
{
    /// <summary>Everything is written down, nothing is done.</summary>
    Prepared,
    /// <summary>A running instance is being shut down, to be started again.</summary>
    Restarting,
    /// <summary>The definition is changed.</summary>
    Defined,
    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>What virt-nest keeps of an instance that it changed: for undo, and for a run that was cut off. It holds the definition with
/// its secrets.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Name">Its name then.</param>
/// <param name="At">When, by the clock of then.</param>
/// <param name="Stage">How far it came.</param>
/// <param name="WasRunning">It ran before, and shall run after.</param>
/// <param name="Former">The definition before virt-nest changed it first.</param>
/// <param name="Before">The definition before this change.</param>
/// <param name="Wished">The definition that this change makes.</param>
/// <param name="Cpu">The &lt;cpu&gt; as libvirt has kept it since; null before that, and where there is none. As bytes of UTF-8.</param>
public sealed record InstanceRecord(
    Guid Id, string Name, DateTimeOffset At, RecordStage Stage, bool WasRunning, ReadOnlyMemory<byte> Former, ReadOnlyMemory<byte> Before,
        ReadOnlyMemory<byte> Wished, ReadOnlyMemory<byte> Cpu)
{
    /// <summary>The value of "schema".</summary>
    public const string Schema = "virt-nest/instance-record/1";

    /// <summary>The &lt;cpu&gt; of a definition as it stands there; empty where there is none.</summary>
    /// <param name="domain">The definition.</param>
    public static ReadOnlyMemory<byte> CpuOf(DomainXml domain) =>
        domain.Cpu is { } cpu ? domain.Bytes[cpu.Element.Span.Start..cpu.Element.Span.End] : default;

    /// <summary>Is the &lt;cpu&gt; of a definition still as virt-nest left it?</summary>
    /// <param name="domain">The definition.</param>
    public bool IsOurs(DomainXml domain) => Stage == RecordStage.Done && CpuOf(domain).Span.SequenceEqual(Cpu.Span);

    /// <summary>The record as JSON.</summary>
    public byte[] Write() => JsonFrame.Write(JsonForm.Escaped, Schema, null, json =>
    {
        json.WriteString("uuid", Id);
        json.WriteString("name", Name);
        json.WriteString("at", At);
        json.WriteString("stage", Stage switch { RecordStage.Prepared =>
            "prepared", RecordStage.Restarting => "restarting", RecordStage.Defined => "defined", RecordStage.Done => "done" });
        json.WriteBoolean("was_running", WasRunning);
        json.WriteBase64String("former", Former.Span);
        json.WriteBase64String("before", Before.Span);
        json.WriteBase64String("wished", Wished.Span);
        json.WriteBase64String("cpu", Cpu.Span);
    });

    /// <summary>Reads a record, or null where the text is none.</summary>
    /// <param name="json">The text.</param>
    public static InstanceRecord? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            RecordStage? stage = root.GetProperty("stage").GetString() switch
            {
                "prepared" => RecordStage.Prepared,
                "restarting" => RecordStage.Restarting,
                "defined" => RecordStage.Defined,
                "done" => RecordStage.Done,
                _ => null,
            };
            return stage is { } known && root.GetProperty("schema").GetString() == Schema
                ? new(root.GetProperty("uuid").GetGuid(), root.GetProperty("name").GetString() ?? "",
                    root.GetProperty("at").GetDateTimeOffset(), known, root.GetProperty("was_running").GetBoolean(),
                    root.GetProperty("former").GetBytesFromBase64(), root.GetProperty("before").GetBytesFromBase64(),
                    root.GetProperty("wished").GetBytesFromBase64(), root.GetProperty("cpu").GetBytesFromBase64())
                : null;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}
