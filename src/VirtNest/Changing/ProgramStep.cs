namespace VirtNest.Changing;

/// <summary>A program of the distribution makes something anew of the files that were changed: an initramfs image, a boot menu. Its
/// verification: exit status 0, and of boot entries what they say in the end. Its undo: the program again, once the files are what they
/// were.</summary>
/// <param name="Program">By absolute path.</param>
/// <param name="Arguments">Handed over one by one, never through a shell.</param>
/// <param name="UndoArguments">The arguments of the undo; most often the same.</param>
public sealed record ProgramStep(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> UndoArguments)
{
    /// <summary>It writes boot entries, not an initramfs: they are read when all is done.</summary>
    public bool WritesEntries => Program[(Program.LastIndexOf('/') + 1)..] is not ("update-initramfs" or "dracut" or "mkinitcpio");

    /// <summary>The step that undoes this one.</summary>
    public ProgramStep Undo => new(Program, UndoArguments, Arguments);
}
