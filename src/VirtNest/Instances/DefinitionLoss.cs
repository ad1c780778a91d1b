using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>What a definition lost when libvirt took it in again. libvirt writes its own dump anew: it may set elements in another order
/// (measured: controllers, libvirt 9.0) and add what a newer version writes by default. Neither is a loss; a line that is not there any
/// more is one.</summary>
public static class DefinitionLoss
{
    /// <summary>The first line outside &lt;cpu&gt; that is gone: its number, and the element that it begins; null where none is. Not the
    /// line, which may hold a password (&lt;graphics passwd='...'&gt;).</summary>
    /// <param name="before">The definition before.</param>
    /// <param name="now">The definition that libvirt gives now.</param>
    public static string? Find(DomainXml before, DomainXml now)
    {
        Dictionary<string, int> lines = [];
        foreach (string line in Encoding.UTF8.GetString(CpuEdit.Restore(now, before).Bytes.Span).Split('\n'))
        {
            lines[line.Trim()] = lines.GetValueOrDefault(line.Trim()) + 1;
        }

        int number = 0;
        foreach (string line in Encoding.UTF8.GetString(before.Bytes.Span).Split('\n'))
        {
            number++;
            string bare = line.Trim();
            if (!lines.TryGetValue(bare, out int count) || count == 0)
            {
                int end = bare.AsSpan().IndexOfAny(" \t/>");
                string element = bare.StartsWith('<') && end > 1 ? $" (<{bare[1..end]}>)" : "";
                return string.Create(CultureInfo.InvariantCulture, $"{number}{element}");
            }

            lines[bare] = count - 1;
        }

        return null;
    }
}
