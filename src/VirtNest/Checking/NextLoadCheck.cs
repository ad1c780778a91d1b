using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1002 to VN1004, VN1006, VN1007: what the next load and the next boot will make of nested.</summary>
internal static class NextLoadCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        // The files of a container are not those that load the host's module.
        if (facts.Layer.Kind == LayerKind.Container)
        {
            yield break;
        }

        foreach (Finding finding in WrongModule(facts))
        {
            yield return finding;
        }

        if (facts.Modprobe.IgnoredLines is { Count: > 0 } ignored)
        {
            yield return Finding.Fail(FindingCode.LineIgnored, LineIgnored, [.. ignored.Select(VendorModuleCheck.Line).Take(16)],
                new(null, LineIgnoredRemedy(facts.Modules.Vendor ?? VendorModule.Intel.Name)));
        }

        if (facts.Modules.Vendor is not { } vendor || NestedValue.TypeOf(vendor) is not { } type || facts.Modules.IsOtherVendor)
        {
            yield break;
        }

        Version? kernel = KernelOf(facts);
        bool isBuiltin = facts.Modules.State == ModuleState.Builtin;
        bool isOn = facts.Nested.IsEnabled == true;

        // Where the next boot has another command line than this one, the next load that counts is that of the next boot.
        HostFacts later = NextBoot.After(facts, vendor + ".nested");
        bool isAtBoot = !ReferenceEquals(later, facts);
        ModuleSettings settings = later.Modprobe.Settings(vendor, "nested");
        IReadOnlyList<KernelParameter> atBoot = later.CommandLine.OfModule(vendor, "nested");
        Witness? configured = isBuiltin || isAtBoot ? NextBoot.Configured(facts, vendor + ".nested") : null;
        NestedOutcome? next = isBuiltin ? NestedValue.AtBoot(type, atBoot, kernel) : NestedValue.AtLoad(type, settings, kernel);
        Witness[] lines =
            isBuiltin ? configured is { } told ? [told] : [.. atBoot.Select(p => new Witness("/proc/cmdline", p.Name + "=" + p.Value))]
            : [.. settings.All.Select(s => Line(s.Directive)).Distinct().Take(16)];
        if (isBuiltin && settings.All.Any(s => s.Directive.File != KernelCommandLine.Source))
        {
            yield return Finding.Fail(FindingCode.NestedConflict, ModprobeWithoutEffect(vendor),
                [.. settings.All.Select(s => VendorModuleCheck.Line(s.Directive)).Take(16)],
                isOn ? new(null, ModprobeWithoutEffectByHand) : EnableRemedy.For(facts, ModprobeWithoutEffectRemedy(vendor)));
        }

        if (next == NestedOutcome.Refused && !isBuiltin)
        {
            ModuleSetting refused = Refused(later, vendor)!;
            yield return Finding.Fail(FindingCode.NestedValueRefused, NestedValueRefused(vendor, refused.Value ?? ""),
                [Line(refused.Directive)], RefusedRemedy(facts, refused));
        }
        else if (Enabled(next) is { } coming && facts.Nested.IsEnabled is { } now && coming != now)
        {
            yield return Finding.Fail(FindingCode.NestedPending,
                isBuiltin || isAtBoot ? NestedPendingAtBoot(coming) : NestedPendingAtLoad(coming), lines,
                isBuiltin && coming ? new(null, NestedPendingAtBootRemedy(coming))
                : EnableRemedy.For(facts, isBuiltin || isAtBoot ? NestedPendingAtBootRemedy(coming) : NestedPendingRemedy(vendor, coming)));
        }
        else if (next is null && facts.IsLive && facts.Nested.IsEnabled is { } held && facts.Version is { } version
            && held != DefaultOf(vendor, version) && facts.Modprobe.IsComplete)
        {
            yield return Finding.Fail(FindingCode.NestedPending, NestedNotPersistent(held),
                [new(facts.ParameterPath("nested")!, facts.Nested.Text ?? "")], EnableRemedy.For(facts, NestedNotPersistentRemedy(held)));
        }

        if (!isBuiltin && settings.HasConflict && settings.Winner is { } winner)
        {
            yield return Finding.Fail(FindingCode.NestedConflict,
                NestedConflict(winner.Directive.File, winner.Directive.Line, winner.Value ?? "nested"), lines,
                next == NestedOutcome.On ? new(null, NestedConflictRemedy) : EnableRemedy.For(facts, NestedConflictOffRemedy));
        }

        foreach (Finding finding in StaleInitramfs(facts, settings))
        {
            yield return finding;
        }

        // A word of the next boot stands in its entry, and not in this boot's command line.
        Witness Line(ModprobeDirective line) =>
            isAtBoot && line.File == KernelCommandLine.Source && configured is { } entry ? entry : VendorModuleCheck.Line(line);
    }

    /// <summary>What the next boot makes of nested in a module that is built in; null where nothing tells.</summary>
    internal static bool? AtNextBoot(HostFacts facts, string module)
    {
        HostFacts later = NextBoot.After(facts, module + ".nested");
        return NestedValue.TypeOf(module) is not { } type ? null
            : Enabled(NestedValue.AtBoot(type, later.CommandLine.OfModule(module, "nested"), KernelOf(facts)))
            ?? (ReferenceEquals(later, facts) || facts.Version is not { } version ? null : DefaultOf(module, version));
    }

    /// <summary>The setting for which the module will not load; null where there is none.</summary>
    internal static ModuleSetting? Refused(HostFacts facts, string vendor)
    {
        Version? kernel = KernelOf(facts);
        return NestedValue.TypeOf(vendor) is { } type
            ? facts.Modprobe.Settings(vendor,
                "nested").All.FirstOrDefault(s => NestedValue.OfText(type, s.Value, kernel) == NestedOutcome.Refused) : null;
    }

    /// <summary>A value on the command line stays there, whatever is written behind it: the boot loader's configuration has to lose
    /// it.</summary>
    internal static Remedy RefusedRemedy(HostFacts facts, ModuleSetting refused) => refused.Directive.File == KernelCommandLine.Source
        ? new(null, NestedValueRefusedAtBoot(refused.Directive.Text))
        : EnableRemedy.For(facts, NestedValueRefusedRemedy(refused.Directive.File, refused.Directive.Line));

    /// <summary>kvm on x86 has no parameter nested: the kernel logs "unknown parameter 'nested' ignored" and goes on (Linux v6.12
    /// kernel/module/main.c, unknown_module_param_cb).</summary>
    private static IEnumerable<Finding> WrongModule(HostFacts facts)
    {
        if (!facts.Cpu.IsX86)
        {
            yield break;
        }

        Witness[] lines = [.. facts.Modprobe.Settings("kvm", "nested").All.Select(s => VendorModuleCheck.Line(s.Directive))];
        if (lines.Length > 0)
        {
            yield return Finding.Fail(FindingCode.NestedOnWrongModule, NestedOnWrongModule, lines,
                facts.Nested.IsEnabled != true && facts.Modules.Vendor is { } vendor && EnableRemedy.IsThere(facts)
                ? EnableRemedy.For(facts, NestedOnWrongModuleRemedy(vendor))
                : new(null, NestedOnWrongModuleByHand(facts.Modules.Vendor ?? VendorModule.Intel.Name)));
        }
    }

    /// <summary>The image holds a copy of modprobe.d as it was when the image was made; it counts where the module is loaded from the
    /// image.</summary>
    private static IEnumerable<Finding> StaleInitramfs(HostFacts facts, ModuleSettings settings)
    {
        if (facts.Release is null || facts.Modules.State == ModuleState.Builtin)
        {
            yield break;
        }

        DeviceNode? newest = null;
        string file = "";
        foreach (ModuleSetting setting in settings.All)
        {
            if (DeviceNode.Parse(facts.Evidence, setting.Directive.File) is { } node
                && (newest is null || node.ModifiedSeconds > newest.ModifiedSeconds))
            {
                (newest, file) = (node, setting.Directive.File);
            }
        }

        // --deep: an image without the module cannot load it with an old copy, or with none.
        if (newest is null || InitramfsImage.Find(facts.Evidence, facts.Release) is not { } image || image.HoldsModule == false)
        {
            yield break;
        }

        if (image.ModifiedSeconds < newest.ModifiedSeconds)
        {
            yield return Finding.Unknown(FindingCode.InitramfsStale, InitramfsStale(image.Path, file),
                [new("stat:" + image.Path, "mtime=" + image.ModifiedSeconds), new("stat:" + file, "mtime=" + newest.ModifiedSeconds)],
                new(null, InitramfsStaleRemedy));
        }
        else if (settings.Winner is { Directive.File: { } winner } && winner != KernelCommandLine.Source && image.Lacks(winner))
        {
            yield return Finding.Fail(FindingCode.InitramfsStale, CheckSentences.InitramfsLacks(image.Path, winner),
                [new(InitramfsImage.Listing, "-")], new(null, CheckSentences.InitramfsLacksRemedy(winner)));
        }
    }

    /// <summary>The kernel command line decides, since the module is built in or its word wins, and the next boot switches nested on
    /// already.</summary>
    internal static bool WillBootOn(HostFacts facts)
    {
        if (facts.Modules is not { Vendor: { } vendor })
        {
            return false;
        }

        return facts.Modules.State == ModuleState.Builtin ? AtNextBoot(facts, vendor) == true
            : DecidingWord(facts) is not null && WillBeOn(NextBoot.After(facts, vendor + ".nested"));
    }

    /// <summary>The word of the kernel command line that decides the parameter nested; null where none does.</summary>
    internal static Witness? DecidingWord(HostFacts facts)
    {
        if (facts.Modules.Vendor is not { } vendor)
        {
            return null;
        }

        return facts.Modules.State == ModuleState.Builtin
            ? facts.CommandLine.OfModule(vendor, "nested") is [.., var last]
                ? new(KernelCommandLine.Source, $"{last.Name}={last.Value}") : null
            : facts.Modprobe.Settings(vendor, "nested").Winner is { Directive: { File: KernelCommandLine.Source } word }
            ? new(KernelCommandLine.Source, word.Text) : null;
    }

    /// <summary>The module may be loaded from an initramfs image that lacks the present options.</summary>
    internal static bool IsImageInTheWay(HostFacts facts, string vendor) =>
        StaleInitramfs(facts, facts.Modprobe.Settings(vendor, "nested")).Any();

    /// <summary>The configuration switches nested on at the next load already.</summary>
    internal static bool WillBeOn(HostFacts facts) =>
        facts.Modules is { Vendor: { } vendor, State: not ModuleState.Builtin } && NestedValue.TypeOf(vendor) is { } type
        && NestedValue.AtLoad(type, facts.Modprobe.Settings(vendor, "nested"), KernelOf(facts)) == NestedOutcome.On;

    /// <summary>"1" of "kvm_amd.nested=1"; null of a word without a value.</summary>
    internal static string? ValueOf(Witness word) => word.Value.Split('=', 2) is [_, var value] ? value : null;

    private static Version? KernelOf(HostFacts facts) => facts.Version is { } version ? new Version(version.Major, version.Minor) : null;

    private static bool? Enabled(NestedOutcome? outcome) => outcome switch
    {
        NestedOutcome.On => true,
        NestedOutcome.Off => false,
        NestedOutcome.Refused or NestedOutcome.DependsOnKernel or null => null,
    };

    /// <summary>The default upstream, by the module's row.</summary>
    internal static bool DefaultOf(string vendor, KernelVersion version) =>
        VendorModule.Find(vendor)?.NestsSince is { } since && version.IsAtLeast(since);

    private static Sentence NestedPendingAtLoad(bool enabled) => new(
        $"the next load of the module will switch nested {(enabled ? "on" : "off")}",
        $"模块下次加载时 nested 将{(enabled ? "开启" : "关闭")}");
    private static Sentence NestedPendingAtBoot(bool enabled) =>
        new($"the next boot will switch nested {(enabled ? "on" : "off")}", $"下次启动后 nested 将{(enabled ? "开启" : "关闭")}");

    private static Sentence NestedPendingRemedy(string module, bool enabled) => enabled
        ? new(
            $"The command loads {module} again now, with no instance running, and not at some later time; \"virt-nest disable\" makes the "
                + "configuration say off instead.",
            $"该命令现在就重新加载 {module}（其间不能有实例运行），而不必等到以后；若要让配置改为关闭，请用 “virt-nest disable”。")
        : new(
            "The command makes the configuration say on, so that nesting stays. To have it off now as configured: \"virt-nest disable\".",
            "该命令把配置改为开启，使嵌套得以保留。若要按配置现在就关闭，请用 “virt-nest disable”。");

    private static Sentence NestedPendingAtBootRemedy(bool enabled) => enabled
        ? new(
            "It takes effect at the next boot; \"virt-nest disable\" takes it out of the boot loader's configuration instead.",
            "下次启动时生效；若不希望如此，“virt-nest disable” 可将其从引导程序的配置中改回。")
        : new(
            "The command makes the boot loader's configuration say on, so that nesting stays.",
            "该命令把引导程序的配置改为开启，使嵌套得以保留。");

    private static Sentence NestedNotPersistent(bool enabled) => new(
        $"nothing in the configuration says so: the next load will switch nested {(enabled ? "off" : "on")}",
        $"配置中没有相应设置：下次加载时 nested 将{(enabled ? "关闭" : "开启")}");

    private static Sentence NestedNotPersistentRemedy(bool enabled) => enabled
        ? new(
            "The command writes the option to /etc/modprobe.d, so that nesting stays on; the module is not touched.",
            "该命令在 /etc/modprobe.d 中写入选项，使嵌套保持开启；不触动模块。")
        : new(
            "The command switches nesting on, now and at later boots. To keep it off: \"virt-nest disable\".",
            "该命令立即启用嵌套，今后启动亦然。若要保持关闭，请用 “virt-nest disable”。");

    private static Sentence NestedValueRefused(string module, string value) => new(
        $"{module} refuses nested={value}: it will not load, and the next boot has no KVM",
        $"{module} 不接受 nested={value}：它将无法加载，下次启动后没有 KVM");
    private static Sentence NestedValueRefusedRemedy(string file, int line) => new(
        $"The command makes {file}:{line} say nested=1, which every vendor's module takes, and changes nothing else in the line. For "
            + "nested=0: \"virt-nest disable\".",
        $"该命令把 {file}:{line} 中的值改为各厂商模块都接受的 nested=1，该行其余部分不变。若要 nested=0，请用 “virt-nest disable”。");
    private static Sentence NestedValueRefusedAtBoot(string word) => new(
        $"Take \"{word}\" out of the boot loader's configuration, or write 1 or 0 there, which every vendor's module takes; then reboot.",
        $"请在引导程序的配置中去掉 “{word}”，或改写为各厂商模块都接受的 1 或 0，然后重启。");
    private static Sentence NestedConflict(string file, int line, string value) => new(
        $"lines contradict each other; {file}:{line} wins (nested={value})",
        $"多行设置相互矛盾；{file}:{line} 胜出（nested={value}）");
    private static Sentence NestedConflictRemedy => new(
        "Files sort by name over all folders, the last line wins, and the kernel command line comes after all files. Keep one line.",
        "所有目录中的文件按文件名排序，后面的行胜出，内核命令行在所有文件之后。请只保留一行。");
    private static Sentence NestedConflictOffRemedy => new(
        "The command makes the line that wins say nested=1, or overrides it where it belongs to a package. Files sort by name over all "
            + "folders, the last line wins, and the kernel command line comes after all files.",
        "该命令把胜出的那一行改为 nested=1；若该行属于软件包，则将其覆盖。所有目录中的文件按文件名排序，后面的行胜出，"
            + "内核命令行在所有文件之后。");
    private static Sentence ModprobeWithoutEffect(string module) =>
        new($"options lines for {module} have no effect: it is built into the kernel", $"{module} 的 options 行不起作用：它内建于内核");
    private static Sentence ModprobeWithoutEffectRemedy(string module) => new(
        $"The command gives {module}.nested=1 to the kernel command line, which alone counts for a built-in module; take the lines out.",
        $"该命令把 {module}.nested=1 写到内核命令行上，内建模块只认命令行；那些行可以删去。");
    private static Sentence ModprobeWithoutEffectByHand =>
        new("Take the lines out: for a built-in module the kernel command line alone counts.", "请删去那些行：内建模块只认内核命令行。");
    private static Sentence NestedOnWrongModule => new(
        "nested is given to the module kvm, which has no such parameter on x86: it is ignored",
        "nested 设给了 kvm 模块，它在 x86 上没有这个参数：会被忽略");
    private static Sentence NestedOnWrongModuleRemedy(string module) => new(
        $"The command gives the option to {module}; the line for kvm does nothing and can go.",
        $"该命令把选项设给 {module}；设给 kvm 的那一行不起作用，可以删去。");
    private static Sentence NestedOnWrongModuleByHand(string module) => new(
        $"Take the line out, or give the option to the vendor module: options {module} nested=1",
        $"请删去该行，或把选项设给厂商模块：options {module} nested=1");
    private static Sentence LineIgnored =>
        new("modprobe ignores lines about KVM: they have no effect", "modprobe 会忽略以下有关 KVM 的行：它们不起作用");
    private static Sentence LineIgnoredRemedy(string module) => new(
        $"A line must begin with a keyword of modprobe.d(5), such as \"options {module} nested=1\", and stand in a file whose name ends in "
            + ".conf. Correct the line or remove it.",
        $"每一行都必须以 modprobe.d(5) 的关键字开头，例如 “options {module} nested=1”，且文件名须以 .conf 结尾。请改正或删除这些行。");
    private static Sentence InitramfsStale(string image, string file) =>
        new($"{image} is older than {file}: its copy may be stale", $"{image} 早于 {file}：其中的副本可能已过时");
    private static Sentence InitramfsStaleRemedy => new(
        "It matters only where the module is loaded from the image (check --deep looks). Make it anew: update-initramfs -u, dracut -f, or "
            + "mkinitcpio -P.",
        "仅当模块从该映像加载时才有影响（check --deep 会查看）。重新生成：update-initramfs -u、dracut -f 或 mkinitcpio -P。");
}
