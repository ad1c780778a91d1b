namespace VirtNest.Guarding;

/// <summary>The script that libvirt runs as a hook of its QEMU driver. It hands everything to `virt-nest guard hook run`, and only a
/// refusal of that (exit status 1) refuses: where the program is gone, may not be executed, crashes or understands nothing, everything
/// comes in.</summary>
/// <param name="Program">The absolute path of virt-nest.</param>
public sealed record HookScript(string Program)
{
    /// <summary>Bytes that a hook may have to be looked at.</summary>
    public const int MostBytes = 1 << 20;

    private const string Mark = "# virt-nest-hook 1\n";

    private const string Assignment = "virt_nest=";

    private const string Call = "\"$virt_nest\" guard hook run";

    /// <summary>Domains that take over the host's CPU are let in.</summary>
    public bool AllowsHostPassthrough { get; init; }

    /// <summary>"en" or "zh-CN" where the language of refusals was chosen; libvirt hands its hooks LC_ALL=C.</summary>
    public string? Language { get; init; }

    /// <summary>The script, byte for byte.</summary>
    public byte[] Bytes
    {
        get
        {
            StringBuilder text = new();
            text.Append("#!/bin/sh\n").Append(Mark);
            text.Append("# Written by \"virt-nest guard hook install\"; \"virt-nest guard hook remove\" takes\n");
            text.Append("# it away. libvirt runs it when an instance comes in and shows its words: one that\n");
            text.Append("# needs nested virtualization is refused where this host does not offer it. Only\n");
            text.Append("# status 1 refuses: where virt-nest is gone or cannot tell, everything comes in.\n");
            text.Append(Assignment).Append(Quoted(Program)).Append('\n');
            text.Append("[ -x \"$virt_nest\" ] || exit 0\n");
            text.Append(Call).Append(Options).Append(" -- \"$@\"\n");
            text.Append("case $? in 1) exit 1 ;; esac\n");
            text.Append("exit 0\n");
            return Encoding.UTF8.GetBytes(text.ToString());
        }
    }

    /// <summary>One line that does the same in a hook that somebody else wrote as a shell script.</summary>
    public string Line => $"{Quoted(Program)} guard hook run{Options} -- \"$@\" || [ $? -ne 1 ] || exit 1";

    private string Options => (AllowsHostPassthrough ? " --allow-host-passthrough" : "") + (Language is null ? "" : " --lang " + Language);

    /// <summary>True where the file says that it is one of ours, changed since or not.</summary>
    /// <param name="content">The file.</param>
    public static bool IsMarked(ReadOnlySpan<byte> content) =>
        Encoding.UTF8.GetString(content).Contains("\n" + Mark, StringComparison.Ordinal);

    /// <summary>Understands a script that is exactly as some version of virt-nest writes it; null for every other.</summary>
    /// <param name="content">The file.</param>
    public static HookScript? Read(ReadOnlySpan<byte> content) =>
        Guess(content) is { } script && script.Bytes.AsSpan().SequenceEqual(content) ? script : null;

    /// <summary>What a script was that bears our mark, as far as it can be told; null where its program is not named.</summary>
    /// <param name="content">The file.</param>
    public static HookScript? Guess(ReadOnlySpan<byte> content)
    {
        string[] lines = Encoding.UTF8.GetString(content).Split('\n');
        if (!IsMarked(content) || Array.Find(lines, static l => l.StartsWith(Assignment, StringComparison.Ordinal)) is not { } assignment
            || Unquoted(assignment[Assignment.Length..]) is not { } program)
        {
            return null;
        }

        string call = Array.Find(lines, static l => l.StartsWith(Call, StringComparison.Ordinal)) ?? "";
        string[] words = call.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int lang = Array.IndexOf(words, "--lang");
        return new HookScript(program)
        {
            AllowsHostPassthrough = words.Contains("--allow-host-passthrough"),
            Language = lang >= 0 && lang + 1 < words.Length && words[lang + 1] is "en" or "zh-CN" ? words[lang + 1] : null,
        };
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string? Unquoted(string text) =>
        text.Length >= 2 && text[0] == '\'' && text[^1] == '\'' ? text[1..^1].Replace("'\\''", "'", StringComparison.Ordinal) : null;
}
