using System.Globalization;
using System.Linq;
using System.Text;
using VirtNest.Facts;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>Who keeps KVM in use, in lines of at most 80 columns: the processes by name, then what could not be seen.</summary>
public static class KvmUseText
{
    /// <summary>Holders that are listed; of a host with more, the first are enough to act on.</summary>
    private const int Most = 50;

    /// <summary>Appends the lines.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="use">Who uses KVM.</param>
    /// <param name="messages">The language.</param>
    /// <param name="indent">Columns before each line.</param>
    public static void Write(StringBuilder to, KvmUse use, MessageCatalog messages, int indent)
    {
        TextLayout.Wrap(to, Printable.Sentence(Summary(use, messages)), indent);
        foreach (KvmHolder holder in use.Holders.Take(Most))
        {
            TextLayout.Wrap(to, Line(holder, messages), indent + 2);
            if (holder.IsAncestor)
            {
                TextLayout.Wrap(to, messages.KvmHolderIsAncestor, indent + 4);
            }
        }

        if (use.Holders.Count > Most)
        {
            TextLayout.Wrap(to, "...", indent + 2);
        }

        if (use.Unreadable > 0)
        {
            TextLayout.Wrap(to, messages.ProcessesUnreadable(use.Unreadable), indent);
        }

        if (use.IsHidden)
        {
            TextLayout.Wrap(to, messages.ProcessesHidden, indent);
        }
    }

    /// <summary>One holder in one sentence of printable characters.</summary>
    /// <param name="holder">A holder.</param>
    /// <param name="messages">The language.</param>
    public static string Line(KvmHolder holder, MessageCatalog messages) => messages.KvmHolder(
        holder.Pid, Printable.Of(holder.Naming.Command, 60), holder.Naming.Instance is { } instance ? Printable.Of(instance, 120) : null, holder.Naming.IsLibvirt, holder.UserId,
        messages.KvmHoldings(holder.Holds.Devices, holder.Holds.Vms, holder.Holds.Vcpus, holder.Holds.Others));

    private static string Summary(KvmUse use, MessageCatalog messages) => use.State switch
    {
        KvmUseState.Free => messages.KvmFree,
        KvmUseState.Held => messages.KvmHeld(use.Holders.Count),
        KvmUseState.HeldByModules => messages.KvmHeldByModules(use.Module!.Name, string.Join(", ", use.Module.Above)),
        KvmUseState.HeldByUs => messages.KvmHeldByUs(string.Join(", ", use.Own.Select(static d => d.ToString(CultureInfo.InvariantCulture)))),
        KvmUseState.HeldUnseen => messages.KvmHeldUnseen(use.Module!.Name, use.Module.Count ?? 0),
        KvmUseState.Unknown => messages.KvmUseUnknown,
    };
}
