namespace VirtNest.Facts;

/// <summary>Judges the shell command of an install line by its last part, which gives the exit status.</summary>
internal static class InstallCommand
{
    /// <summary>True where the module stays out: the command fails ("/bin/false", "exit 1"), and so does modprobe, or it succeeds and
    /// loads nothing ("/bin/true", ":"). False where it calls modprobe or insmod itself, and for another program, of which it cannot be
    /// told.</summary>
    internal static bool KeepsOut(string command)
    {
        if (command.Contains("modprobe", StringComparison.OrdinalIgnoreCase) || command.Contains("insmod", StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> part = LastPart(command);
        int end = part.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> program = end < 0 ? part : part[..end];
        if (program.EndsWith("\r"))
        {
            // The shell takes a carriage return for a part of the name, and finds no such program.
            return true;
        }

        return program[(program.LastIndexOf('/') + 1)..] switch
        {
            "false" or "true" or ":" or "exit" or "echo" or "logger" or "printf" => true,
            "null" => program.StartsWith("/dev/"),
            _ => false,
        };
    }

    /// <summary>The options that the command itself gives to the module ("/sbin/modprobe --ignore-install kvm_intel nested=0"), and where
    /// they begin; null where it does not load the module by modprobe.</summary>
    /// <param name="command">The command, raw.</param>
    /// <param name="module">"kvm_intel".</param>
    internal static (int Start, string Options)? OptionsOf(string command, string module)
    {
        int start = -1;
        bool isModprobe = false;
        int at = 0;
        foreach (Range range in command.AsSpan().SplitAny(" \t"))
        {
            ReadOnlySpan<char> word = command.AsSpan(range);
            at = range.End.GetOffset(command.Length);
            if (!isModprobe)
            {
                isModprobe = word[(word.LastIndexOf('/') + 1)..] is "modprobe";
            }
            else if (!word.IsEmpty && word[0] != '-')
            {
                start = ModprobeSyntax.ModuleName(word) == module ? Math.Min(at + 1, command.Length) : -1;
                break;
            }
        }

        if (start < 0)
        {
            return null;
        }

        int end = command.AsSpan(start).IndexOfAny(";&|");
        return (start, end < 0 ? command[start..] : command[start..(start + end)]);
    }

    /// <summary>The last simple command that is not empty, a shell comment at its end taken away.</summary>
    private static ReadOnlySpan<char> LastPart(string command)
    {
        ReadOnlySpan<char> text = command;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && (i == 0 || text[i - 1] is ' ' or '\t'))
            {
                text = text[..i];
                break;
            }
        }

        text = text.TrimEnd(" \t;&|");
        int last = text.LastIndexOfAny(";&|");
        return (last < 0 ? text : text[(last + 1)..]).Trim(" \t");
    }
}
