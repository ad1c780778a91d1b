using System.IO;
using System.Text.Json;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>Definitions that other projects wrote, each with what two other XML parsers read in it. They are read where they lie and are
/// no part of this project.</summary>
public sealed class DomainCorpusTests
{
    public static TheoryData<string> Files
    {
        get
        {
            TheoryData<string> files = [];
            foreach (string file in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.xml").Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[""])
            {
                files.Add(Path.GetFileName(file));
            }

            return files;
        }
    }

    private static string Folder => Path.Combine(Environment.GetEnvironmentVariable("VIRT_NEST_CORPUS") ?? "/nonexistent", "domxml");

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void A_definition_of_others_is_read_as_its_truth_says(string file)
    {
        (DomainXml domain, JsonElement truth) = Load(file);
        Assert.Equal(truth.GetProperty("domain_type").GetString(), domain.Type);
        Assert.Equal(truth.GetProperty("arch").GetString(), domain.Arch);
        Assert.Equal(truth.GetProperty("machine").GetString(), domain.Machine);
        Assert.Equal(truth.GetProperty("cpu_present").GetBoolean(), domain.Cpu is not null);
        if (domain.Cpu is not { } cpu)
        {
            return;
        }

        Assert.Equal([.. truth.GetProperty("cpu_span").EnumerateArray().Select(static n => n.GetInt32())],
            (int[])[cpu.Element.Span.Start, cpu.Element.Span.End]);
        Assert.Equal(
            truth.GetProperty("cpu_attributes").EnumerateObject().Select(static p => (p.Name, p.Value.GetString())).Order(),
            cpu.Element.Attributes.Select(static a => (a.Name, (string?)a.Value)).Order());
        Assert.Equal(truth.GetProperty("cpu_model").GetString(), cpu.Model);
        Assert.Equal(truth.GetProperty("cpu_children").EnumerateArray().Select(static c => c.GetString()),
            cpu.Element.Children.Select(static c => c.Name));
        Assert.Equal(truth.GetProperty("feature_count").GetInt32(), cpu.Features.Length);
        foreach (string name in (string[])["vmx", "svm"])
        {
            Assert.Equal(truth.GetProperty(name + "_policy").GetString(), cpu.Feature(name)?.Policy ?? "absent");
        }
    }

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public void A_definition_of_others_is_enabled_in_every_mode_and_taken_back_or_refused_by_name(string file)
    {
        (DomainXml domain, _) = Load(file);
        bool canNest = domain is { Type: "kvm" or "qemu", IsX86: true };
        foreach (CpuWish wish in EditLaws.Wishes)
        {
            CpuEditOutcome outcome = EditLaws.Hold(domain, wish);
            CpuRefusalKind[] allowed = !canNest ? [CpuRefusalKind.OtherType, CpuRefusalKind.OtherArchitecture]
                : domain.LaunchSecurity is not null && domain.Type != "qemu" ? [CpuRefusalKind.Encrypted]
                : domain.Type == "qemu" ? [CpuRefusalKind.VmxEmulated, CpuRefusalKind.PassthroughEmulated, CpuRefusalKind.ModelWithoutSvm]
                : wish.Target == CpuTarget.Keep ? [CpuRefusalKind.ModelWithoutVmx, CpuRefusalKind.OtherVendor]
                : [];
            Assert.True(outcome.Refusal is null ? canNest : allowed.Contains(outcome.Refusal.Kind), $"{wish}: {outcome.Refusal}");
            if (!canNest)
            {
                Assert.Equal(outcome.Refusal!.Kind == CpuRefusalKind.OtherType ? domain.Type : domain.Arch, outcome.Refusal.Subject);
            }
        }

        // Without a mode there is always a way: nothing to change, or changed.
        CpuEditOutcome fitting = CpuEdit.Enable(domain, new CpuWish(CpuTarget.Fitting, Extension.Svm, DropsConflicts: true));
        Assert.Equal(canNest && (domain.LaunchSecurity is null || domain.Type == "qemu"), fitting.State != CpuEditState.Refused);
    }

    private static (DomainXml Domain, JsonElement Truth) Load(string file)
    {
        Assert.SkipWhen(file.Length == 0, "VIRT_NEST_CORPUS does not name the corpus of real machines");
        string path = Path.Combine(Folder, file);
        using JsonDocument truth = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, "truth.json")));
        return (Domain.Of(File.ReadAllBytes(path)), truth.RootElement.Clone());
    }
}
