using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>os-release(5).</summary>
public static class OsRelease
{
    /// <summary>The field ID: "debian", "fedora"; null where it is not told.</summary>
    /// <param name="evidence">The machine.</param>
    public static string? Id(HostEvidence evidence) => Field(evidence, "ID");

    /// <summary>A field's value without quotes; null where it is not told.</summary>
    /// <param name="evidence">The machine.</param>
    /// <param name="name">"IMAGE_ID".</param>
    public static string? Field(HostEvidence evidence, string name)
    {
        foreach (string line in evidence["/etc/os-release"].Text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.AsSpan(name.Length).StartsWith("="))
            {
                return line[(name.Length + 1)..].Trim().Trim('"', '\'');
            }
        }

        return null;
    }
}
