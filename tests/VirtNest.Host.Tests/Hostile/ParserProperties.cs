using CsCheck;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>Every parser takes every text: no exception, and an answer in bounded time.</summary>
public sealed class ParserProperties
{
    /// <summary>Of each property; VIRT_NEST_HOSTILE_CASES asks for more.</summary>
    private static readonly long Cases =
        long.TryParse(Environment.GetEnvironmentVariable("VIRT_NEST_HOSTILE_CASES"), out long asked) ? asked : 2_000;

    private static readonly TimeSpan MostForOne = TimeSpan.FromSeconds(2);

    [Fact]
    public void Cpuinfo_of_any_text_is_understood() => Holds(HostileText.Text, static text =>
    {
        CpuInfo info = CpuInfo.Parse(text);
        Assert.InRange(info.Kinds.Count, 0, 16);
        _ = info.IsMixed("vmx");
        _ = info["model name"];
        Assert.All(info.Kinds, static k => Assert.False(k.HasFlag("svm") && k["flags"] is null && k["features"] is null));
    });

    [Fact]
    public void Cpuid_of_any_text_is_understood() => Holds(HostileText.Text, static text =>
    {
        CpuidLeaves leaves = CpuidLeaves.Parse(text);
        _ = (leaves.HasVmx, leaves.HasSvm, leaves.HasHypervisorBit, leaves.HasLongMode, leaves.Vendor,
            leaves.HypervisorSignature(0x4000_0000));
    });

    [Fact]
    public void Any_bytes_are_an_evidence_document_or_none() => Holds(HostileText.Bytes, static bytes =>
    {
        HostEvidence? evidence = EvidenceJson.Read(bytes, out string? problem);
        Assert.Equal(evidence is null, problem is not null);
    });

    [Fact]
    public void Evidence_that_was_damaged_is_read_or_refused_and_what_is_read_can_be_written()
    {
        byte[] whole = EvidenceJson.Write(Small());
        Gen<byte[]> damaged = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 12], HostileText.Bytes, (at, cut, put) =>
            (byte[])[.. whole.AsSpan(0, at), .. put.AsSpan(0, Math.Min(put.Length, 40)),
                .. whole.AsSpan(Math.Min(whole.Length, at + cut))]);
        Holds(damaged, static bytes =>
        {
            if (EvidenceJson.Read(bytes, out _) is { } evidence)
            {
                Assert.NotNull(EvidenceJson.Read(EvidenceJson.Write(evidence), out _));
            }
        });
    }

    [Fact]
    public void What_is_written_is_read_back_byte_for_byte() => Holds(Gen.Select(HostileText.Text, HostileText.Bytes), static both =>
    {
        HostEvidence evidence = new(EvidenceOrigin.Dump);
        evidence["/a"] = Reading.Known(both.Item2);
        evidence["/f/"] =
            Reading.Known(string.Concat(both.Item1.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(static n => n + "\0")));
        HostEvidence again = EvidenceJson.Read(EvidenceJson.Write(evidence), out _)!;
        Assert.Equal(both.Item2, again["/a"].Bytes.ToArray());
        Assert.Equal(evidence["/f/"].Bytes.ToArray(), again["/f/"].Bytes.ToArray());
    });

    [Fact]
    public void Any_source_name_is_read_back() => Holds(HostileText.Text.Where(static t => IsUtf16(t)), static name =>
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence[name] = Reading.Known("x\0");
        Assert.True(EvidenceJson.Read(EvidenceJson.Write(evidence), out string? problem)![name].IsKnown, problem);
    });

    [Fact]
    public void A_command_line_of_any_bytes_is_understood() => Holds(HostileText.Bytes, static bytes =>
    {
        KernelCommandLine line = KernelCommandLine.Parse(bytes);
        _ = (line.ClearedCpuFeatures, line.KvmArmMode, line.BlacklistedModules, line.ClearsCpuFeature("vmx"), line.RefusesModule("kvm"),
            line.OfModule("kvm_intel", "nested"));
        Assert.All(line.Parameters, p => Assert.InRange(p.Offset + p.Length, 0, bytes.Length));
    });

    [Fact]
    public void Modprobe_files_of_any_bytes_are_understood() =>
        Holds(Gen.Select(HostileText.Bytes, HostileText.Bytes, HostileText.Bytes), static all =>
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["/etc/modprobe.d/"] = Reading.Known("a.conf\0b.conf\0");
        evidence["/etc/modprobe.d/a.conf"] = Reading.Known(all.Item1);
        evidence["/etc/modprobe.d/b.conf"] = Reading.Known(all.Item2, isTruncated: true);
        evidence["/proc/cmdline"] = Reading.Known(all.Item3);
        ModprobeConfig config = ModprobeConfig.Parse(evidence);
        foreach (string module in (string[])["kvm", "kvm_intel", "kvm_amd"])
        {
            ModuleSettings settings = config.Settings(module, "nested");
            _ = (settings.Winner, settings.HasConflict, NestedValue.AtLoad(NestedParameterType.Number, settings),
                NestedValue.AtLoad(NestedParameterType.Bool, settings));
            ModuleLoading loading = config.Loading(module);
            _ = (loading.IsRefused, loading.IsBlacklisted, loading.SwitchedOff.Count());
        }

        Assert.All(config.Directives, static d => Assert.True(d.Line > 0 && d.Length >= 0 && d.Offset >= 0));
    });

    [Fact]
    public void Answers_of_the_device_of_any_text_are_understood() =>
        Holds(Gen.Select(HostileText.Text, HostileText.Text, HostileText.Text, HostileText.Text), static all =>
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["ioctl:KVM_GET_API_VERSION"] = Reading.Known(all.Item1);
        evidence["ioctl:KVM_GET_SUPPORTED_CPUID"] = Reading.Known(all.Item2);
        evidence["ioctl:KVM_GET_MSR_FEATURE_INDEX_LIST"] = Reading.Known(all.Item3);
        evidence["ioctl:KVM_GET_MSRS"] = Reading.Known(all.Item4);
        KvmAnswers answers = KvmAnswers.Parse(evidence);
        _ = (answers.OffersExtension, answers.ListsVmxMsrs, answers.ApiVersion);
    });

    [Fact]
    public void Names_of_a_machine_of_any_text_are_understood() =>
        Holds(Gen.Select(HostileText.Bytes, HostileText.Bytes, HostileText.Text), static all =>
    {
        HostEvidence evidence = new(EvidenceOrigin.Dump);
        evidence["/sys/class/dmi/id/sys_vendor"] = Reading.Known(all.Item1);
        evidence["/sys/class/dmi/id/product_name"] = Reading.Known(all.Item2);
        evidence["/proc/cpuinfo"] = Reading.Known(all.Item3);
        DmiIdentity dmi = DmiIdentity.Parse(evidence);
        _ = HostLayer.Detect(evidence, CpuFacts.Parse(evidence), dmi).Word;
    });

    [Fact]
    public void A_version_and_a_parameter_of_any_text_are_understood() => Holds(HostileText.Text, static text =>
    {
        _ = KernelVersion.Parse(text)?.ToString();
        foreach (string module in (string[])["kvm_intel", "kvm_amd", "kvm", "kvm_hv", "other"])
        {
            _ = NestedReading.Parse(module, text);
        }

        _ = NestedValue.OfText(NestedParameterType.Bool, text);
        _ = NestedValue.OfText(NestedParameterType.Number, text, new Version(6, 1));
    });

    [Fact]
    public void Each_filter_takes_any_bytes_and_gives_no_more_than_it_got() => Holds(HostileText.Bytes, static bytes =>
    {
        foreach (Keep keep in Enum.GetValues<Keep>())
        {
            // A line feed may come behind the last line; each broken byte may become the three of U+FFFD.
            Assert.InRange(SourceFilter.Apply(keep, bytes).Length, 0, (3 * bytes.Length) + 64);
        }
    });

    [Fact]
    public void A_table_of_any_text_is_read_or_refused() => Holds(HostileText.Text, static text =>
    {
        try
        {
            _ = EmbeddedTable.Parse(text);
        }
        catch (FormatException exception)
        {
            Assert.StartsWith("line ", exception.Message, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Any_text_is_made_printable_and_short() => Holds(HostileText.Text, static text =>
    {
        string printable = Printable.Sanitise(text);
        Assert.Empty(HostileText.Forbidden(printable));
        Assert.DoesNotContain('\n', printable);
        Assert.InRange(printable.Length, 0, (Printable.Most * 10) + 3);
        StringBuilder wrapped = new();
        TextLayout.Wrap(wrapped, printable, 6);
        Assert.Empty(HostileText.Forbidden(wrapped.ToString()));
    });

    private static bool IsUtf16(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static HostEvidence Small()
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["/sys/module/kvm_intel/parameters/nested"] = Reading.Known("Y\n");
        evidence["/sys/module/"] = Reading.Known("kvm\0kvm_intel\0");
        evidence["msr:3a"] = Reading.OfErrno(LinuxErrno.EACCES);
        evidence["/junk"] = Reading.Known([0xff, 0xfe]);
        return evidence;
    }

    private static void Holds<T>(Gen<T> generator, Action<T> holds) => generator.Sample(
        value =>
        {
            TimeSpan start = ThreadTime.Taken;
            holds(value);
            Assert.InRange(ThreadTime.Taken - start, TimeSpan.Zero, MostForOne);
        },
        iter: Cases,
        threads: 1);
}
