using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>How modprobe's configuration comes to say what is wished, with the fewest changed lines and every other byte as it
/// was.</summary>
internal static class ModprobePersistence
{
    /// <summary>Plans the edits.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="module">The module whose parameter nested it is.</param>
    /// <param name="isOn">What the next load is to have.</param>
    /// <param name="draft">The configuration, into which the edits go.</param>
    /// <param name="notices">Sentences for the plan.</param>
    /// <returns>Why no edit helps, or null.</returns>
    internal static Remark? Plan(HostFacts facts, string module, bool isOn, ConfigurationDraft draft, List<Remark> notices)
    {
        NestedParameterType type =
            NestedValue.TypeOf(module) ?? throw new ArgumentException("a module without the parameter", nameof(module));
        Version? kernel = facts.Version is { } version ? new Version(version.Major, version.Minor) : null;
        ModuleSettings settings = draft.Config.Settings(module, "nested");
        NestedOutcome wished = isOn ? NestedOutcome.On : NestedOutcome.Off;
        if (NestedValue.AtLoad(type, settings, kernel) == wished)
        {
            return null;
        }

        if (settings.All.FirstOrDefault(
            s => s.Directive.File == KernelCommandLine.Source && Stands(type, s, settings, wished, kernel)) is { } word)
        {
            // A word that the module refuses fails its load whatever comes after it: no further word helps.
            return NestedValue.OfText(type, word.Value, kernel) == NestedOutcome.Refused
                ? new(RemarkCode.ByHand, CommandLineRefused(word.Directive.Text), [VendorModuleCheck.Line(word.Directive)])
                : new(RemarkCode.CommandLineDecides, CommandLineDecides(word.Directive.Text), [VendorModuleCheck.Line(word.Directive)]);
        }

        if (settings.All.FirstOrDefault(s => s.Directive.Keyword == ModprobeKeyword.Install && Stands(type, s, settings, wished, kernel)) is
            { } install)
        {
            return new(RemarkCode.ByHand, InstallDecides(install.Directive.File, install.Directive.Line),
                [VendorModuleCheck.Line(install.Directive)]);
        }

        // The last settings first, so that the places of those before stay true.
        foreach (ModuleSetting setting in settings.All.Reverse())
        {
            if (Stands(type, setting, settings, wished, kernel))
            {
                Change(draft, setting, isOn,
                    isRefused: NestedValue.OfText(type, setting.Value, kernel) is not (NestedOutcome.On or NestedOutcome.Off), notices);
            }
        }

        if (NestedValue.AtLoad(type, draft.Config.Settings(module, "nested"), kernel) != wished)
        {
            if (settings.Winner is { } winner)
            {
                notices.Add(
                    new(RemarkCode.WouldHaveWon, WouldHaveWon(winner.Directive.File, winner.Directive.Line, winner.Value ?? "nested"),
                        [VendorModuleCheck.Line(winner.Directive)]));
            }

            AddFile(draft, draft.FreshPath(settings), module, isOn);
        }

        ModuleSettings now = draft.Config.Settings(module, "nested");
        return NestedValue.AtLoad(type, now, kernel) == wished ? null
            : new(RemarkCode.NotEffective, NotEffective(module), [.. now.All.Select(s => VendorModuleCheck.Line(s.Directive)).Take(16)]);
    }

    /// <summary>Takes lines out of modprobe's sight by a number sign in their first column; a vendor's file is copied to /etc first, where
    /// it masks the vendor's. What only has a name in /etc/modprobe.d and lies elsewhere is left to a person.</summary>
    /// <returns>Why not, or null.</returns>
    internal static Remark? CommentOut(ConfigurationDraft draft, IEnumerable<ModprobeDirective> lines, List<Remark> notices)
    {
        foreach (IGrouping<string, ModprobeDirective> file in lines.GroupBy(static l => l.File))
        {
            if (!draft.IsEditable(file.Key) && file.Key.StartsWith(ConfigurationDraft.Folder, StringComparison.Ordinal))
            {
                return new(RemarkCode.ByHand, LineElsewhere(file.Key), [.. file.Select(VendorModuleCheck.Line)]);
            }

            string path = draft.IsEditable(file.Key) ? file.Key : Mask(draft, file.Key, notices);

            foreach (ModprobeDirective line in file.DistinctBy(static l => l.Offset).OrderByDescending(static l => l.Offset))
            {
                draft.Replace(path, line.Offset, 0, "#");
            }
        }

        return null;
    }

    /// <summary>The setting is in the way: it decides otherwise than wished, or it is one that fails the load wherever it stands.</summary>
    private static bool Stands(NestedParameterType type, ModuleSetting setting, ModuleSettings settings, NestedOutcome wished,
        Version? kernel) =>
        NestedValue.OfText(type, setting.Value, kernel) is var outcome
            && (outcome is NestedOutcome.Refused or NestedOutcome.DependsOnKernel || (setting == settings.Winner && outcome != wished));

    private static void Change(ConfigurationDraft draft, ModuleSetting setting, bool isOn, bool isRefused, List<Remark> notices)
    {
        string file = setting.Directive.File;
        string token = isOn ? "nested=1" : "nested=0";
        if (draft.IsEditable(file) && (isRefused || !draft.IsOfPackage(file)))
        {
            draft.Replace(file, setting.Offset, setting.Length, token);
        }
        else if (isRefused && !file.StartsWith(ConfigurationDraft.Folder, StringComparison.Ordinal))
        {
            // A refused text fails the load wherever it stands: no later line mends it, only a file of the same name in /etc does.
            draft.Replace(Mask(draft, file, notices), setting.Offset, setting.Length, token);
        }
        else
        {
            notices.Add(new(RemarkCode.OverridesVendorFile, LeavesFileAlone(file)));
        }
    }

    private static string Mask(ConfigurationDraft draft, string file, List<Remark> notices)
    {
        string copy = draft.Mask(file);
        notices.Add(new(RemarkCode.OverridesVendorFile, MasksVendorFile(file, copy)));
        return copy;
    }

    private static void AddFile(ConfigurationDraft draft, string path, string module, bool isOn) =>
        draft.Write(path, Encoding.UTF8.GetBytes(
        $"# Written by virt-nest; \"virt-nest undo\" takes it away.\noptions {module.Replace('_', '-')} nested={(isOn ? 1 : 0)}\n"));

    private static Sentence WouldHaveWon(string file, int line, string value) =>
        new($"So far the line that decides is {file}:{line} (nested={value}).", $"目前起决定作用的是 {file}:{line}（nested={value}）。");
    private static Sentence MasksVendorFile(string file, string copy) => new(
        $"{file} stays as it is; its edited copy {copy} goes before it. Later versions of the vendor's file no longer count.",
        $"{file} 保持不变；修改后的副本 {copy} 优先于它。发行版今后对该文件的更新将不再生效。");
    private static Sentence LeavesFileAlone(string file) => new(
        $"{file} belongs to a package, or its lines are not ours to edit: it stays as it is, and a file that modprobe reads later "
            + "overrides it.",
        $"{file} 属于软件包，或其中的行不应由我们修改：它保持不变，由 modprobe 之后读取的文件覆盖。");
    private static Sentence CommandLineDecides(string word) => new(
        $"The kernel command line says {word}, which comes after all files of modprobe.d: only the boot loader's configuration can change "
            + "what the next boot has.",
        $"内核命令行写有 {word}，它在 modprobe.d 的所有文件之后生效：只有修改引导程序的配置才能改变下次启动的取值。");
    private static Sentence InstallDecides(string file, int line) => new(
        $"The install line {file}:{line} loads the module with a value of its own, which comes last. Change it by hand; commands are not "
            + "edited here.",
        $"{file}:{line} 的 install 行以自带的取值加载该模块，且最后生效。请手动修改该行；virt-nest 不修改命令。");
    private static Sentence CommandLineRefused(string word) => new(
        $"The kernel command line says {word}, which the module refuses: it will not load, whatever else is configured. Take the word out "
            + "of the boot loader's configuration by hand, and reboot.",
        $"内核命令行写有 {word}，模块拒绝这个值：无论其他配置如何，它都无法加载。请手动从引导加载程序的配置中去掉该参数并重启。");
    private static Sentence NotEffective(string module) => new(
        $"No line below /etc/modprobe.d makes the wished value of nested the effective one for {module}; these lines speak of it:",
        $"/etc/modprobe.d 下的任何一行都无法使 {module} 的 nested 取得所需的值；以下各行涉及它：");
    private static Sentence LineElsewhere(string file) => new(
        $"{file} has only a name in /etc/modprobe.d: it leads elsewhere, or has a second name, and virt-nest does not edit it. Take these "
            + "lines out by hand where the file is made.",
        $"{file} 只是在 /etc/modprobe.d 中有个名称：它指向别处，或另有名称，因此 virt-nest 不会修改它。请在该文件的来源处手动去掉这些行。");
}
