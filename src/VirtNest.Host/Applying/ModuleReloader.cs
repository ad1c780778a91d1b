using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Applying;

/// <summary>Unloads the vendor module and loads it again, in as little time as the two calls take. The module kvm stays, and with it what
/// was set in it at run time (modprobe -r would take it along). Whatever fails, the host has KVM again as it had it, or it could not be
/// loaded by any means.</summary>
internal static class ModuleReloader
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Asks modprobe what it would load, before anything is unloaded: where an update has taken this kernel's modules away, what
    /// is unloaded cannot come back before a reboot.</summary>
    /// <returns>Why the step must not be done, or null.</returns>
    internal static ModuleReload? Rehearse(ModuleStep step)
    {
        if (!step.IsLoadedAfter || ModprobeProgram.Path is not { } modprobe)
        {
            return null;
        }

        ProgramResult asked = Load(modprobe, ["--show-depends", "--ignore-install", step.Module]);
        if (!asked.IsSuccess)
        {
            return new(ReloadOutcome.NotLoadable, default, asked.Output);
        }

        // "insmod /lib/modules/6.12.0/kernel/arch/x86/kvm/kvm-amd.ko.xz nested=1", one line for each module.
        foreach (string line in asked.Whole.Split('\n'))
        {
            if (line.Split(' ') is ["insmod", var file, ..] && !File.Exists(file))
            {
                return new(ReloadOutcome.NotLoadable, default, file + ": " + LinuxErrno.Name(LinuxErrno.ENOENT));
            }
        }

        return null;
    }

    /// <summary>Does the step.</summary>
    internal static ModuleReload Run(ModuleStep step)
    {
        if (ModprobeProgram.Path is not { } modprobe)
        {
            return new(ReloadOutcome.NotUnloaded, default, "no modprobe");
        }

        long begin = Stopwatch.GetTimestamp();
        if (step.WasLoaded && Unload(step.Module, mayBeGone: true) is { } refusal)
        {
            return refusal;
        }

        if (!step.IsLoadedAfter)
        {
            return new(ReloadOutcome.Done, default, "");
        }

        ProgramResult load = Load(modprobe, ModprobeProgram.LoadArguments(step.Module, step.Arguments, step.IgnoresInstall));
        TimeSpan gap = step.WasLoaded ? Stopwatch.GetElapsedTime(begin) : default;
        if (load.IsSuccess && IsAsWished(step))
        {
            return new(ReloadOutcome.Done, gap, load.Output);
        }

        string why = load.Output.Length > 0 ? load.Output : load.IsSuccess ? $"nested={Parameter(step.Module, "nested") ?? "-"}"
            : $"modprobe: {load.ExitStatus}";
        bool isBack = step.WasLoaded ? Restore(step.Module, step.Before)
            : Modules.Delete(step.Module, Modules.O_NONBLOCK) == 0 || !IsLoaded(step.Module);
        return new(isBack ? ReloadOutcome.Restored : ReloadOutcome.Lost, step.WasLoaded ? Stopwatch.GetElapsedTime(begin) : default, why);
    }

    /// <summary>Unloads a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="mayBeGone">It is well where it is not there.</param>
    /// <returns>Why it is still there, or null.</returns>
    internal static ModuleReload? Unload(string module, bool mayBeGone = false)
    {
        int errno = Modules.Delete(module, Modules.O_NONBLOCK) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return errno == 0 || (mayBeGone && errno == LinuxErrno.ENOENT) ? null
            : new(errno == LinuxErrno.EAGAIN ? ReloadOutcome.InUse : ReloadOutcome.NotUnloaded, default, LinuxErrno.Name(errno));
    }

    /// <summary>Loads a module as it was: first as the configuration has it, then, where that fails (a bad value, an install line), past
    /// the configuration; and what a plain load leaves different is given again, with values that the kernel takes as input.</summary>
    /// <param name="module">The module.</param>
    /// <param name="before">Its parameters as they were; empty where they are not known.</param>
    /// <returns>True where it is loaded.</returns>
    internal static bool Restore(string module, IReadOnlyList<ParameterText> before)
    {
        if (ModprobeProgram.Path is not { } modprobe)
        {
            return IsLoaded(module);
        }

        if (!IsLoaded(module))
        {
            IReadOnlyList<string> all = ModuleParameters.ArgumentsToRestore(before, []);
            _ = Loads(modprobe, module, [module]) || Loads(modprobe, module, ["--config=/dev/null", module, .. all])
                || Loads(modprobe, module, ["--config=/dev/null", module]);
        }

        IReadOnlyList<string> different = ModuleParameters.ArgumentsToRestore(before, Parameters(module));
        if (IsLoaded(module) && different.Count > 0 && Modules.Delete(module, Modules.O_NONBLOCK) == 0)
        {
            _ = Loads(modprobe, module, [module, .. different])
                || Loads(modprobe, module, ["--config=/dev/null", module, .. ModuleParameters.ArgumentsToRestore(before, [])])
                || Loads(modprobe, module, [module]) || Loads(modprobe, module, ["--config=/dev/null", module]);
        }

        return IsLoaded(module);
    }

    /// <summary>True where the module is in the kernel.</summary>
    internal static bool IsLoaded(string module) => Directory.Exists(Sources.ModuleFolder + module);

    /// <summary>Its parameters as they are now.</summary>
    internal static IReadOnlyList<ParameterText> Parameters(string module)
    {
        using HostTree tree = HostTree.Live();
        HostEvidence evidence = new(EvidenceOrigin.Live);
        ChangeReader.ReadParameters(tree, evidence, module);
        return ModuleParameters.Parse(evidence, module);
    }

    private static bool IsAsWished(ModuleStep step) =>
        IsLoaded(step.Module)
            && (step.IsOn is null || NestedReading.Parse(step.Module, Parameter(step.Module, "nested")).IsEnabled == step.IsOn);

    private static string? Parameter(string module, string name)
    {
        using HostTree tree = HostTree.Live();
        return tree.Read($"{Sources.ModuleFolder}{module}/parameters/{name}", Sources.Small).Value;
    }

    private static bool Loads(string modprobe, string module, IReadOnlyList<string> arguments) =>
        Load(modprobe, arguments).IsSuccess && IsLoaded(module);

    private static ProgramResult Load(string modprobe, IReadOnlyList<string> arguments) => HostProgram.Run(modprobe, arguments, Deadline);
}
