using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>One redacted file for a bug report: the verdict in words, then the evidence that it rests on as a document that `check
/// --evidence` judges alike. Of the kernel command line only words about virtualization are kept, of modprobe.d only lines about it, of
/// user and group numbers only whether it is root.</summary>
public static class BugReport
{
    private static readonly string[] KeptWords = ["kvm", "clearcpuid", "blacklist", "nested", "vmx", "svm", "mem_encrypt", "iommu",
        "lockdown", "nomodule", "xen", "virt", "mitigations"];

    /// <summary>The report as UTF-8 bytes: Markdown, the evidence document in a block at its end.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="proof">The proof that `check --prove` made, or null.</param>
    public static byte[] Write(Verdict verdict, ProofReport? proof)
    {
        HostEvidence redacted = Redact(verdict.Facts.Evidence);
        Verdict again = Verdict.Judge(HostFacts.Parse(redacted));
        StringBuilder text = new();
        text.Append("virt-nest ").Append(ProductVersion.Text).Append("\n\n");
        text.Append(CheckText.Write(verdict, Questions.GuestsCanNest, Language.English, usesColour: false, isVerbose: false));
        text.Append('\n');
        if (proof is not null)
        {
            text.Append(ProofText.Write(proof, Language.English)).Append('\n');
        }

        if (proof is null && (again.RunsGuests != verdict.RunsGuests || again.GuestsCanNest != verdict.GuestsCanNest))
        {
            text.Append("Note: the redacted evidence below gives another verdict than the whole one.\n\n");
        }

        text.Append("```json\n").Append(Encoding.UTF8.GetString(EvidenceJson.Write(redacted))).Append("```\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static HostEvidence Redact(HostEvidence evidence)
    {
        HostEvidence redacted = new(evidence.Origin);
        foreach ((string source, Reading reading) in evidence.Readings)
        {
            redacted[source] = !reading.IsKnown ? reading
                : source == "/proc/cmdline" ? Reading.Known(Words(reading.Text))
                : IsOfBoot(source)
                ? Reading.Known(string.Concat(reading.Text.TrimEnd('\n').Split('\n').Select(static l => BootWords(l) + "\n")))
                : source == "call:getuid"
                ? Reading.Known(reading.Text.StartsWith("euid=0 ", StringComparison.Ordinal) ? "euid=0\n" : "euid=not-0\n")
                : source.StartsWith("acl:", StringComparison.Ordinal) ? Reading.NotRead
                : source.Contains("/modprobe.d/", StringComparison.Ordinal) && source[0] == '/' && source[^1] != '/'
                ? Reading.Known(Encoding.UTF8.GetBytes(Lines(reading.Text)), reading.IsTruncated)
                : reading;
        }

        return redacted;
    }

    /// <summary>Sources that hold the kernel command lines of later boots, which people put secrets into.</summary>
    private static bool IsOfBoot(string source) => source[^1] != '/' && !source.StartsWith("stat:", StringComparison.Ordinal)
        && (source.StartsWith("/etc/default/grub", StringComparison.Ordinal) || source.StartsWith("/etc/kernel/", StringComparison.Ordinal)
            || source.StartsWith(Sources.ImagePresets, StringComparison.Ordinal) || source == Sources.OstreeArguments
            || source.Contains(Sources.EntryFolder, StringComparison.Ordinal)
            || source.Contains(Sources.ImageFolder, StringComparison.Ordinal)
            || source.EndsWith("/grub.cfg", StringComparison.Ordinal) || source == Sources.GrubVariables);

    /// <summary>Of a line the word that makes it one ("linux IMAGE", "options", a variable of GRUB's) and the words about
    /// virtualization.</summary>
    private static string BootWords(string line)
    {
        string words = Words(line).TrimEnd('\n');
        string[] first = line.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return first switch
        {
            ["linux" or "linux16" or "linuxefi", var image, ..] => $"{first[0]} {image} {words}",
            ["options", ..] => "options " + words,
            [var variable, ..] when variable.StartsWith("GRUB_CMDLINE_LINUX", StringComparison.Ordinal)
                && variable.Contains('=', StringComparison.Ordinal) => $"{variable.Split('=')[0]}=\"{words.Trim('"', '\'')}\"",
            ["GRUB_ENABLE_BLSCFG=true" or "GRUB_ENABLE_BLSCFG=false"] => first[0],
            _ => words,
        };
    }

    private static string Words(string commandLine)
    {
        List<string> kept = [];
        foreach (string word in commandLine.Split(' ', '\n'))
        {
            if (Array.Exists(KeptWords, k => word.Split('=')[0].Contains(k, StringComparison.OrdinalIgnoreCase)))
            {
                kept.Add(word);
            }
        }

        return string.Join(' ', kept) + "\n";
    }

    /// <summary>Line numbers stay: a line that is cut leaves an empty one.</summary>
    private static string Lines(string text)
    {
        StringBuilder kept = new();
        foreach (string line in text.Split('\n'))
        {
            kept.Append(
                line.Contains("kvm", StringComparison.OrdinalIgnoreCase) || line.Contains("vbox", StringComparison.Ordinal)
                    || line.Contains("vmmon", StringComparison.Ordinal) ? line : "").Append('\n');
        }

        return kept.ToString();
    }
}
