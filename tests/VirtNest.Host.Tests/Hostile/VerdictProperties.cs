using System.Text.Json;
using CsCheck;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Hosts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>Real-looking hosts with hostile readings, through everything: judged without an exception, in bounded time, and nothing of it
/// raw in what is printed.</summary>
public sealed class VerdictProperties
{
    private static readonly HostEvidence[] Hosts =
        [.. HostFile.Names.Select(static n => EvidenceJson.Read(HostFile.Read(n).Evidence, out _)!)];

    private static readonly Gen<HostEvidence> Mutated = Gen.Select(Gen.Int[0, Hosts.Length - 1],
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 400], HostileText.Bytes, HostileText.Text).Array[1, 6], static (host, changes) =>
    {
        HostEvidence evidence = Copy(Hosts[host]);
        foreach ((int kind, int which, byte[] bytes, string name) in changes)
        {
            string[] sources = [.. evidence.Readings.Keys];
            string source = sources[which % sources.Length];
            evidence[source] = kind switch
            {
                0 => Reading.Known(bytes),
                1 => Reading.Known((byte[])[.. evidence[source].Bytes, .. bytes]),
                2 => Reading.Known((byte[])[.. bytes, .. evidence[source].Bytes], isTruncated: true),
                3 => Reading.OfErrno(which),
                4 => Reading.NotRead,
                _ => Reading.Known(evidence[source].Bytes[..(evidence[source].Bytes.Length / 2)].ToArray()),
            };
            if (kind == 1)
            {
                evidence["/etc/modprobe.d/"] = Reading.Known(name.Replace("\0", "", StringComparison.Ordinal) + ".conf\0");
                evidence["/etc/modprobe.d/" + name.Replace("\0", "", StringComparison.Ordinal) + ".conf"] = Reading.Known(bytes);
            }
        }

        return evidence;
    });

    [Fact]
    public void A_host_with_hostile_readings_is_judged_and_printed_clean() => Judge(1_000);

    [Fact]
    [Trait("Speed", "slow")]
    public void Many_hosts_with_hostile_readings_are_judged_and_printed_clean() => Judge(20_000);

    [Fact]
    public void Every_reading_of_some_hosts_may_carry_an_attack() => Attack(8, 250);

    [Fact]
    [Trait("Speed", "slow")]
    public void Every_reading_of_every_host_may_carry_an_attack() => Attack(1, 2_000);

    private static void Attack(int step, int least)
    {
        byte[] attack = Encoding.UTF8.GetBytes("\u001b[2J\u001b]0;owned\u0007\u009b\u202e\u2066\u2028\u007f\0\ufffd");
        int cases = 0;
        foreach (HostEvidence host in Hosts.Where((_, i) => i % step == 0))
        {
            foreach (string source in host.Readings.Keys)
            {
                HostEvidence changed = Copy(host);
                changed[source] = Reading.Known((byte[])[.. host[source].Bytes, .. attack]);
                Clean(changed, isVerbose: false);
                cases++;
            }
        }

        Assert.InRange(cases, least, int.MaxValue);
    }

    private static void Judge(long cases) => Mutated.Sample(
        static evidence =>
        {
            TimeSpan start = ThreadTime.Taken;
            Clean(evidence, isVerbose: true);
            Assert.InRange(ThreadTime.Taken - start, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        },
        iter: cases,
        threads: 1);

    private static void Clean(HostEvidence evidence, bool isVerbose)
    {
        Verdict verdict = Verdict.Judge(HostFacts.Parse(evidence));
        foreach (Language language in Enum.GetValues<Language>())
        {
            string text = CheckText.Write(verdict, Questions.GuestsCanNest, language, usesColour: false, isVerbose);
            Assert.Empty(HostileText.Forbidden(text));
        }

        byte[] json = CheckJson.Write(verdict, Questions.RunsGuests);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Empty(HostileText.Forbidden(Encoding.UTF8.GetString(json)));
        Assert.Empty(Strings(document.RootElement).SelectMany(HostileText.Forbidden));

        // The report holds the evidence raw, as JSON, in which control characters are escaped.
        string report = Encoding.UTF8.GetString(BugReport.Write(verdict, null));
        Assert.DoesNotContain(report, static c => c < ' ' && c != '\n');
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static p => Strings(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Undefined or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => [],
        _ => [],
    };

    private static HostEvidence Copy(HostEvidence evidence)
    {
        HostEvidence copy = new(evidence.Origin);
        foreach ((string source, Reading reading) in evidence.Readings)
        {
            copy[source] = reading;
        }

        return copy;
    }
}
