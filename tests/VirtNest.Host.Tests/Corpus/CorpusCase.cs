using System.IO;
using System.Text.Json;
using VirtNest.Evidence;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Corpus;

/// <summary>One real machine of the corpus: its tree, what commands printed there, and the truth. The corpus is found by
/// VIRT_NEST_CORPUS.</summary>
internal sealed class CorpusCase
{
    private CorpusCase(string folder, string id, JsonElement truth)
    {
        Folder = folder;
        Id = id;
        Truth = truth;
    }

    internal string Folder { get; }

    internal string Id { get; }

    internal JsonElement Truth { get; }

    internal string Kind => Text("kind") ?? "";

    internal string? Text(string name) =>
        Truth.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>All cases, or a visible skip where the corpus is not there.</summary>
    internal static CorpusCase[] All()
    {
        string? corpus = Environment.GetEnvironmentVariable("VIRT_NEST_CORPUS");
        if (string.IsNullOrEmpty(corpus) || !Directory.Exists(corpus))
        {
            Assert.Skip("VIRT_NEST_CORPUS does not name the corpus of real machines");
        }

        return [.. Directory.EnumerateFiles(corpus, "truth.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
        {
            string folder = Path.GetDirectoryName(file)!;
            return new CorpusCase(folder, Path.GetRelativePath(corpus, folder), JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
        })];
    }

    /// <summary>The evidence of the case: its tree by --root, and beside it what its commands printed, put where the kernel would have
    /// shown it.</summary>
    internal HostEvidence Gather()
    {
        HostEvidence evidence = EvidenceGatherer.Dump(Folder, out int errno) ?? throw new IOException(Id + " errno " + errno);
        if (Command("uname-m") is { } machine)
        {
            evidence["call:uname"] = Reading.Known("release=\nmachine=" + machine.Trim() + "\n");
        }

        if (Command("lsmod") is { } lsmod && !evidence["/proc/modules"].IsKnown)
        {
            evidence["/proc/modules"] = Reading.Known(string.Concat(lsmod.Split('\n').Skip(1).Select(l => l + "\n")));
        }

        if (Command("dmesg") is { } dmesg)
        {
            evidence["klog"] = Reading.Known(SourceFilter.Apply(Keep.VirtualizationMessages, Encoding.UTF8.GetBytes(dmesg)));
        }

        AddCpuid(evidence);
        if (Command("lscpu") is { } lscpu)
        {
            AddLscpu(evidence, lscpu);
        }

        return evidence;
    }

    private string? Command(string name)
    {
        string file = Path.Combine(Folder, "cmd", name + ".txt");
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private void AddCpuid(HostEvidence evidence)
    {
        string table = Path.Combine(Folder, "cpuid.tsv");
        if (File.Exists(table))
        {
            evidence["cpuid"] =
                Reading.Known(string.Concat(File.ReadLines(table).Where(l => !l.StartsWith('#')).Select(l => l.Replace('\t', ' ') + "\n")));
        }
        else if (Command("cpuid-hypervisor-signature")?.Trim() is { Length: >= 9 } signature)
        {
            // The leaf that virt-what's helper program read; leaf 1 as the flags line of the same machine has it.
            string flags =
                " " + evidence["/proc/cpuinfo"].Text.Split('\n').FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal)) + " ";
            uint ecx = 0x8000_0000u | (flags.Contains(" vmx ", StringComparison.Ordinal) ? 0x20u : 0);
            byte[] words = Encoding.ASCII.GetBytes(signature.PadRight(12, '\0'));
            evidence["cpuid"] = Reading.Known(
                FormattableString.Invariant($"00000001 0 0 0 {ecx:x8} 0\n40000000 0 40000001 {BitConverter.ToUInt32(words, 0):x8} ")
                + FormattableString.Invariant($"{BitConverter.ToUInt32(words, 4):x8} {BitConverter.ToUInt32(words, 8):x8}\n"));
        }
    }

    /// <summary>lscpu read what it prints of the hypervisor from /proc/xen, /sys/hypervisor and CPUID, and the rest from
    /// /proc/cpuinfo.</summary>
    private static void AddLscpu(HostEvidence evidence, string lscpu)
    {
        Dictionary<string, string> fields = [];
        string last = "";
        foreach (string line in lscpu.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                last = line[..colon].Trim();
                fields.TryAdd(last, line[(colon + 1)..].Trim());
            }
            else if (fields.ContainsKey(last))
            {
                // A terminal broke the line in the middle of a word.
                fields[last] += line.Trim();
            }
        }

        // lscpu prints uname's machine. Of arm it prints the implementer's name for its number.
        string machine = fields.GetValueOrDefault("Architecture", "");
        if (!evidence["call:uname"].IsKnown && machine.Length > 0)
        {
            evidence["call:uname"] = Reading.Known("release=\nmachine=" + machine + "\n");
        }

        string? implementer = fields.GetValueOrDefault("Vendor ID") switch { "ARM" =>
            "0x41", "Nvidia" => "0x4e", "Marvell" => "0x56", "Qualcomm" => "0x51", "HiSilicon" => "0x48", _ => null };
        if (!evidence["/proc/cpuinfo"].IsKnown && implementer is not null)
        {
            evidence["/proc/cpuinfo"] =
                Reading.Known($"processor\t: 0\nFeatures\t: {fields.GetValueOrDefault("Flags")}\nCPU implementer\t: {implementer}\n");
        }

        string virtualization = fields.GetValueOrDefault("Virtualization", "");
        string vendor = fields.GetValueOrDefault("Hypervisor vendor", "");
        if (!evidence["/proc/cpuinfo"].IsKnown && fields.TryGetValue("Vendor ID", out string? id)
            && machine is "x86_64" or "i686" or "i586")
        {
            string flags = fields.GetValueOrDefault("Flags", "lm "
                + (virtualization == "VT-x" ? "vmx " : virtualization == "AMD-V" ? "svm " : "") + (vendor.Length > 0 ? "hypervisor" : ""));
            evidence["/proc/cpuinfo"] = Reading.Known(
                $"processor\t: 0\nvendor_id\t: {id}\nmodel name\t: {fields.GetValueOrDefault("Model name")}\nflags\t\t: {flags}\n");
        }

        string type = fields.GetValueOrDefault("Virtualization type", "");
        if (vendor == "Xen")
        {
            evidence["/sys/hypervisor/type"] = Reading.Known("xen\n");
            if (type == "none")
            {
                evidence["/proc/xen/capabilities"] = Reading.Known("control_d\n");
            }
            else if (type == "full")
            {
                evidence["cpuid"] = Reading.Known("00000001 0 0 0 80000000 0\n40000000 0 40000002 566e6558 65584d4d 4d4d566e\n");
            }
        }
        else if (vendor == "KVM" && !evidence["cpuid"].IsKnown)
        {
            uint ecx = 0x8000_0000u | (virtualization == "VT-x" ? 0x20u : 0);
            evidence["cpuid"] =
                Reading.Known(FormattableString.Invariant($"00000001 0 0 0 {ecx:x8} 0\n40000000 0 40000001 4b4d564b 564b4d56 0000004d\n"));
        }
    }
}
