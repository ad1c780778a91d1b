using System.Text.Json;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>Who keeps KVM in use, as an object in the documents of the commands that reload a module.</summary>
public static class KvmUseJson
{
    /// <summary>Writes the object under a name.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="name">The property.</param>
    /// <param name="use">Who uses KVM.</param>
    public static void Write(Utf8JsonWriter json, string name, KvmUse use)
    {
        json.WriteStartObject(name);
        json.WriteString("state", Word(use.State));
        json.WriteStartArray("holders");
        foreach (KvmHolder holder in use.Holders)
        {
            json.WriteStartObject();
            json.WriteNumber("pid", holder.Pid);
            json.WriteString("command", Printable.Sanitise(holder.Naming.Command));
            json.WriteString("instance", holder.Naming.Instance is { } instance ? Printable.Sanitise(instance) : null);
            json.WriteBoolean("libvirt", holder.Naming.IsLibvirt);
            json.WriteNumber("uid", holder.UserId);
            json.WriteBoolean("started_us", holder.IsAncestor);
            json.WriteNumber("devices", holder.Holds.Devices);
            json.WriteNumber("vms", holder.Holds.Vms);
            json.WriteNumber("vcpus", holder.Holds.Vcpus);
            json.WriteNumber("others", holder.Holds.Others);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("own_descriptors");
        foreach (int descriptor in use.Own)
        {
            json.WriteNumberValue(descriptor);
        }

        json.WriteEndArray();
        json.WriteNumber("unreadable_processes", use.Unreadable);
        json.WriteBoolean("hidden_processes", use.IsHidden);
        if (use.Module is { } module)
        {
            json.WriteStartObject("module");
            json.WriteString("name", Printable.Sanitise(module.Name));
            WriteCount(json, module.Count);
            json.WriteStartArray("above");
            foreach (string above in module.Above)
            {
                json.WriteStringValue(Printable.Sanitise(above));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("module");
        }

        json.WriteEndObject();
    }

    /// <summary>The word of a state.</summary>
    /// <param name="state">A state.</param>
    public static string Word(KvmUseState state) => state switch
    {
        KvmUseState.Free => "free",
        KvmUseState.Held => "held",
        KvmUseState.HeldByModules => "held-by-modules",
        KvmUseState.HeldByUs => "held-by-us",
        KvmUseState.HeldUnseen => "held-unseen",
        KvmUseState.Unknown => "unknown",
    };

    private static void WriteCount(Utf8JsonWriter json, int? count)
    {
        if (count is { } number)
        {
            json.WriteNumber("use_count", number);
        }
        else
        {
            json.WriteNull("use_count");
        }
    }
}
