using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Host.Output;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Applying;

/// <summary>What the process does with the module step of a change.</summary>
internal enum ReloadTask
{
    /// <summary>The step.</summary>
    Do,
    /// <summary>Its undo: the module with the parameters that it had.</summary>
    Undo,
    /// <summary>After a reboot: the module as the configuration has it now, with nested as it was; all else is this boot's own.</summary>
    UndoNested,
}

/// <summary>A module step is done by a process of its own (this program again): between unload and load the host is without KVM, so
/// whatever ends the command then (a closed terminal, a kill) must not end that. It has a session of its own, ignores the signals that can
/// be ignored, inherits the lock, and writes what came of it to a pipe: what a killed command did not hear the next one finds out by
/// itself.</summary>
public sealed class ReloadProcess : IDisposable
{
    /// <summary>What Program looks for as the first argument: no verb of the command line, and nothing for people.</summary>
    public const string Verb = "--reload-module-of-journal-entry";

    private const string GoWord = "go";

    private const string UndoWord = "undo", UndoNestedWord = "undo-nested";

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM];

    private readonly Process? _process;
    private readonly string _error;

    private ReloadProcess(Process? process, string error)
    {
        _process = process;
        _error = error;
    }

    /// <summary>Starts it ahead of its step: it makes itself ready while the steps before are done, and does nothing until it is told to
    /// go. Where the command ends before that, it ends too.</summary>
    /// <param name="entry">The change; its plan's module step is done, or undone.</param>
    /// <param name="held">The lock, which it inherits.</param>
    /// <param name="task">What it does.</param>
    internal static ReloadProcess Start(JournalEntry entry, ChangeLock held, ReloadTask task)
    {
        string number = entry.Number.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new("/proc/self/exe", [Verb, entry.Folder, number, Word(task)])
        {
            UseShellExecute = false, WorkingDirectory = "/", RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        Process process = new() { StartInfo = start };
        held.PassOn(isInherited: true);
        try
        {
            process.Start();
            return new(process, "");
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            return new(null, e.Message);
        }
        finally
        {
            held.PassOn(isInherited: false);
        }
    }

    /// <summary>Tells it to go, and waits for its end.</summary>
    /// <param name="error">What the system said where it could not be started or left nothing.</param>
    /// <returns>What came of it, or null.</returns>
    internal ModuleReload? Go(out string error)
    {
        error = _error;
        if (_process is null)
        {
            return null;
        }

        try
        {
            _process.StandardInput.Write(GoWord + "\n");
            _process.StandardInput.Close();
        }
        catch (IOException e)
        {
            error = e.Message;
            return null;
        }

        string text = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        error = "exit status " + _process.ExitCode.ToString(CultureInfo.InvariantCulture);
        return ModuleReload.Parse(text);
    }

    /// <summary>Ends it where it was not told to go.</summary>
    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The process itself.</summary>
    /// <param name="arguments">Behind <see cref="Verb"/>: the entry's folder, its number, the task's word.</param>
    /// <returns>Its exit status: 0 where it tried.</returns>
    public static int Main(ReadOnlySpan<string> arguments)
    {
        _ = Unistd.SetSid();
        List<PosixSignalRegistration> ignored = [];
        foreach (PosixSignal signal in Signals)
        {
            ignored.Add(PosixSignalRegistration.Create(signal, static context => context.Cancel = true));
        }

        try
        {
            if (arguments is not [var folder, var number, var task] || Unistd.GetEUid() != 0)
            {
                return LinuxErrno.EINVAL;
            }

            JournalEntry entry = JournalEntry.Read(folder, int.Parse(number, CultureInfo.InvariantCulture));
            if (entry.Plan.ModuleStep is not { } step)
            {
                return LinuxErrno.EINVAL;
            }

            bool isUndo = task is UndoWord or UndoNestedWord;
            if (task == UndoNestedWord)
            {
                step = step with { Before = [.. step.Before.Where(static p => p.Name == "nested")] };
            }

            ModuleReload? problem = isUndo ? null : ModuleReloader.Rehearse(step);
            if (TerminalPrompt.ReadLine() != GoWord)
            {
                return 0;
            }

            StandardStream.Output().Write((problem ?? (isUndo ? Undo(step) : ModuleReloader.Run(step))).Text);
            return 0;
        }
        finally
        {
            ignored.ForEach(static r => r.Dispose());
        }
    }

    private static string Word(ReloadTask task) => task switch
    {
        ReloadTask.Do => "do",
        ReloadTask.Undo => UndoWord,
        ReloadTask.UndoNested => UndoNestedWord,
    };

    /// <summary>The module as it was before the step.</summary>
    private static ModuleReload Undo(ModuleStep step)
    {
        if (!step.WasLoaded)
        {
            return ModuleReloader.Run(new ModuleStep(step.Module, WasLoaded: true, IsLoadedAfter: false, null, [], false, []));
        }

        bool isThere = ModuleReloader.IsLoaded(step.Module);
        if (isThere && ModuleParameters.ArgumentsToRestore(step.Before, ModuleReloader.Parameters(step.Module)).Count == 0)
        {
            return new(ReloadOutcome.Done, default, "");
        }

        long begin = Stopwatch.GetTimestamp();
        if (isThere && ModuleReloader.Unload(step.Module) is { } refusal)
        {
            return refusal;
        }

        return new(ModuleReloader.Restore(step.Module, step.Before) ? ReloadOutcome.Done : ReloadOutcome.Lost,
            Stopwatch.GetElapsedTime(begin), "");
    }
}
