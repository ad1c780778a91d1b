using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Threading;
using VirtNest.Host.Output;
using VirtNest.Host.Proving;
using VirtNest.Native.LibC;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.ProofRunner;

/// <summary>proof-runner defects: every wrong payload of this host's extension, and whether its failure is named as it must be.
/// proof-runner spin: an L2 that spins, with a deadline of two seconds; the exit status is virt-nest's. proof-runner closed N: N proofs,
/// under each of which /dev/kvm, the VM or the vCPU is closed at some instant: none may throw, hang or claim more than it saw.
/// proof-runner repeat N [instance]: N proofs in one process; the median, the fastest tenth and the allocation of one. proof-runner hold
/// device|vm|vcpu|statistics|some|two SECONDS [WORD]...: keeps it open (some: statistics of one of two vCPUs; two: two VMs with
/// statistics); the words are for who looks at its command line. proof-runner looks N: N looks at who runs an L2, and what they leave
/// open. proof-runner users MODULE [LOOKS]: who uses KVM. proof-runner throw: an exception that nobody catches, while the whole terminal
/// is taken.</summary>
internal static class Program
{
    private static readonly StandardStream Output = StandardStream.Output();

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["defects"]:
                return Defects();
            case ["spin"]:
                return Spin();
            case ["closed", var count]:
                return Closed(int.Parse(count, CultureInfo.InvariantCulture));
            case ["repeat", var count]:
                Repeat(int.Parse(count, CultureInfo.InvariantCulture), ProofRole.Host);
                return 0;
            case ["repeat", var count, "instance"]:
                Repeat(int.Parse(count, CultureInfo.InvariantCulture), ProofRole.Instance);
                return 0;
            case ["hold", var what, var seconds, ..]:
                return KvmUsers.Hold(Output, what, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
            case ["looks", var count]:
                return KvmUsers.Looks(Output, int.Parse(count, CultureInfo.InvariantCulture));
            case ["users", var module]:
                return KvmUsers.Users(Output, module, 0);
            case ["users", var module, var looks]:
                return KvmUsers.Users(Output, module, int.Parse(looks, CultureInfo.InvariantCulture));
            case ["throw"]:
                using (Alarm alarm = new())
                {
                    Screen.Hold(alarm, Output, static _ => throw new InvalidOperationException("under a screen"));
                }

                return 0;
            default:
                return 2;
        }
    }

    private static int Defects()
    {
        Language english = Language.English;
        NestedExtension extension = NestedProver.Run(new ProofRequest(), CancellationToken.None).Extension;
        ImmutableArray<DefectCase> cases = extension == NestedExtension.Vmx ? VmxDefects.All : SvmDefects.All;
        int named = 0;
        foreach (DefectCase wrong in cases)
        {
            ProofReport report = NestedProver.Run(
                new ProofRequest { Deadline = TimeSpan.FromSeconds(wrong.Kind == FailureKind.Deadline || wrong.Otherwise is not null ? 3
                    : 20) }, wrong.Defect, CancellationToken.None);
            ProofFailure? failure = (report.WithPaging ?? report.WithoutPaging)?.Failure ?? report.Plain.Failure;
            bool isNamed = wrong.Matches(failure);
            named += isNamed ? 1 : 0;
            string sentence = failure is null ? "no failure" : ProofSentences.ProofFailureSentence(failure, extension).In(english);
            Output.Write($"{(isNamed ? "named" : "WRONG")} {wrong.Name}: {sentence}{(isNamed ? "" : " " + failure)}\n");
        }

        Output.Write($"{named} of {cases.Length} named\n");
        return named == cases.Length ? 0 : 1;
    }

    private static int Spin()
    {
        PayloadDefect spin = new() { UsesPaging = true, Pokes = [new Poke(PayloadProtocol.L2Code, 2, 0xFEEB)] };
        long started = Stopwatch.GetTimestamp();
        ProofReport report = NestedProver.Run(new ProofRequest { Deadline = TimeSpan.FromSeconds(2) }, spin, CancellationToken.None);
        Output.Write(
            string.Create(CultureInfo.InvariantCulture,
                $"{report.Verdict} {report.Failure?.Kind} after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s\n"));
        return report.Verdict switch
        {
            ProofVerdict.Proven => 0,
            ProofVerdict.Refuted => 1,
            ProofVerdict.Inconclusive => 3,
        };
    }

    private static int Closed(int count)
    {
        ProofVerdict undisturbed = NestedProver.Run(new ProofRequest(), CancellationToken.None).Verdict;
        Dictionary<string, int> ends = [];
        for (int i = 0; i < count; i++)
        {
            int wait = i % 40;
            Thread closer = new(() => CloseKvm(wait));
            closer.Start();
            ProofReport report = NestedProver.Run(new ProofRequest { Deadline = TimeSpan.FromSeconds(10) }, CancellationToken.None);
            closer.Join();
            ProofFailure? failure = report.Failure ?? report.Plain.Failure;
            string end = failure is { Kind: FailureKind.CallFailed } ? $"{failure.Call} failed" : report.Verdict.ToString();
            ends[end] = ends.GetValueOrDefault(end) + 1;
            if (report.Verdict != undisturbed && report.Verdict != ProofVerdict.Inconclusive)
            {
                Output.Write($"WRONG {report.Verdict}: {failure}\n");
                return 1;
            }
        }

        foreach ((string end, int times) in ends.OrderByDescending(static e => e.Value))
        {
            Output.Write($"{times} {end}\n");
        }

        return 0;
    }

    /// <summary>Closes the first descriptor of KVM that it sees after a while of a quarter of a millisecond for each step.</summary>
    private static void CloseKvm(int quarters)
    {
        long end = Stopwatch.GetTimestamp() + (quarters * Stopwatch.Frequency / 4000);
        while (Stopwatch.GetTimestamp() < end)
        {
            Thread.SpinWait(50);
        }

        foreach (string link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            string? target = new FileInfo(link).LinkTarget;
            if (target is not null && (target == "/dev/kvm" || target.StartsWith("anon_inode:kvm", StringComparison.Ordinal)))
            {
                new FileDescriptor(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture)).Dispose();
                return;
            }
        }
    }

    private static void Repeat(int count, ProofRole role)
    {
        ProofRequest request = new() { Role = role };
        NestedProver.Run(request, CancellationToken.None);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long started = Stopwatch.GetTimestamp();
            NestedProver.Run(request, CancellationToken.None);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        long bytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / count;
        string measured = string.Create(CultureInfo.InvariantCulture, $"{times[count / 2]:0.000} {times[count / 10]:0.000} ms");
        Output.Write($"{measured}: median, fastest tenth; {bytes} bytes allocated each, outside the run loop\n");
    }
}
