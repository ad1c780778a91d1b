using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1904, VN1905, VN1909: what could not be read or was not dumped, and what it would have told.</summary>
internal static class EvidenceGapsCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        // "[integrity]" or "[confidentiality]" in brackets is the mode in force (kernel_lockdown(7)).
        string lockdown = facts.Evidence["/sys/kernel/security/lockdown"].Value ?? "";
        if (lockdown.Contains("[integrity]", StringComparison.Ordinal) || lockdown.Contains("[confidentiality]", StringComparison.Ordinal))
        {
            yield return Finding.Fail(FindingCode.Lockdown, Lockdown, [new("/sys/kernel/security/lockdown", lockdown)]);
        }

        Witness[] denied = [.. facts.Evidence.Readings.Where(r =>
            r.Value.State == ReadingState.Denied && r.Key != "open:/dev/kvm"
                && !IsWithoutUse(r.Key, facts)).Select(r => new Witness(r.Key, LinuxErrno.Name(r.Value.Errno))).Take(32)];
        if (denied.Length > 0)
        {
            yield return Finding.Unknown(FindingCode.SourcesDenied,
                SourcesDenied(new(Grouped(denied, Language.English, ", "), Grouped(denied, Language.Chinese, "、"))), denied,
                new(null, CheckSentences.SourcesDeniedRemedy));
        }

        if (OfDump(facts) is { } lacks)
        {
            yield return lacks;
        }
    }

    /// <summary>What would tell the same is named once: "/boot/grub/grub.cfg and 3 more (the next boot)".</summary>
    private static string Grouped(Witness[] denied, Language language, string separator) => string.Join(separator,
        denied.GroupBy(d => WouldTell(d.Source).In(language)).Select(g => g.First().Source + AndMore(g.Count() - 1).In(language)
            + new Sentence($" ({g.Key})", $"（{g.Key}）").In(language)));

    private static Sentence AndMore(int count) =>
        count == 0 ? Sentence.Verbatim("") : new($" and {count} more", $" 等另外 {count} 项");

    /// <summary>The sources that decide and are not in a dump.</summary>
    private static Finding? OfDump(HostFacts facts)
    {
        string module = facts.Modules.Vendor ?? (facts.Cpu.Vendor == "unknown" ? "kvm_*" : "kvm");
        string[] missing =
        [
            .. facts.Evidence["/proc/cpuinfo"].IsKnown ? [] : (string[])["/proc/cpuinfo"],
            .. facts.Modules.State != ModuleState.Unknown || facts.Modules.StateWitness is not null ? [] : (string[])["/proc/modules"],
            .. facts.Nested.Text is not null || !facts.Cpu.IsX86 ? [] : (string[])[$"/sys/module/{module}/parameters/nested"],
            .. facts.Evidence["/proc/cmdline"].IsKnown ? [] : (string[])["/proc/cmdline"],
            .. facts.Evidence["klog"].IsKnown || facts.Modules.IsPresent ? [] : (string[])["dmesg"],
        ];
        return facts.IsLive || missing.Length == 0 ? null : Finding.Unknown(FindingCode.DumpIncomplete,
            DumpIncomplete(missing), [.. missing.Select(static m => new Witness(m, "-"))],
            new(null, DumpIncompleteRemedy));
    }

    private static Sentence DumpIncomplete(string[] sources) =>
        new($"the dump lacks {string.Join(", ", sources)}", $"转储中缺少 {string.Join('、', sources)}");
    private static Sentence DumpIncompleteRemedy => new(
        "Collect them from that machine too (sosreport has most), or run virt-nest check --save-evidence FILE there and judge FILE.",
        "请从该机器上一并收集（sosreport 包含其中大部分），或在该机器上运行 virt-nest check --save-evidence FILE，再用该文件判断。");

    /// <summary>/proc/1/environ is every user's to miss: other signs tell a container. The journal has a finding of its own
    /// (VN1908).</summary>
    private static bool IsWithoutUse(string source, HostFacts facts) =>
        source is Sources.JournalChanges or "/proc/1/environ" or "/proc/1/mountinfo" && facts.Layer.Kind != LayerKind.Unknown;

    private static Sentence Lockdown => new(
        "lockdown is in force: MSRs cannot be written, and parts of debugfs cannot be read",
        "内核处于锁定模式：不能写 MSR，debugfs 的一部分不可读");
    private static Sentence SourcesDenied(Sentence sources) =>
        new($"not readable by this user: {sources.English}", $"当前用户不可读：{sources.Chinese}");

    private static Sentence WouldTell(string source) => source switch
    {
        "klog" => new("the kernel's words on KVM", "内核关于 KVM 的信息"),
        "msr:3a" or "msr:c0010114" => new("firmware's lock", "固件锁定"),
        "acl:/dev/kvm" => new("who may open it", "谁可以打开"),
        _ when source.Contains("environ", StringComparison.Ordinal) || source.Contains("mountinfo", StringComparison.Ordinal)
            || source.Contains("cgroup", StringComparison.Ordinal) =>
            new("whether this is a container", "是否为容器"),
        _ when source.Contains("modprobe.d", StringComparison.Ordinal) => new("the value at the next load", "下次加载时的值"),
        _ when source.Contains("/boot", StringComparison.Ordinal) || source.Contains("/efi", StringComparison.Ordinal)
            && !source.Contains("efivars", StringComparison.Ordinal) || source.StartsWith("/etc/kernel", StringComparison.Ordinal)
            || source.StartsWith("/etc/default/grub", StringComparison.Ordinal) =>
            new("the command line of the next boot", "下次启动的内核命令行"),
        _ when source.Contains("efivars", StringComparison.Ordinal) => new("Secure Boot", "安全启动"),
        _ => new("a detail", "细节"),
    };
}
