using System.Collections.Generic;

namespace VirtNest.Changes;

/// <summary>
/// A program of the distribution makes something anew of the files that were changed: an initramfs image, a boot menu. Its verification: exit
/// status 0. Its undo: the program again, once the files are what they were.
/// </summary>
/// <param name="Program">By absolute path.</param>
/// <param name="Arguments">Handed over one by one, never through a shell.</param>
/// <param name="UndoArguments">The arguments of the undo; most often the same.</param>
public sealed record ProgramStep(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> UndoArguments)
{
    /// <summary>The step that undoes this one.</summary>
    public ProgramStep Undo => new(Program, UndoArguments, Arguments);
}
