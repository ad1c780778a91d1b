namespace VirtNest.Facts;

/// <summary>What a line of modprobe.d(5) commands.</summary>
public enum ModprobeKeyword
{
    /// <summary>"alias PATTERN MODULE": the name PATTERN means MODULE.</summary>
    Alias,
    /// <summary>"blacklist MODULE": not loaded by an alias (a device), nor by callers that ask for the blacklist (modprobe -b, udev,
    /// systemd-modules-load).</summary>
    Blacklist,
    /// <summary>"install PATTERN COMMAND": the command runs instead of the load.</summary>
    Install,
    /// <summary>"options MODULE TEXT": the text is given to the module at its load.</summary>
    Options,
    /// <summary>"remove PATTERN COMMAND": the command runs instead of modprobe -r.</summary>
    Remove,
    /// <summary>"softdep PATTERN pre: MODULES post: MODULES".</summary>
    Softdep,
    /// <summary>A line that modprobe passes over: an unknown command, a missing or malformed name.</summary>
    Ignored,
}

/// <summary>One line of modprobe's configuration, or one word of the kernel command line that modprobe takes for one, and where it
/// stands.</summary>
/// <param name="Keyword">What it commands.</param>
/// <param name="Module">The module name or pattern, "-" made "_" as modprobe does; of modprobe.blacklist= on the kernel command line as
/// written, since modprobe leaves those as they are. Empty for <see cref="ModprobeKeyword.Ignored"/>.</param>
/// <param name="Argument">What follows the name: the options, the command, the dependencies, the module that an alias means; empty where
/// there is nothing.</param>
/// <param name="File">The file, or /proc/cmdline.</param>
/// <param name="Line">The first line (a "\" at its end continues it), counted from 1.</param>
/// <param name="Text">The line or lines as they stand in the file, without the final newline.</param>
/// <param name="Offset">Where the text begins in the file, in bytes.</param>
/// <param name="Length">The length of the text, in bytes.</param>
public sealed record ModprobeDirective(ModprobeKeyword Keyword, string Module, string Argument, string File, int Line, string Text,
    int Offset, int Length)
{
    /// <summary>What people wrote about it: the comment lines above, as far as no blank line is between, and what follows a "#" on the
    /// line itself (which is no comment to modprobe: it is part of the options or of the command). Null where there is none; at most 4,096
    /// characters.</summary>
    public string? Comment { get; init; }

    /// <summary>True where the comment, the line or the file's name speaks of security: a CVE or advisory number, an escape, a mitigation,
    /// hardening.</summary>
    public bool MentionsSecurity => SecurityMention.IsIn(Comment) || SecurityMention.IsIn(Text) || SecurityMention.IsIn(File);

    /// <summary>The argument as raw text.</summary>
    internal string RawArgument { get; init; } = "";

    /// <summary>For each character of <see cref="RawArgument"/> its byte offset in the file; null where they follow one another from
    /// <see cref="ArgumentOffset"/>.</summary>
    internal int[]? ArgumentMap { get; init; }

    /// <summary>Where the argument begins in the file, in bytes.</summary>
    internal int ArgumentOffset { get; init; }

    /// <summary>The byte offset in the file of a place in the argument.</summary>
    internal int OffsetOf(int index) =>
        ArgumentMap is { } map ? (index < map.Length ? map[index] : Offset + Length) : Math.Min(ArgumentOffset + index, Offset + Length);
}
