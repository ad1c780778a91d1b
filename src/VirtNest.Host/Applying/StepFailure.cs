using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Host.Applying;

/// <summary>Why a step did not come off.</summary>
/// <param name="Step">Its number in the plan, counted from 0; the count of steps for the verification.</param>
/// <param name="Why">The reason, as part of a sentence.</param>
public sealed record StepFailure(int Step, Sentence Why)
{
    /// <summary>The module could not be unloaded because it came into use: waiting may help, and the files must go on saying what the
    /// module does.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Whether the step was done nobody knows now: nothing more is tried, and the next run looks.</summary>
    public bool IsUnanswered => Libvirt?.Kind == LibvirtFailureKind.NoAnswer;

    /// <summary>libvirt's own words, where it is libvirt that refused.</summary>
    public LibvirtFailure? Libvirt { get; init; }

    /// <summary>Which, where a document has a word for it.</summary>
    public RemarkCode? Code { get; init; }

    /// <summary>A file or folder could not be written.</summary>
    /// <param name="step">The step.</param>
    /// <param name="path">Its path.</param>
    /// <param name="errno">The error number.</param>
    internal static StepFailure NotWritten(int step, string path, int errno) =>
        NotWritten(step, path, FileSentences.ErrnoText(LinuxErrno.Name(errno)));

    /// <summary>The journal could not be written.</summary>
    /// <param name="step">The step.</param>
    /// <param name="exception">What happened.</param>
    internal static StepFailure NotWritten(int step, ChangeRecordException exception) =>
        (exception.Errno != 0 ? NotWritten(step, exception.Path, exception.Why)
            : new(step, new Sentence(exception.Path + ": ", exception.Path + "：") + exception.Why)) with { Code = RemarkCode.CannotKeep };

    private static StepFailure NotWritten(int step, string path, Sentence why) =>
        new(step, new($"{path} could not be written: {why.English}", $"无法写入 {path}：{why.Chinese}"));
}
