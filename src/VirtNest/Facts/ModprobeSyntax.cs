using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>Configuration files as kmod 30 takes them apart: one command a line, its first word the keyword, split at blanks and tabs
/// alone; a line is a comment only where "#" is its very first character. Each rule here was tried against the real modprobe.</summary>
internal static class ModprobeSyntax
{
    /// <summary>How much of a comment is kept, in bytes.</summary>
    private const int LongestComment = 4096;

    /// <summary>Appends the directives of one file that can concern KVM.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="file">Its raw text.</param>
    /// <param name="directives">Where they go.</param>
    /// <returns>False where there were too many to keep.</returns>
    internal static bool Parse(string path, string file, List<ModprobeDirective> directives)
    {
        int position = 0;
        int number = 1;
        (int Start, int End) comment = (0, 0);
        bool isInComment = false;
        string? commentText = null;
        while (ModprobeLines.Next(file, ref position, ref number, out ModprobeLine line))
        {
            ReadOnlySpan<char> trimmed = line.Text.AsSpan().Trim(" \t\r");
            if (trimmed.IsEmpty)
            {
                comment = (0, 0);
                commentText = null;
                isInComment = false;
                continue;
            }

            if (trimmed[0] == '#')
            {
                comment = (isInComment ? comment.Start : line.Start, line.End);
                commentText = null;
                isInComment = true;
                continue;
            }

            isInComment = false;
            if (Directive(line) is not { } directive)
            {
                continue;
            }

            if (!ModprobeInterest.HasRoom(directives.Count))
            {
                return false;
            }

            commentText ??= CommentText(file, comment.Start, comment.End);
            directives.Add(directive with
            {
                File = path,
                Text = RawText.Display(file[line.Start..line.End]),
                Comment = WithTrailing(commentText, line.Text),
            });
        }

        return true;
    }

    /// <summary>"-" made "_", except between brackets; null for a name that modprobe refuses: none, or brackets that do not pair.</summary>
    internal static string? ModuleName(ReadOnlySpan<char> name)
    {
        if (name.IndexOfAny('-', '[', ']') < 0)
        {
            return name.ToString();
        }

        char[] result = name.ToArray();
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i] == '-')
            {
                result[i] = '_';
            }
            else if (result[i] == ']')
            {
                return null;
            }
            else if (result[i] == '[')
            {
                int close = name[i..].IndexOf(']');
                if (close < 0)
                {
                    return null;
                }

                i += close;
            }
        }

        return new string(result);
    }

    private static ModprobeDirective? Directive(in ModprobeLine line)
    {
        string text = RawText.CString(line.Text);
        int at = 0;
        ReadOnlySpan<char> keyword = Word(text, ref at);
        if (keyword.IsEmpty)
        {
            return null;
        }

        ModprobeKeyword kind = keyword switch
        {
            "alias" => ModprobeKeyword.Alias,
            "blacklist" => ModprobeKeyword.Blacklist,
            "install" => ModprobeKeyword.Install,
            "options" => ModprobeKeyword.Options,
            "remove" => ModprobeKeyword.Remove,
            "softdep" => ModprobeKeyword.Softdep,
            _ => ModprobeKeyword.Ignored,
        };
        ReadOnlySpan<char> name = kind == ModprobeKeyword.Ignored ? default : Word(text, ref at);
        if (!ModprobeInterest.Covers(text, name))
        {
            return null;
        }

        int argumentAt = at;
        string? module = name.IsEmpty ? null : ModuleName(name);
        string? argument = kind switch
        {
            ModprobeKeyword.Alias => Word(text, ref argumentAt) is { IsEmpty: false } target ? ModuleName(target) : null,
            ModprobeKeyword.Blacklist => "",
            ModprobeKeyword.Options => at < text.Length ? text[at..].Replace('\t', ' ') : null,
            ModprobeKeyword.Install or ModprobeKeyword.Remove or ModprobeKeyword.Softdep => at < text.Length ? text[at..] : null,
            ModprobeKeyword.Ignored => null,
        };
        if (module is null || argument is null)
        {
            return new ModprobeDirective(ModprobeKeyword.Ignored, "", "", "", line.Number, "", line.Start, line.End - line.Start);
        }

        return new ModprobeDirective(kind, RawText.Display(module), RawText.Display(argument), "", line.Number, "", line.Start,
            line.End - line.Start)
        {
            RawArgument = argument,
            ArgumentOffset = line.Start + at,
            ArgumentMap = kind is ModprobeKeyword.Options or ModprobeKeyword.Install ? line.Map?[at..] : null,
        };
    }

    /// <summary>The next word (strtok_r with blank and tab); empty at the end. Behind it exactly one separator is passed over.</summary>
    private static ReadOnlySpan<char> Word(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        int start = at;
        while (at < text.Length && text[at] is not (' ' or '\t'))
        {
            at++;
        }

        ReadOnlySpan<char> word = text.AsSpan(start, at - start);
        at = Math.Min(at + 1, text.Length);
        return word;
    }

    /// <summary>The comment lines without "#" and indent, one a line.</summary>
    private static string CommentText(string file, int start, int end)
    {
        if (start == end)
        {
            return "";
        }

        string text = RawText.Display(file[start..Math.Min(end, start + LongestComment)]);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].Trim().TrimStart('#').Trim();
        }

        return string.Join('\n', lines).Trim('\n');
    }

    private static string? WithTrailing(string above, string line)
    {
        int hash = 1;
        while (hash < line.Length && !(line[hash] == '#' && line[hash - 1] is ' ' or '\t'))
        {
            hash++;
        }

        if (hash >= line.Length)
        {
            return above.Length == 0 ? null : above;
        }

        string trailing = RawText.Display(line.Substring(hash, Math.Min(line.Length - hash, LongestComment))).TrimStart('#').Trim();
        return above.Length == 0 ? trailing : above.Length + trailing.Length < LongestComment ? above + "\n" + trailing : above;
    }
}
