using System.IO;
using System.Threading;
using System.Threading.Tasks;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;
using VirtNest.Text;

namespace VirtNest.Host.Applying;

/// <summary>The steps on this host: files, programs and the module.</summary>
/// <param name="journal">The journal, whose lock programs and the reload inherit.</param>
public sealed class HostSteps(Journal journal) : StepExecutor
{
    private const int MostBytes = 64 << 20;

    private const uint AllModes = 0xFFF;

    private static readonly TimeSpan ProgramDeadline = TimeSpan.FromMinutes(30);
    private static readonly uint FolderMode = Convert.ToUInt32("755", 8), FileMode = Convert.ToUInt32("644", 8);

    private ReloadProcess? _process;
    private Task<Reading>? _shown;

    /// <summary>After a reboot: where this boot has loaded the module by files that are taken back, it gets nested as it was, unless it is
    /// in use. False where a plan for the module follows anyway.</summary>
    public bool ReturnsModule { get; init; }

    /// <summary>What came of the module step; null where it was not reached.</summary>
    public ModuleReload? Reload { get; private set; }

    /// <summary>The evidence that verified the change; null where it was not reached.</summary>
    public HostEvidence? After { get; private set; }

    /// <inheritdoc/>
    internal override void Prepare(JournalEntry entry) =>
        _process = entry.Plan.ModuleStep is null ? null : ReloadProcess.Start(entry, journal.Lock, ReloadTask.Do);

    /// <inheritdoc/>
    internal override StepFailure? Do(JournalEntry entry, int step)
    {
        switch (entry.Plan.Steps[step])
        {
            case FileStep file:
                return Write(file, step);
            case ProgramStep program:
                return Run(program, step) ?? (entry.Plan.Steps.ElementAtOrDefault(step + 1) is ProgramStep ? null : OnDisk(step));
            case ModuleStep module:
                // The files are written: modprobe can be asked while the module is reloaded.
                _shown = Task.Run(ChangeReader.ShownConfiguration, CancellationToken.None);
                Reload = _process!.Go(out string error);
                return FailureOf(Reload, module.Module, step, error);
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    /// <inheritdoc/>
    internal override bool IsDone(JournalEntry entry, int step) => entry.Plan.Steps[step] switch
    {
        FileStep file => FileStep.AreSame(Current(file.Path, out _), file.After)
            && (file.Mode is null || Stat.OfPath(file.Path, out Stat.StatX stat) != 0 || (stat.Mode & AllModes) == file.Mode)
            && (file.After is not null || !file.Folders.Any(IsEmpty)),

        // A program that was cut off leaves no sign of how far it came; one behind which another step began has ended.
        ProgramStep => step < entry.BegunSteps - 1,
        ModuleStep module => !entry.IsOfThisBoot
            || (ModuleReloader.IsLoaded(module.Module) == module.IsLoadedAfter
                && (!module.IsLoadedAfter
                    || ModuleParameters.IsNested(module.Module, ModuleReloader.Parameters(module.Module)) == module.IsOn)),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <inheritdoc/>
    internal override StepFailure? Undo(JournalEntry entry, int step)
    {
        switch (entry.Plan.Steps[step])
        {
            case FileStep file:
                DurableFile.RemoveRest(file.Path);
                return TakeBack(file, step);
            case ProgramStep:
                // All of them at the first one.
                return step > 0 && entry.Plan.Steps[step - 1] is ProgramStep ? null : RunAgain(entry, step);

            // What was done to the module in an earlier boot is gone with that boot.
            case ModuleStep module when entry.IsOfThisBoot:
                using (ReloadProcess process = ReloadProcess.Start(entry, journal.Lock, ReloadTask.Undo))
                {
                    return FailureOf(process.Go(out string error), module.Module, step, error);
                }

            default:
                return null;
        }
    }

    /// <inheritdoc/>
    internal override StepFailure? Settle(JournalEntry entry)
    {
        if (!ReturnsModule || entry.IsOfThisBoot || entry.Plan.ModuleStep is not { WasLoaded: true } step
            || !ModuleReloader.IsLoaded(step.Module))
        {
            return null;
        }

        bool? was = ModuleParameters.IsNested(step.Module, step.Before);
        if (was is null || ModuleParameters.IsNested(step.Module, ModuleReloader.Parameters(step.Module)) == was)
        {
            return null;
        }

        using ReloadProcess process = ReloadProcess.Start(entry, journal.Lock, ReloadTask.UndoNested);
        StepFailure? failure = FailureOf(process.Go(out string error), step.Module, entry.Plan.Steps.Count - 1, error);

        // One that is in use stays; the next load follows the files.
        return failure is { IsInUse: true } ? null : failure;
    }

    /// <inheritdoc/>
    internal override StepFailure? Verify(ChangePlan plan)
    {
        if (plan.Subject != ChangeSubject.Host)
        {
            return null;
        }

        _shown ??= Task.Run(ChangeReader.ShownConfiguration, CancellationToken.None);
        HostEvidence after = ChangeReader.Gather();
        after[ChangeVerification.ShowConfig] = _shown.GetAwaiter().GetResult();
        if (plan is { MakesImage: true, TakesBack: null })
        {
            ChangeReader.ReadInitramfs(after);
        }

        After = after;
        return ChangeVerification.Verify(plan, HostFacts.Parse(after)) is [var wrong, ..] ? new(plan.Steps.Count, wrong.Text) : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        _process?.Dispose();
        base.Dispose(isDisposing);
    }

    /// <summary>A file that is already what it was needs nothing; one that is neither what it was nor what we made of it is somebody
    /// else's by now.</summary>
    private static StepFailure? TakeBack(FileStep file, int step)
    {
        byte[]? current = Current(file.Path, out int errno);
        return errno == 0 && FileStep.AreSame(current, file.Before) && !FileStep.AreSame(file.Before, file.After)
            ? MakeFolders(file.Undo, step)
            : errno == 0 && !FileStep.AreSame(current, file.After) ? new(step, ChangeSentences.FileChangedSince(file.Path))
            : Write(file.Undo, step);
    }

    private static StepFailure? Write(FileStep file, int step)
    {
        byte[]? current = Current(file.Path, out int errno);
        if (errno == 0 && !FileStep.AreSame(current, file.Before))
        {
            return new(step, ChangeSentences.FileChangedSince(file.Path)) { Code = RemarkCode.ChangedMeanwhile };
        }

        if (errno == 0 && file.After is not null && MakeFolders(file, step) is { } failure)
        {
            return failure;
        }

        if (errno == 0)
        {
            DurableFile.RemoveRest(file.Path);
            errno = file.After is null ? DurableFile.Remove(file.Path)
                : DurableFile.Write(file.Path, file.After, file.Mode ?? FileMode, keepsMode: file.Mode is null);
        }

        return errno != 0 ? StepFailure.NotWritten(step, file.Path, errno)
            : !FileStep.AreSame(Current(file.Path, out _), file.After) ? new(step, ChangeSentences.FileChangedSince(file.Path))
            : file.After is null ? MakeFolders(file, step)
            : null;
    }

    /// <summary>Makes the folders of a file that is there afterwards, and takes away those of one that is not, where they are
    /// empty.</summary>
    private static StepFailure? MakeFolders(FileStep file, int step)
    {
        foreach (string folder in file.After is null ? file.Folders.Reverse() : file.Folders)
        {
            int errno = file.After is null ? DurableFile.RemoveEmptyFolder(folder) : DurableFile.MakeFolder(folder, FolderMode);
            if (errno != 0)
            {
                return StepFailure.NotWritten(step, folder, errno);
            }
        }

        return null;
    }

    private static bool IsEmpty(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    private static byte[]? Current(string path, out int errno)
    {
        Reading reading = WholeFile.Read(path, MostBytes);
        errno = reading.State is ReadingState.Known or ReadingState.Absent ? 0 : reading.Errno;
        return reading.IsKnown ? reading.Bytes.ToArray() : null;
    }

    /// <summary>The programs of a change that were begun, once its files are what they were. Kernels may have gone since, and rpm-ostree
    /// may never have come to do what it was asked for.</summary>
    private StepFailure? RunAgain(JournalEntry entry, int first)
    {
        StepFailure? failure = null;
        IEnumerable<ProgramStep> begun = entry.Plan.Steps.Take(entry.BegunSteps).OfType<ProgramStep>();
        foreach (ProgramStep program in UndoPlanner.Programs(HostFacts.Parse(ChangeReader.Gather()), begun))
        {
            StepFailure? left = Run(program, first);
            failure ??= left;
        }

        return failure ?? OnDisk(first);
    }

    private StepFailure? Run(ProgramStep step, int number)
    {
        ProgramResult result = HostProgram.Run(step.Program, step.Arguments, ProgramDeadline, journal.Lock);
        return result.IsSuccess ? null
            : new(number, result.ExitStatus is { } status
                ? ProgramFailed(step.Program, status.ToString(CultureInfo.InvariantCulture), result.Output)
                : ProgramNotStarted(step.Program, result.Errno != 0 ? FileSentences.ErrnoText(LinuxErrno.Name(result.Errno))
                    : Sentence.Verbatim(result.Output)));
    }

    /// <summary>What programs wrote for the boot loader is on disk, and on ext4 and FAT in its place there: they leave that to the kernel,
    /// which takes half a minute for it, and boot loaders read no journal of a file system (seen: GRUB's former menu booted after a loss
    /// of power). XFS keeps it in its log.</summary>
    private static StepFailure? OnDisk(int step)
    {
        foreach (string folder in Sources.BootPlaces)
        {
            if (DurableFile.SyncFileSystem(folder) is not 0 and var errno)
            {
                return StepFailure.NotWritten(step, folder, errno);
            }
        }

        return null;
    }

    private static StepFailure? FailureOf(ModuleReload? reload, string module, int step, string error) => reload switch
    {
        null => new(step, ReloadBroken(error)),
        { Outcome: ReloadOutcome.Done } => null,
        { Outcome: ReloadOutcome.InUse } =>
            new(step, new($"the kernel refuses to unload {module}: it is in use", $"内核拒绝卸载 {module}：正在使用中")) { IsInUse = true },
        { Outcome: ReloadOutcome.NotUnloaded } => new(step, ModuleNotUnloaded(module, FileSentences.ErrnoText(reload.Output))),
        { Outcome: ReloadOutcome.NotLoadable } => new(step, ModuleNotLoadable(module, reload.Output)),
        { Outcome: ReloadOutcome.Restored } => new(step, ModuleRestored(module, reload.Output)),
        { Outcome: ReloadOutcome.Lost } => new(step, ModuleLost(module, reload.Output)),
        _ => throw new ArgumentOutOfRangeException(nameof(reload)),
    };

    private static Sentence ProgramFailed(string program, string status, string output) => new(
        $"{program} ended with status {status}{(output.Length > 0 ? ": " + output : "")}",
        $"{program} 以状态 {status} 结束{(output.Length > 0 ? "：" + output : "")}");
    private static Sentence ProgramNotStarted(string program, Sentence why) =>
        new($"{program} could not be started: {why.English}", $"无法启动 {program}：{why.Chinese}");
    private static Sentence ModuleNotUnloaded(string module, Sentence why) =>
        new($"the kernel refuses to unload {module}: {why.English}", $"内核拒绝卸载 {module}：{why.Chinese}");
    private static Sentence ModuleNotLoadable(string module, string output) => new(
        $"{module} could not be loaded again before a reboot, so it was not unloaded: {output}",
        $"{module} 在重启之前无法重新加载，因此没有卸载它：{output}");
    private static Sentence ModuleRestored(string module, string output) => new(
        $"{module} could not be loaded: {output}; {module} was loaded again as it was.",
        $"无法加载 {module}：{output}; {module} 已按原样重新加载。");
    private static Sentence ModuleLost(string module, string output) => new(
        $"{module} COULD NOT BE LOADED AGAIN, and this host has no KVM now: {output}. See dmesg for the reason, mend it, then: "
            + $"modprobe {module}",
        $"{module} 未能重新加载，本主机现在没有 KVM：{output}。原因见 dmesg；排除后执行：modprobe {module}");
    private static Sentence ReloadBroken(string why) =>
        new($"the process that reloads the module ended without a word: {why}", $"重新加载模块的进程没有留下结果就结束了：{why}");
}
