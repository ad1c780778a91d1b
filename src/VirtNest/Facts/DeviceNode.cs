using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>A file as a "stat:" source describes it.</summary>
/// <param name="Mode">Permission bits, octal: "0660".</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Device">Major and minor number of a device: "10:232".</param>
/// <param name="ModifiedSeconds">Time of its last change, seconds since 1970.</param>
public sealed record DeviceNode(string Mode, long Uid, long Gid, string Device, long ModifiedSeconds)
{
    /// <summary>Reads a description; null where the file was not seen.</summary>
    /// <param name="evidence">The document.</param>
    /// <param name="path">The file's path.</param>
    public static DeviceNode? Parse(HostEvidence evidence, string path)
    {
        if (evidence["stat:" + path].Value is not { } text)
        {
            return null;
        }

        return new(Field(text, "mode"), Number(text, "uid"), Number(text, "gid"), Field(text, "rdev"), Number(text, "mtime"));
    }

    private static string Field(string text, string name)
    {
        foreach (string word in text.Split(' '))
        {
            if (word.Length > name.Length && word[name.Length] == '=' && word.StartsWith(name, StringComparison.Ordinal))
            {
                return word[(name.Length + 1)..];
            }
        }

        return "";
    }

    private static long Number(string text, string name) =>
        long.TryParse(Field(text, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
