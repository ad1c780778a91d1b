using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>A program of the distribution makes something anew of the files that were changed: an initramfs image, a boot menu. Its
/// verification: exit status 0, and of boot entries what they say in the end. Its undo: the program again, once the files are what they
/// were.</summary>
/// <param name="Program">By absolute path.</param>
/// <param name="Arguments">Handed over one by one, never through a shell.</param>
/// <param name="UndoArguments">The arguments of the undo; most often the same.</param>
public sealed record ProgramStep(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> UndoArguments) : ChangeStep
{
    /// <summary>It writes boot entries, not an initramfs: they are read when all is done.</summary>
    public bool WritesEntries => Program[(Program.LastIndexOf('/') + 1)..] is not ("update-initramfs" or "dracut" or "mkinitcpio");

    /// <summary>The step that undoes this one.</summary>
    public ProgramStep Undo => new(Program, UndoArguments, Arguments);

    /// <inheritdoc/>
    public override bool FollowsOthers => true;

    /// <inheritdoc/>
    public override Sentence Name => Run(Command(Arguments));

    /// <inheritdoc/>
    public override Sentence Check => WritesEntries
        ? new("its exit status, and what the boot entries say in the end", "程序的退出状态，以及最后读出的引导条目")
        : new("its exit status, and what the image holds, where that can be listed", "程序的退出状态，以及映像中的内容（在能列出时）");

    /// <inheritdoc/>
    public override Sentence WayBack => RunAgain(Command(UndoArguments));

    private string Command(IReadOnlyList<string> arguments) => string.Join(' ', [Program, .. arguments]);

    private static Sentence Run(string command) => new($"Run {command}", $"运行 {command}");
    private static Sentence RunAgain(string command) =>
        new($"{command}, once the files are what they were", $"文件恢复后运行 {command}");
}
