using System;

namespace VirtNest.Facts;

/// <summary>What the command of an install line does to the load that it stands for.</summary>
public enum InstallEffect
{
    /// <summary>It fails ("/bin/false", "exit 1"): so does modprobe.</summary>
    Fails,

    /// <summary>It succeeds and loads nothing ("/bin/true", ":"): modprobe reports success, and what depends on the module fails.</summary>
    DoesNothing,

    /// <summary>It calls modprobe or insmod itself: the module may well be loaded.</summary>
    CallsModprobe,

    /// <summary>Another program: what it does cannot be told.</summary>
    Unknown,
}

/// <summary>Judges the shell command of an install line by its last part, which gives the exit status.</summary>
internal static class InstallCommand
{
    internal static InstallEffect EffectOf(string command)
    {
        if (command.Contains("modprobe", StringComparison.OrdinalIgnoreCase) || command.Contains("insmod", StringComparison.Ordinal))
        {
            return InstallEffect.CallsModprobe;
        }

        ReadOnlySpan<char> part = LastPart(command);
        int end = part.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> program = end < 0 ? part : part[..end];
        ReadOnlySpan<char> rest = end < 0 ? default : part[end..].Trim();
        if (program.EndsWith("\r"))
        {
            // The shell takes a carriage return for a part of the name, and finds no such program.
            return InstallEffect.Fails;
        }

        return program[(program.LastIndexOf('/') + 1)..] switch
        {
            "false" => InstallEffect.Fails,
            "true" or "echo" or "logger" or "printf" => InstallEffect.DoesNothing,
            ":" => InstallEffect.DoesNothing,
            "exit" => rest is "" or "0" ? InstallEffect.DoesNothing : InstallEffect.Fails,
            "null" when program.StartsWith("/dev/") => InstallEffect.Fails,
            _ => InstallEffect.Unknown,
        };
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
