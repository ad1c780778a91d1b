using System.Buffers;

namespace VirtNest.Facts;

/// <summary>Judges the shell command of an install line by its last part, which gives the exit status.</summary>
internal static class InstallCommand
{
    /// <summary>The options of modprobe's own command line, which it puts into the environment (modprobe.d(5), "install").</summary>
    private const string CommandLineOptions = "$CMDLINE_OPTS";

    private static readonly SearchValues<char> ShellCharacters = SearchValues.Create("$`(){}#\"'\\<>;&|*?[]~");

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
    /// they begin; null where it does not load the module by modprobe, or where a shell would make something else of its words.</summary>
    /// <param name="command">The command, raw.</param>
    /// <param name="module">"kvm_intel".</param>
    internal static (int Start, string Options)? OptionsOf(string command, string module)
    {
        string plain = command.TrimEnd();
        plain = plain.EndsWith(CommandLineOptions, StringComparison.Ordinal) ? plain[..^CommandLineOptions.Length] : plain;
        if (plain.AsSpan().IndexOfAny(ShellCharacters) >= 0)
        {
            return null;
        }

        int at = 0;
        bool isModprobe = false;
        foreach (string word in plain.Split((char[])[' ', '\t']))
        {
            int end = at + word.Length;
            if (!isModprobe && word.Length > 0)
            {
                isModprobe = word[(word.LastIndexOf('/') + 1)..] == "modprobe";
                if (!isModprobe)
                {
                    return null;
                }
            }
            else if (word.Length > 0 && word[0] != '-')
            {
                int start = Math.Min(end + 1, plain.Length);
                return ModprobeSyntax.ModuleName(word) == module ? (start, plain[start..]) : null;
            }

            at = end + 1;
        }

        return null;
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
