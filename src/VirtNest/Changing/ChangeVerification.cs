using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What should be so after a change and is not.</summary>
/// <param name="Source">What was read.</param>
/// <param name="Wished">What it should say.</param>
/// <param name="Read">What it says.</param>
public sealed record Mismatch(string Source, string Wished, string Read)
{
    /// <summary>A sentence that says more than the three; null where there is none.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>The same for a person.</summary>
    public Sentence Text => Sentence ?? NotVerified(Source, Wished, Read);

    private static Sentence NotVerified(string source, string wished, string read) =>
        new($"{source} should say {wished} and says {read}", $"{source} 应为 {wished}，实为 {read}");
}

/// <summary>Judges a change by evidence gathered after it, never by what the steps reported.</summary>
public static class ChangeVerification
{
    /// <summary>What modprobe --showconfig printed, as a source of the evidence gathered after a change.</summary>
    public const string ShowConfig = "program:modprobe --showconfig";

    /// <summary>Compares the machine with the goal.</summary>
    /// <param name="plan">The plan that was applied.</param>
    /// <param name="facts">Of the evidence gathered afterwards.</param>
    /// <returns>What is not as wished; empty where all is.</returns>
    public static IReadOnlyList<Mismatch> Verify(ChangePlan plan, HostFacts facts)
    {
        List<Mismatch> wrong = [];
        if (plan.ModuleStep is { IsLoadedAfter: false } gone)
        {
            Expect(wrong, facts.Modules.State == ModuleState.Absent, "/proc/modules", "-", gone.Module);
        }
        else if (plan.ModuleStep is { IsOn: { } isOn } step)
        {
            Expect(wrong, facts.Nested.IsEnabled == isOn, Sources.ModuleFolder + step.Module + "/parameters/nested", isOn ? "on" : "off",
                facts.Nested.Text ?? "-");
            Expect(wrong, facts.Kvm.OffersExtension is null || facts.Kvm.OffersExtension == isOn, "ioctl:KVM_GET_SUPPORTED_CPUID",
                isOn ? "VMX/SVM" : "-", isOn ? "-" : "VMX/SVM");
            Expect(wrong, !facts.IsLive || facts.Modules.IsRegistered != false, "/sys/devices/virtual/misc/kvm", "kvm", "-");
        }

        if (plan is { Host.ReachesBoot: true, Module: { } module, HasSteps: true })
        {
            Architecture architecture = facts.Cpu.Architecture;
            bool isArm = architecture.IsSwitchedAtBoot;
            ChangeGoal told = plan.TakesBack ?? plan.Host;
            string name = architecture.SwitchName ?? module + ".nested";
            string word = $"{name}={architecture.SwitchValue ?? told.Value}";
            bool isIn = !isArm || told.IsOn;
            BootLoader loader = BootLoader.Detect(facts);

            // kernel-install copies images too: then it is no matter of the word, unless the file of the words changed as well.
            bool copiesImages = loader.Kind.CopiesImages && plan.MakesImage
                && plan.Files.All(f => f.Path != loader.Kind.WordFile);
            bool writesEntries = !copiesImages && plan.Programs.Any(p => p.Program == loader.Program);
            if (plan.TakesBack is not null)
            {
                if (writesEntries)
                {
                    CompareWithout(wrong, facts, loader, name, word, isIn);
                }

                return wrong;
            }

            if (writesEntries)
            {
                CompareEntries(wrong, facts, loader, name, word, isIn);
            }
            else if (NestedValue.TypeOf(module) is { } type)
            {
                NestedOutcome wished = plan.Host.IsOn ? NestedOutcome.On : NestedOutcome.Off;
                if (NextBoot.Configured(facts, name) is { } configured)
                {
                    Expect(wrong, NestedValue.OfText(type, NextLoadCheck.ValueOf(configured)) == wished, configured.Source, word,
                        configured.Value);
                }
                else if (facts.Modules.State != ModuleState.Builtin)
                {
                    CompareConfiguration(wrong, facts, module, type, wished, plan.Host.Value);
                }
            }

            if (plan.Host.IsOn && !isArm && facts.Modules.State != ModuleState.Builtin)
            {
                // Where such lines stood, the plan took them all out.
                wrong.AddRange(Mitigations.Find(facts, module).Lines.Select(static l => new Mismatch($"{l.File}:{l.Line}", "-", l.Text)));
            }

            if (plan.MakesImage)
            {
                CompareImage(wrong, facts, module);
            }
        }

        return wrong;
    }

    /// <summary>The boot loader's program has run; what it ended with says little (grubby ends with 0 in every case). The entries of the
    /// next boot tell, and where none can be read, the files that later entries are made of.</summary>
    private static void CompareEntries(List<Mismatch> wrong, HostFacts facts, BootLoader loader, string name, string word, bool isIn)
    {
        string wished = isIn ? word : "-";
        if (NextBoot.Find(facts, loader) is { } next)
        {
            Witness? odd = next.EntryThatDiffers(name, word, isIn);
            Expect(wrong, odd is null, odd?.Source ?? "", wished, odd?.Value ?? "");
            return;
        }

        if (loader.Kind.EntriesSource is { } source)
        {
            wrong.Add(new(source, wished, "-"));
            return;
        }

        Witness? configured = BootConfiguration.Find(facts.Evidence, loader, name);
        Expect(wrong, (configured?.Value == word) == isIn, configured?.Source ?? name, wished, configured?.Value ?? "-");
    }

    /// <summary>The program that makes the images has run: where the module is loaded from the image, the file that decides has to be in
    /// it, as it is now. Where presets make unified images, an image beside them may be a left one.</summary>
    private static void CompareImage(List<Mismatch> wrong, HostFacts facts, string module)
    {
        if (BootLoader.MakesUnifiedImages(facts.Evidence))
        {
            return;
        }

        if (InitramfsImage.Find(facts.Evidence, facts.Release) is { HoldsModule: true } image
            && facts.Modprobe.Settings(module, "nested").Winner is { Directive.File: { } file } && file != KernelCommandLine.Source
            && DeviceNode.Parse(facts.Evidence, file) is { } node)
        {
            if (image.ModifiedSeconds < node.ModifiedSeconds)
            {
                wrong.Add(new("stat:" + image.Path, "mtime=" + node.ModifiedSeconds, "mtime=" + image.ModifiedSeconds)
                {
                    Sentence = InitramfsNotMade(image.Path),
                });
            }
            else if (image.Lacks(file))
            {
                wrong.Add(new(InitramfsImage.Listing, file, "-") { Sentence = InitramfsLacksSo(image.Path, file) });
            }
        }
    }

    /// <summary>An undo: before the change not every entry was as it wished. Where every one still is, what they are made of has to say so
    /// without the change, by a line that somebody else wrote.</summary>
    private static void CompareWithout(List<Mismatch> wrong, HostFacts facts, BootLoader loader, string name, string word, bool isIn)
    {
        if (NextBoot.Find(facts, loader) is { } next && next.EntryThatDiffers(name, word, isIn) is null
            && (BootConfiguration.Find(facts.Evidence, loader, name)?.Value == word) != isIn)
        {
            wrong.Add(new(next.Entries[0].Source, isIn ? "-" : word, next.Entries[0].Word(name) ?? "-"));
        }
    }

    /// <summary>Our own reading of modprobe.d, and modprobe's own beside it, which knows this boot's command line alone.</summary>
    private static void CompareConfiguration(List<Mismatch> wrong, HostFacts facts, string module, NestedParameterType type,
        NestedOutcome wished, string value)
    {
        HostFacts later = NextBoot.After(facts, module + ".nested");
        if (later.Modprobe.Settings(module, "nested") is { All.Count: > 0 } settings)
        {
            Expect(wrong, NestedValue.AtLoad(type, settings) == wished, "/etc/modprobe.d", "nested=" + value,
                settings.Winner?.Directive.Text ?? "-");
        }

        if (ReferenceEquals(later, facts) && facts.Evidence[ShowConfig].IsKnown)
        {
            ModuleSettings told = ModprobeConfig.OfShown(ShowConfig, facts.Evidence[ShowConfig].Bytes).Settings(module, "nested");
            Expect(wrong, told.All.Count == 0 || NestedValue.AtLoad(type, told) == wished, ShowConfig, "nested=" + value,
                told.Winner?.Directive.Text ?? told.All.Count.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Expect(List<Mismatch> wrong, bool isSo, string source, string wished, string read)
    {
        if (!isSo)
        {
            wrong.Add(new(source, wished, read));
        }
    }

    private static Sentence InitramfsNotMade(string image) => new(
        $"{image} holds the KVM module and is as old as before, though its program ended well",
        $"{image} 内含 KVM 模块，生成它的程序报告成功，但该映像并未更新");
    private static Sentence InitramfsLacksSo(string image, string file) =>
        CheckSentences.InitramfsLacks(image, file) + new Sentence(". ", "。") + CheckSentences.InitramfsLacksRemedy(file);
}
