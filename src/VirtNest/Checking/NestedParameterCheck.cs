using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1001, VN1005, VN1008, VN1906: the parameter nested as the running kernel has it, and nested paging.</summary>
internal static class NestedParameterCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        if (!facts.Cpu.IsX86)
        {
            foreach (Finding finding in ArchitectureCheck.Run(facts))
            {
                yield return finding;
            }

            if (facts.Cpu.Architecture.Switch != NestingSwitch.Parameter)
            {
                yield break;
            }
        }

        if (facts.Modules.Vendor is not { } vendor || facts.Modules.IsOtherVendor)
        {
            yield break;
        }

        if (facts.Cpu.Architecture.Module == VendorModule.PowerHv && Power(facts) is { } power)
        {
            yield return power;
            yield break;
        }

        NestedReading reading = facts.Nested;
        string path = facts.ParameterPath("nested")!;
        Witness witness = new(path, reading.Text ?? "-");

        // What KVM itself answers tells more than a parameter that cannot be understood.
        Questions open = facts.Kvm.OffersExtension is null ? Questions.GuestsCanNest : Questions.None;
        yield return reading.IsEnabled switch
        {
            true
                when vendor == VendorModule.PowerHv.Name => Finding.Unknown(FindingCode.NestedParameter, PowerNotTold, [witness]),
            true => Finding.Pass(FindingCode.NestedParameter, NestedOn(vendor), [witness]),
            false when !NextLoadCheck.WillBeOn(facts) && NextLoadCheck.DecidingWord(facts) is { } word => Finding.Fail(
                FindingCode.NestedParameter, NestedOffAtBoot(vendor, word.Value), [witness, word], OffRemedy(facts, vendor)),
            false => Finding.Fail(FindingCode.NestedParameter, new($"nested is off in {vendor}", $"{vendor} 的 nested 已关闭"), [witness],
                OffRemedy(facts, vendor)),
            null
                when reading.Text is not null => Finding.Unknown(FindingCode.NestedOddValue, NestedOdd(vendor, reading.Text), [witness])
                    with { Decides = open },
            null => Finding.Unknown(FindingCode.NestedParameter,
                new($"the parameter nested of {vendor} was not read", $"未读到 {vendor} 的 nested 参数"), [witness])
                with { Decides = open },
        };
        if (reading.IsEnabled == true && reading.Text is not ("1" or "Y" or "y"))
        {
            yield return Finding.Fail(FindingCode.NestedOddValue, NestedOddButOn(reading.Text ?? ""), [witness])
                with { Severity = Severity.Note, Decides = Questions.None };
        }

        if (facts.Modules.Row?.Paging is { } paging && facts.Parameter(paging) is { } value && (value is "N" or "n" or "0"))
        {
            yield return Finding.Fail(FindingCode.NestedPagingOff, NestedPagingOff(paging), [new(facts.ParameterPath(paging)!, value)],
                new(null, NestedPagingOffRemedy(vendor, paging)));
        }
    }

    /// <summary>What switches nested on: a load alone where the configuration says so already.</summary>
    internal static Remedy OffRemedy(HostFacts facts, string vendor) => NextLoadCheck.WillBeOn(facts)
        ? EnableRemedy.For(facts, NestedReloadRemedy(vendor, NextLoadCheck.IsImageInTheWay(facts, vendor)))
        : NextLoadCheck.WillBootOn(facts)
        ? new(null, new("The boot loader's configuration says so already: reboot.", "引导程序的配置中已经写好，请重启。"))
        : EnableRemedy.For(facts, EnableRemedy.IsDecidedAtBoot(facts) ? NestedOffAtBootRemedy(vendor, EnableRemedy.WriterOf(facts))
            : NestedOffRemedy(vendor));

    /// <summary>kvm_hv's nested is on by default even where the processor cannot nest (before POWER9): KVM_CAP_PPC_NESTED_HV is the
    /// kernel's own answer.</summary>
    private static Finding? Power(HostFacts facts)
    {
        const string source = "ioctl:KVM_CHECK_EXTENSION KVM_CAP_PPC_NESTED_HV";
        return facts.Evidence[source].Value switch
        {
            null => null,
            "0" => Finding.Fail(FindingCode.NestedParameter,
                new("KVM here does not give the nested API to guests", "此处的 KVM 不向实例提供嵌套 API"),
                [new(source, "0"), new(facts.ParameterPath("nested")!, facts.Nested.Text ?? "-")],
                facts.Nested.IsEnabled == true
                    ? new(null, facts.Layer.Kind == LayerKind.Lpar ? PowerPartition : PowerCannotRemedy)
                    : OffRemedy(facts, VendorModule.PowerHv.Name)),
            { } answer => Finding.Pass(FindingCode.NestedParameter, NestedOn(VendorModule.PowerHv.Name), [new(source, answer)]),
        };
    }

    private static Sentence NestedOn(string module) => new($"nested is on in {module}", $"{module} 的 nested 已开启");
    private static Sentence NestedOffRemedy(string module) => new(
        $"The command shows every change and asks, writes the option to /etc/modprobe.d, and loads {module} again. No instance may run "
            + "meanwhile; with --at-idle it waits for the end of the last one.",
        $"该命令先显示每处更改并询问，然后在 /etc/modprobe.d 中写入选项，并重新加载 {module}。其间不能有实例运行；加上 --at-idle "
            + "会等到最后一个实例结束。");
    private static Sentence NestedOffAtBoot(string module, string word) => new(
        $"nested is off in {module}: the kernel command line says {word}", $"{module} 的 nested 已关闭：内核命令行写有 {word}");
    private static Sentence NestedOffAtBootRemedy(string module, string? program) => new(
        $"The kernel command line decides. The command writes {module}.nested=1 there for the next boot"
            + $"{(program is null ? ", or says where to write it" : $", with {program}")}; then reboot.",
        $"这由内核命令行决定。该命令{(program is null ? "" : $"用 {program} ")}把 {module}.nested=1 写入下次启动的内核命令行"
            + $"{(program is null ? "，或说明应写在哪里" : "")}；之后请重启。");
    private static Sentence NestedReloadRemedy(string module, bool isImageInTheWay) => new(
        $"The configuration says so already; the command loads {module} again. No instance may run meanwhile; with --at-idle it waits for "
            + $"the end of the last one.{(isImageInTheWay ? "" : " A reboot does it too.")}",
        $"配置中已经写好，该命令只需重新加载 {module}。其间不能有实例运行；加上 --at-idle 会等到最后一个实例结束。"
            + $"{(isImageInTheWay ? "" : "重启也可以。")}");
    private static Sentence NestedOdd(string module, string text) =>
        new($"nested in {module} reads \"{text}\", which is neither on nor off", $"{module} 的 nested 读作“{text}”，既非开启也非关闭");
    private static Sentence NestedOddButOn(string text) =>
        new($"nested reads \"{text}\"; the kernel takes any number but 0 as on", $"nested 读作“{text}”；内核将非 0 数字一律视为开启");
    private static Sentence NestedPagingOff(string paging) => new(
        $"nested paging is off ({paging}): instances run with shadow paging, nested ones too, and slowly",
        $"嵌套分页已关闭（{paging}）：实例及其嵌套实例都用影子分页，速度很慢");
    private static Sentence NestedPagingOffRemedy(string module, string paging) => new(
        $"Take {paging}=0 out of the options of {module} and load it again; a CPU without {paging.ToUpperInvariant()} cannot have it.",
        $"从 {module} 的选项中去掉 {paging}=0 并重新加载；没有 {paging.ToUpperInvariant()} 的 CPU 无法开启。");
    private static Sentence PowerCannotRemedy => new(
        "The parameter is on already: the processor cannot nest (POWER9 can on bare metal; Power10 by the nested PAPR interface of its "
            + "firmware).",
        "参数已开启：是处理器不支持嵌套（POWER9 需在裸金属上；Power10 需固件提供嵌套 PAPR 接口）。");
    private static Sentence PowerPartition => new(
        "This partition is L1 already: PowerVM gives it instances of its own, and there is no third level.",
        "本分区已经是 L1：PowerVM 让它可以运行自己的实例，没有第三级。");
    private static Sentence PowerNotTold =>
        new("nested is on in kvm_hv; whether the processor can is not told", "kvm_hv 的 nested 已开启；处理器是否支持无从得知");
}
