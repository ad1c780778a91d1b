namespace VirtNest.Facts;

/// <summary>Whether people who wrote a configuration line had security in mind, by the words they use. A guess, and named as one: it never
/// decides a verdict.</summary>
internal static class SecurityMention
{
    private static readonly string[] Words =
    [
        "CVE-", "security", "vulnerab", "escape", "breakout", "exploit", "mitigat", "harden", "attack", "advisory", "guest-to-host",
        "RHSA-", "USN-", "DSA-", "XSA-", "GHSA-", "SUSE-SU-", "ELSA-", "ALAS-", "STIG", "CIS benchmark", "compliance",
        "安全", "漏洞", "逃逸", "加固", "缓解", "攻击",
    ];

    /// <summary>Characters that are looked at: thousands of lines may be asked about, and no name of a file and no comment says it
    /// later.</summary>
    private const int Most = 4_096;

    /// <summary>True where one of the words occurs, in any case.</summary>
    internal static bool IsIn(string? text)
    {
        ReadOnlySpan<char> looked = text.AsSpan(0, Math.Min(text?.Length ?? 0, Most));
        foreach (string word in Words)
        {
            if (looked.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
