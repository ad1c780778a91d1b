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
                : source == "call:getuid"
                ? Reading.Known(reading.Text.StartsWith("euid=0 ", StringComparison.Ordinal) ? "euid=0\n" : "euid=not-0\n")
                : source.StartsWith("acl:", StringComparison.Ordinal) ? Reading.NotRead
                : source.Contains("/modprobe.d/", StringComparison.Ordinal) && source[0] == '/' && source[^1] != '/'
                ? Reading.Known(Encoding.UTF8.GetBytes(Lines(reading.Text)), reading.IsTruncated)
                : reading;
        }

        return redacted;
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
