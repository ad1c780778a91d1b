using VirtNest.Changing.Boot;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>Facts and a goal become a plan. It reads nothing and changes nothing; the same facts give the same plan.</summary>
public static class Planner
{
    /// <summary>Plans a change.</summary>
    /// <param name="facts">The machine, from evidence gathered for a change (Sources.ChangeStats and what stands beside it).</param>
    /// <param name="use">Who uses KVM on it.</param>
    /// <param name="goal">What is wished.</param>
    public static ChangePlan Plan(HostFacts facts, KvmUse use, ChangeGoal goal)
    {
        List<Remark> refusals = [];
        List<Remark> notices = [];
        string? module = facts.Modules.Vendor;
        ChangePlan empty = new(ChangeSubject.Host, goal, [], refusals, notices) { Module = module, IsOnNow = facts.Nested.IsEnabled };
        if (Obstacles.Find(facts, goal) is { } obstacle)
        {
            refusals.Add(obstacle);
            return empty;
        }

        bool isArm = facts.Cpu.Architecture.IsSwitchedAtBoot;
        Mitigations mitigations = goal.IsOn && !isArm ? Mitigations.Find(facts, module!) : new([], [], []);
        ChangePlan plan = isArm ? ArmPlan(facts, goal, empty, refusals, notices)
            : facts.Modules.State == ModuleState.Builtin ? BuiltinPlan(facts, goal, module!, empty, refusals, notices)
            : ModulePlan(facts, use, goal, module!, mitigations, empty, refusals, notices);
        if (plan.HasSteps && mitigations.Exist && (!goal.OverridesMitigation || mitigations.Boot.Count > 0))
        {
            // Said first: whoever wrote the line had a reason, and everything else can wait.
            refusals.Insert(0,
                new(RemarkCode.Mitigation, mitigations.Boot.Count > 0 ? CheckSentences.MitigationAtBoot : MitigationStands,
                    mitigations.Witnesses));
        }

        notices.AddRange(plan.HasSteps ? PlanNotices.Find(facts, goal.IsOn) : []);
        return WithSentences(plan, goal);
    }

    private static ChangePlan WithSentences(ChangePlan plan, ChangeGoal goal)
    {
        string module = plan.Module ?? "kvm";

        // Built into the kernel, or on arm64: what runs now changes with the next boot alone.
        bool isForBoot = plan.Notices.Any(static n => n.Code == RemarkCode.AfterReboot);
        bool waits = plan.ModuleStep is null && plan.IsOnNow != goal.IsOn && isForBoot;
        return plan with
        {
            Title = plan.HasSteps ? PlanTitle(goal.IsOn, module, Reach(goal.ReachesRunning && !waits, goal.ReachesBoot))
                : plan.Refusals.Count > 0 ? null
                : isForBoot ? PlanWaitsForBoot(goal.IsOn, module)
                : PlanNothingToDo(goal.IsOn, module, Reach(goal.ReachesRunning, goal.ReachesBoot)),
            Done = Applied(goal.IsOn,
                Reach((goal.ReachesRunning && plan.ModuleStep is not null) || plan.IsOnNow == goal.IsOn, goal.ReachesBoot)),
        };
    }

    /// <summary>arm64: kvm-arm.mode=nested on the kernel command line (Linux v6.16, FEAT_NV2). Switched off, the word is taken out: the
    /// kernel has none for its own choice, and "nvhe" would take VHE away (arch/arm64/kernel/pi/idreg-override.c).</summary>
    private static ChangePlan ArmPlan(HostFacts facts, ChangeGoal goal, ChangePlan empty, List<Remark> refusals, List<Remark> notices)
    {
        string name = Architecture.Arm64.SwitchName!, on = Architecture.Arm64.SwitchValue!;
        bool isSaid = facts.CommandLine.KvmArmMode == on;
        bool willBeSaid = NextBoot.After(facts, name).CommandLine.KvmArmMode == on;
        empty = empty with { IsOnNow = facts.GivesEl2 ?? isSaid };
        return isSaid == goal.IsOn && willBeSaid == goal.IsOn
            ? empty
            : AtBoot(facts, goal, name, goal.IsOn ? on : null, empty, refusals, notices);
    }

    private static ChangePlan BuiltinPlan(HostFacts facts, ChangeGoal goal, string module, ChangePlan empty, List<Remark> refusals,
        List<Remark> notices)
    {
        string name = module + ".nested";
        return facts.Nested.IsEnabled == goal.IsOn && (NextLoadCheck.AtNextBoot(facts, module) ?? goal.IsOn) == goal.IsOn
            ? empty
            : AtBoot(facts, goal, name, goal.Value, empty, refusals, notices);
    }

    private static ChangePlan AtBoot(HostFacts facts, ChangeGoal goal, string name, string? value, ChangePlan empty, List<Remark> refusals,
        List<Remark> notices)
    {
        if (!goal.ReachesBoot)
        {
            refusals.Add(new(RemarkCode.BuiltinNeedsBoot, BuiltinNeedsBoot(name)));
            return empty;
        }

        if (BootPersistence.IsSettled(facts, name, value))
        {
            notices.Add(new(RemarkCode.AfterReboot, AfterReboot));
            return empty;
        }

        List<FileStep> files = [];
        List<ProgramStep> programs = [];
        if (BootPersistence.Plan(facts, name, value, files, programs, notices) is { } byHand)
        {
            refusals.Add(byHand);
            return empty;
        }

        notices.Add(new(RemarkCode.AfterReboot, AfterReboot));
        return empty with { Steps = [.. files, .. programs] };
    }

    private static ChangePlan ModulePlan(HostFacts facts, KvmUse use, ChangeGoal goal, string module, Mitigations mitigations,
        ChangePlan empty, List<Remark> refusals, List<Remark> notices)
    {
        string name = module + ".nested";
        HostFacts later = NextBoot.After(facts, name);
        ConfigurationDraft draft = new(later.Evidence);
        List<FileStep> boot = [];
        List<ProgramStep> programs = [];
        bool changesRunning = goal.ReachesRunning && facts.Nested.IsEnabled != goal.IsOn && (goal.IsOn || facts.Modules.IsPresent);
        Remark? commandLine = null;

        // First: the places of these lines are those of the files as they are.
        if (goal.OverridesMitigation && ModprobePersistence.CommentOut(draft, mitigations.Lines, notices) is { } elsewhere)
        {
            refusals.Add(elsewhere);
            return empty;
        }

        if (goal.ReachesBoot && NeedsPersistence(later, module, goal))
        {
            if (!facts.Modprobe.IsComplete)
            {
                refusals.Add(
                    new(RemarkCode.ConfigurationNotRead, ConfigurationNotRead, [.. facts.Modprobe.Gaps.Select(g => new Witness(g, "-"))]));
                return empty;
            }

            commandLine = ModprobePersistence.Plan(later, module, goal.IsOn, draft, notices);
            if (commandLine is { Code: RemarkCode.CommandLineDecides })
            {
                notices.Add(!ReferenceEquals(later, facts) && NextBoot.Configured(facts, name) is { } configured
                    ? commandLine with { Evidence = [configured] } : commandLine);
                if (!BootPersistence.IsSettled(facts, name, goal.Value)
                    && BootPersistence.Plan(facts, name, goal.Value, boot, programs, notices) is { } byHand)
                {
                    refusals.Add(byHand);
                }
                else
                {
                    notices.Add(new(RemarkCode.AfterReboot, AfterReboot));
                }
            }
            else if (commandLine is not null)
            {
                refusals.Add(commandLine);
                return empty;
            }
        }

        // What the command line decides anyway needs no edit of a file.
        FileStep[] files = [.. draft.Steps, .. boot];
        if (files.Length > 0 || (goal.ReachesBoot && InitramfsStep.IsStale(facts)))
        {
            InitramfsStep.Add(facts, programs, notices);
        }

        ModuleStep? step = changesRunning
            ? StepOf(facts, goal, module, provesConfiguration: goal.ReachesBoot && commandLine is null && ReferenceEquals(later, facts))
            : null;
        refusals.AddRange(step is null ? [] : Obstacles.OfModuleStep(facts, use, step, isUndo: false));
        return empty with { Steps = [.. files, .. programs, .. step is null ? (ModuleStep[])[] : [step]] };
    }

    /// <summary>Nothing need be written where nothing speaks of the parameter, the module's own default is what is wished, and it runs so:
    /// the usual case today.</summary>
    private static bool NeedsPersistence(HostFacts facts, string module, ChangeGoal goal) =>
        facts.Modprobe.Settings(module, "nested").All.Count > 0
        || facts.Nested.IsEnabled != goal.IsOn
        || facts.Version is not { } version || NextLoadCheck.DefaultOf(module, version) != goal.IsOn;

    private static ModuleStep StepOf(HostFacts facts, ChangeGoal goal, string module, bool provesConfiguration) => new(
        module, facts.Modules.IsPresent, IsLoadedAfter: true, goal.IsOn, provesConfiguration ? [] : ["nested=" + goal.Value],
        IgnoresInstall: !provesConfiguration && facts.Modprobe.Loading(module).IsRefused, ModuleParameters.Parse(facts.Evidence, module));

    private static Sentence PlanTitle(bool isOn, string module, Sentence reach) => new(
        $"Switch nested virtualization {OnOff(isOn).English} ({module}): {reach.English}.",
        $"{OnOff(isOn).Chinese}嵌套虚拟化（{module}）：{reach.Chinese}。");
    private static Sentence PlanNothingToDo(bool isOn, string module, Sentence reach) => new(
        $"Nothing to do: nested virtualization is {OnOff(isOn).English} ({module}), {reach.English}.",
        $"无需更改：嵌套虚拟化已{OnOff(isOn).Chinese}（{module}），{reach.Chinese}。");
    private static Sentence PlanWaitsForBoot(bool isOn, string module) => new(
        $"Nothing more to do: the next boot has nested virtualization {OnOff(isOn).English} ({module}).",
        $"无需再做更改：下次启动时嵌套虚拟化将为{OnOff(isOn).Chinese}状态（{module}）。");
    private static Sentence Applied(bool isOn, Sentence reach) => new(
        $"Done and verified: nested virtualization is {OnOff(isOn).English}, {reach.English}.",
        $"已完成并验证：嵌套虚拟化已{OnOff(isOn).Chinese}，{reach.Chinese}。");
    private static Sentence OnOff(bool isOn) => isOn ? new("on", "启用") : new("off", "关闭");

    private static Sentence Reach(bool running, bool boot) => (running, boot) switch
    {
        (true, true) => new("now and at later boots", "立即生效，今后启动亦然"),
        (true, false) => new("now, until the module is loaded again", "立即生效，直到模块下次加载"),
        _ => new("from the next load or boot on", "自下次加载或启动起"),
    };

    private static Sentence MitigationStands => new(
        "These lines stand against nested virtualization on purpose: as long as nested instances are not trusted, they protect this host. "
            + "Ask whoever wrote them first; with --override-mitigation the lines are changed.",
        "以下各行是有意禁止嵌套虚拟化的：在嵌套实例不可信时，它们保护着本主机。请先询问写下这些行的人；使用 --override-mitigation "
            + "则会修改这些行。");
    private static Sentence AfterReboot => new("The kernel command line takes effect after a reboot.", "内核命令行在重启后生效。");
    private static Sentence BuiltinNeedsBoot(string parameter) => new(
        $"{parameter} belongs to code that is built into the kernel: it changes only at boot. Leave out \"--only running\".",
        $"{parameter} 属于编译进内核的代码，只能在启动时改变。请去掉 “--only running”。");
    private static Sentence ConfigurationNotRead => new(
        "Parts of modprobe's configuration could not be read; what they say could change the outcome:",
        "modprobe 的配置有一部分无法读取；其内容可能改变结果：");
}
