using System;
using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>os-release(5).</summary>
public static class OsRelease
{
    /// <summary>The field ID: "debian", "fedora"; null where it is not told.</summary>
    /// <param name="evidence">The machine.</param>
    public static string? Id(HostEvidence evidence)
    {
        const string field = "ID=";
        foreach (string line in evidence["/etc/os-release"].Text.Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                return line[field.Length..].Trim().Trim('"', '\'');
            }
        }

        return null;
    }
}
