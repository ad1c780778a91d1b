using System.Text.Json;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>Who keeps KVM in use, as an object in the documents of the commands that reload a module.</summary>
public static class KvmUseJson
{
    /// <summary>Writes the object under a name; null where nothing is known of the use.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="name">The property.</param>
    /// <param name="kvmUse">Who uses KVM.</param>
    public static void Write(Utf8JsonWriter json, string name, KvmUse? kvmUse) => json.WriteObject(name, kvmUse, use =>
    {
        json.WriteString("state", Word(use.State));
        json.WriteObjects("holders", use.Holders, holder =>
        {
            json.WriteNumber("pid", holder.Pid);
            json.WritePrintable("command", holder.Naming.Command);
            json.WritePrintable("instance", holder.Naming.Instance);
            json.WriteBoolean("libvirt", holder.Naming.IsLibvirt);
            json.WriteNumber("uid", holder.UserId);
            json.WriteBoolean("started_us", holder.IsAncestor);
            json.WriteNumber("devices", holder.Holds.Devices);
            json.WriteNumber("vms", holder.Holds.Vms);
            json.WriteNumber("vcpus", holder.Holds.Vcpus);
            json.WriteNumber("others", holder.Holds.Others);
        });
        json.WriteStartArray("own_descriptors");
        foreach (int descriptor in use.Own)
        {
            json.WriteNumberValue(descriptor);
        }

        json.WriteEndArray();
        json.WriteNumber("unreadable_processes", use.Unreadable);
        json.WriteBoolean("hidden_processes", use.IsHidden);
        json.WriteObject("module", use.Module, module =>
        {
            json.WritePrintable("name", module.Name);
            json.WriteNullable("use_count", module.Count);
            json.WriteTexts("above", module.Above.Select(static m => Printable.Sanitise(m)));
        });
    });

    /// <summary>The word of a state.</summary>
    /// <param name="state">A state.</param>
    public static string Word(KvmUseState state) => EnumWord.Of(state);
}
