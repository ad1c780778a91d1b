using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>A file becomes another, whole. Its verification: it reads as <see cref="After"/>. Its undo: <see cref="Before"/> again, unless
/// somebody has changed it since.</summary>
/// <param name="Path">Absolute; of a symbolic link the file that it leads to.</param>
/// <param name="Before">The content that it must still have when the step begins; null where it must not be there.</param>
/// <param name="After">The content that it gets; null where it goes away.</param>
public sealed record FileStep(string Path, byte[]? Before, byte[]? After) : ChangeStep
{
    /// <summary>The permission bits that it gets; null where a file that is there keeps its own and a new one gets 0644.</summary>
    public uint? Mode { get; init; }

    /// <summary>Its permission bits now, where <see cref="Mode"/> is given; null where it is not there.</summary>
    public uint? ModeBefore { get; init; }

    /// <summary>Folders above it that are made with it, the outermost first, and that go with it where they are empty.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The step that undoes this one.</summary>
    public FileStep Undo => new(Path, After, Before) { Mode = ModeBefore, ModeBefore = Mode, Folders = Folders };

    /// <inheritdoc/>
    public override Sentence Name => Before is null ? new($"Write {Path} (a new file)", $"写入 {Path}（新文件）")
        : After is null ? new($"Remove {Path}", $"删除 {Path}")
        : AreSame(Before, After) && Mode is { } mode ? ChangeMode(Convert.ToString(mode, 8))
        : new($"Change {Path}", $"修改 {Path}");

    /// <inheritdoc/>
    public override Sentence Check => new("the file is read again", "重新读取该文件");

    /// <inheritdoc/>
    public override Sentence WayBack => Before is null ? new("removing it", "删除该文件") : new("the former content", "恢复原内容");

    /// <summary>Whether two contents are the same; of a file that is not there the content is null.</summary>
    /// <param name="one">The bytes of one.</param>
    /// <param name="other">The bytes of the other.</param>
    public static bool AreSame(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    private Sentence ChangeMode(string mode) => new(
        $"Make {Path} executable: its mode becomes 0{mode}",
        $"使 {Path} 可执行：其权限改为 0{mode}");
}
