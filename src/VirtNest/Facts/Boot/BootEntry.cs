namespace VirtNest.Facts.Boot;

/// <summary>One entry that the next boot may be started from.</summary>
/// <param name="Source">Where it stands: a file, or a menu and the kernel in it.</param>
/// <param name="Options">The kernel command line that it gives.</param>
public sealed record BootEntry(string Source, string Options)
{
    /// <summary>The words of a parameter, as they are written.</summary>
    /// <param name="name">"kvm_amd.nested"; "-" and "_" are the same in it.</param>
    public string[] Words(string name) => WordsOf(Encoding.UTF8.GetBytes(Options), name);

    /// <summary>The words of a parameter in a kernel command line, as they are written.</summary>
    /// <param name="commandLine">Its bytes.</param>
    /// <param name="name">As for <see cref="Words"/>.</param>
    public static string[] WordsOf(ReadOnlySpan<byte> commandLine, string name)
    {
        string text = Encoding.Latin1.GetString(commandLine);
        return [.. System.Linq.Enumerable.Select(KernelCommandLine.Parse(commandLine).All(name), p => text.Substring(p.Offset, p.Length))];
    }

    /// <summary>The word that wins, with the name as it is asked for: "kvm_amd.nested=1"; null where the entry does not name the
    /// parameter.</summary>
    /// <param name="name">As for <see cref="Words"/>.</param>
    public string? Word(string name) =>
        KernelCommandLine.Parse(Encoding.UTF8.GetBytes(Options)).Last(name) is { } parameter
            ? parameter.Value is null ? name : $"{name}={parameter.Value}" : null;
}
