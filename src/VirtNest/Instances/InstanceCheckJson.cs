using VirtNest.Checking;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance check --json`: docs/schema/instance-check.schema.json. Its sentences are English.</summary>
public static class InstanceCheckJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-check/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="uri">The connection, as libvirt names it.</param>
    public static byte[] Write(InstanceVerdict verdict, string uri) => JsonFrame.Write(Schema, json =>
    {
        json.WriteString("connection", uri);
        json.WriteString("can_nest", CheckJson.Word(verdict.CanNest));
        json.WriteObject("instance", () =>
        {
            InstanceListJson.WriteFields(json, verdict.Facts);
            json.WriteString("inside_state", InsideCheck.Why(verdict.Facts.Reading.Inside.State));
        });
        json.WriteObjects("findings", verdict.Findings, finding => CheckJson.WriteFinding(json, finding));
    });
}
