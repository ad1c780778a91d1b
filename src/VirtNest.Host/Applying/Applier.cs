using System.Threading;
using System.Threading.Tasks;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Text;

namespace VirtNest.Host.Applying;

/// <summary>Applies a plan: each step journaled before it begins, the whole verified by fresh evidence, and everything taken back in
/// reverse where something fails.</summary>
/// <param name="journal">The journal, whose lock is held.</param>
/// <param name="progress">Told the number of each step before it begins.</param>
public sealed class Applier(Journal journal, Action<int> progress)
{
    private static readonly TimeSpan ProgramDeadline = TimeSpan.FromMinutes(30);

    /// <summary>Applies a plan that nothing stands against.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="command">Who asks: "enable", "disable", "apply", "undo".</param>
    /// <param name="cancellation">Asked for between steps: everything is taken back.</param>
    /// <exception cref="ChangeRecordException">The journal cannot be written, and nothing has changed.</exception>
    public ApplyResult Apply(ChangePlan plan, string command, CancellationToken cancellation)
    {
        JournalEntry entry = journal.Begin(plan, command);
        ModuleReload? reload = null;
        using ReloadProcess? process = plan.ModuleStep is null ? null : ReloadProcess.Start(entry, journal.Lock, ReloadTask.Do);
        Task<Reading>? shown = null;
        for (int step = 0; step < plan.StepCount; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                return TakeBack(entry, new(step, new("interrupted", "被中断")), reload);
            }

            progress(step);
            if (step == plan.Files.Count + plan.Programs.Count)
            {
                // The files are written: modprobe can be asked while the module is reloaded.
                shown = Task.Run(ChangeReader.ShownConfiguration, CancellationToken.None);
            }

            if ((Mark(entry, "step " + step, step) ?? Do(entry, step, process, ref reload)) is { } failure)
            {
                return TakeBack(entry, failure, reload);
            }
        }

        shown ??= Task.Run(ChangeReader.ShownConfiguration, CancellationToken.None);
        HostEvidence after = ChangeReader.Gather();
        after[ChangeVerification.ShowConfig] = shown.GetAwaiter().GetResult();
        if (plan is { MakesImage: true, TakesBack: null })
        {
            ChangeReader.ReadInitramfs(after);
        }

        if (ChangeVerification.Verify(plan, HostFacts.Parse(after)) is [var wrong, ..])
        {
            return TakeBack(entry, new(plan.StepCount, wrong.Text), reload);
        }

        return Mark(entry, "committed", plan.StepCount) is { } unwritten
            ? TakeBack(entry, unwritten, reload)
            : new(ApplyOutcome.Applied, null, null, reload, after);
    }

    /// <summary>Deals with a change that was cut off: one whose every step is found done is kept, any other is taken back. What was done
    /// to the module in an earlier boot is gone with that boot.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="returnsModule">Where this boot has loaded the module by files that are then taken back, it gets nested as it was,
    /// unless it is in use; false where a plan for the module follows anyway.</param>
    /// <param name="isKept">The change was whole, and is kept.</param>
    /// <returns>What could not be taken back, or null.</returns>
    /// <exception cref="ChangeRecordException">The journal cannot be written.</exception>
    public StepFailure? Recover(JournalEntry entry, bool returnsModule, out bool isKept)
    {
        bool isThisBoot = entry.IsOfThisBoot;
        isKept = IsWhole(entry);
        if (isKept)
        {
            entry.Mark("committed");
            return null;
        }

        if ((Undo(entry, isThisBoot) ?? (returnsModule && !isThisBoot ? ReturnModule(entry) : null)) is { } failure)
        {
            return failure;
        }

        entry.Mark("rolled-back");
        return null;
    }

    /// <summary>Marks a change as taken back by an undo.</summary>
    /// <param name="entry">The change.</param>
    public static void MarkUndone(JournalEntry entry) => entry.Mark("undone");

    /// <summary>True where every step of a change that was cut off is found done: it would be kept.</summary>
    /// <param name="entry">The change.</param>
    public static bool IsWhole(JournalEntry entry)
    {
        if (entry.BegunSteps != entry.Plan.StepCount
            || entry.Plan.Files.Any(static f => !FileStep.AreSame(Current(f.Path, out _), f.After)))
        {
            return false;
        }

        // A program that was cut off leaves no sign of how far it came.
        return entry.Plan.ModuleStep is { } module
            ? !entry.IsOfThisBoot
            || (ModuleReloader.IsLoaded(module.Module) == module.IsLoadedAfter
                && (!module.IsLoadedAfter
                    || ModuleParameters.IsNested(module.Module, ModuleReloader.Parameters(module.Module)) == module.IsOn))
            : entry.Plan.Programs.Count == 0;
    }

    private StepFailure? Do(JournalEntry entry, int step, ReloadProcess? process, ref ModuleReload? reload)
    {
        ChangePlan plan = entry.Plan;
        if (step < plan.Files.Count)
        {
            return Write(plan.Files[step], step);
        }

        if (step < plan.Files.Count + plan.Programs.Count)
        {
            ProgramStep program = plan.Programs[step - plan.Files.Count];
            StepFailure? failure = RunProgram(program.Program, program.Arguments, step);
            return failure ?? (step == plan.Files.Count + plan.Programs.Count - 1 ? OnDisk(step) : null);
        }

        reload = process!.Go(out string error);
        return FailureOf(reload, plan.ModuleStep!.Module, step, error);
    }

    private ApplyResult TakeBack(JournalEntry entry, StepFailure failure, ModuleReload? reload)
    {
        StepFailure? left = Undo(entry, isThisBoot: true);
        if (left is null)
        {
            // Where it cannot be written, the next run finds everything as it was, and writes it then.
            _ = Mark(entry, "rolled-back", failure.Step);
        }

        return new(left is null ? ApplyOutcome.RolledBack : ApplyOutcome.NotRolledBack, failure, left, reload, null);
    }

    /// <summary>The module first, then the files backwards, then the programs; as far as each was begun.</summary>
    private StepFailure? Undo(JournalEntry entry, bool isThisBoot)
    {
        ChangePlan plan = entry.Plan;
        int begun = entry.BegunSteps;
        StepFailure? failure = null;
        int moduleStep = plan.StepCount - 1;
        if (plan.ModuleStep is { } module && begun > moduleStep && isThisBoot)
        {
            using ReloadProcess process = ReloadProcess.Start(entry, journal.Lock, ReloadTask.Undo);
            ModuleReload? reload = process.Go(out string error);
            failure = FailureOf(reload, module.Module, moduleStep, error);
            if (failure is { IsInUse: true })
            {
                // The module stays as it was changed, and the files say the same; the next run tries again.
                return failure;
            }
        }

        for (int step = Math.Min(begun, plan.Files.Count) - 1; step >= 0; step--)
        {
            DurableFile.RemoveRest(plan.Files[step].Path);
            StepFailure? left = TakeBack(plan.Files[step], step);
            failure ??= left;
        }

        ProgramStep[] programs = [.. plan.Programs.Take(begun - plan.Files.Count)];
        if (programs.Length == 0)
        {
            return failure;
        }

        // Kernels may have gone since, and rpm-ostree may never have come to do what it was asked for.
        foreach (ProgramStep program in UndoPlanner.Programs(HostFacts.Parse(ChangeReader.Gather()), programs))
        {
            int step = plan.Files.Count + Array.FindIndex(programs, p => p.Program == program.Program);
            StepFailure? left = RunProgram(program.Program, program.Arguments, step);
            failure ??= left;
        }

        return failure ?? OnDisk(plan.Files.Count);
    }

    /// <summary>The module that this boot loaded while the files were those of the change. One that is in use stays; the next load follows
    /// the files.</summary>
    private StepFailure? ReturnModule(JournalEntry entry)
    {
        if (entry.Plan.ModuleStep is not { WasLoaded: true } step || !ModuleReloader.IsLoaded(step.Module))
        {
            return null;
        }

        bool? was = ModuleParameters.IsNested(step.Module, step.Before);
        if (was is null || ModuleParameters.IsNested(step.Module, ModuleReloader.Parameters(step.Module)) == was)
        {
            return null;
        }

        using ReloadProcess process = ReloadProcess.Start(entry, journal.Lock, ReloadTask.UndoNested);
        StepFailure? failure = FailureOf(process.Go(out string error), step.Module, entry.Plan.StepCount - 1, error);
        return failure is { IsInUse: true } ? null : failure;
    }

    private static StepFailure? Mark(JournalEntry entry, string line, int step)
    {
        try
        {
            entry.Mark(line);
            return null;
        }
        catch (ChangeRecordException e)
        {
            return new(step, FileNotWritten(e.Path, e.Why));
        }
    }

    /// <summary>A file that is already what it was needs nothing; one that is neither what it was nor what we made of it is somebody
    /// else's by now.</summary>
    private static StepFailure? TakeBack(FileStep file, int step)
    {
        byte[]? current = Current(file.Path, out int errno);
        return errno == 0 && FileStep.AreSame(current, file.Before) ? null
            : errno == 0 && !FileStep.AreSame(current, file.After) ? new(step, ChangeSentences.FileChangedSince(file.Path))
            : Write(file.Undo, step);
    }

    private static StepFailure? Write(FileStep file, int step)
    {
        byte[]? current = Current(file.Path, out int errno);
        if (errno == 0 && !FileStep.AreSame(current, file.Before))
        {
            return new(step, ChangeSentences.FileChangedSince(file.Path));
        }

        if (errno == 0)
        {
            errno = file.After is null ? DurableFile.Remove(file.Path)
                : DurableFile.Write(file.Path, file.After, Convert.ToUInt32("644", 8));
        }

        if (errno != 0)
        {
            return new(step, FileNotWritten(file.Path, FileSentences.ErrnoText(LinuxErrno.Name(errno))));
        }

        return FileStep.AreSame(Current(file.Path, out _), file.After) ? null : new(step, ChangeSentences.FileChangedSince(file.Path));
    }

    private static byte[]? Current(string path, out int errno)
    {
        Reading reading = WholeFile.Read(path, 64 << 20);
        errno = reading.State is ReadingState.Known or ReadingState.Absent ? 0 : reading.Errno;
        return reading.IsKnown ? reading.Bytes.ToArray() : null;
    }

    private StepFailure? RunProgram(string program, IReadOnlyList<string> arguments, int step)
    {
        ProgramResult result = HostProgram.Run(program, arguments, ProgramDeadline, journal.Lock);
        return result.IsSuccess ? null
            : result.ExitStatus is { } status
            ? new(step, ProgramFailed(program, status.ToString(CultureInfo.InvariantCulture), result.Output))
            : new(step, ProgramNotStarted(program,
                result.Errno != 0 ? FileSentences.ErrnoText(LinuxErrno.Name(result.Errno)) : Sentence.Verbatim(result.Output)));
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
                return new(step, FileNotWritten(folder, FileSentences.ErrnoText(LinuxErrno.Name(errno))));
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

    private static Sentence FileNotWritten(string path, Sentence why) =>
        new($"{path} could not be written: {why.English}", $"无法写入 {path}：{why.Chinese}");
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
