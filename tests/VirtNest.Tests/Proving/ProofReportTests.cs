using System.IO;
using NJsonSchema;
using VirtNest.Proving;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Proving;

public sealed class ProofReportTests
{
    private static readonly ProofHost Host = new("6.1.0", "AuthenticAMD", "Some CPU", "KVMKVMKVM", "kvm_amd", "nested=1 npt=Y");

    [Theory]
    [MemberData(nameof(Reports))]
    public async System.Threading.Tasks.Task Json_fits_its_schema(string name)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(RepositoryFolder.Path, "docs", "schema", "prove.schema.json"),
            TestContext.Current.CancellationToken);
        foreach (Language language in Enum.GetValues<Language>())
        {
            string json = Encoding.UTF8.GetString(ProofJson.Write(Report(name), language));
            Assert.Empty(schema.Validate(json));
        }
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Text_fits_80_columns_in_both_languages(string name)
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            foreach (string line in ProofText.Write(Report(name), language).Split('\n'))
            {
                Assert.True(TextLayout.ColumnsOf(line) <= TextLayout.Width, line);
            }
        }
    }

    [Fact]
    public void Every_failure_of_every_kind_step_check_and_layer_has_a_sentence()
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            foreach (FailureKind kind in Enum.GetValues<FailureKind>())
            {
                foreach (ProofStep step in Enum.GetValues<ProofStep>())
                {
                    ProofFailure failure = new() { Kind = kind, Step = step, Vector = 13, InstructionError = 7, Call = "KVM_RUN",
                        Errno = 22, ExitCode = 0x81, Qualification = 0 };
                    Assert.NotEmpty(ProofSentences.ProofFailureSentence(failure, NestedExtension.Svm).In(language));
                    Assert.NotEmpty(ProofSentences.ProofFailureSentence(failure, NestedExtension.Vmx).In(language));
                }
            }

            foreach (ConsistencyCheck check in Enum.GetValues<ConsistencyCheck>())
            {
                Assert.NotEmpty(ProofSentences.ConsistencyCheckSentence(check).In(language));
                Assert.NotEmpty(EnumWord.Of(check));
            }

            foreach (BlamedLayer layer in Enum.GetValues<BlamedLayer>())
            {
                Assert.NotEmpty(ProofSentences.BlamedLayerSentence(layer, NestedExtension.Vmx, Host).In(language));
            }
        }
    }

    [Theory]
    [InlineData(ProofVerdict.Proven, ProofVerdict.Refuted, ProofVerdict.Proven)]
    [InlineData(ProofVerdict.Refuted, ProofVerdict.Proven, ProofVerdict.Proven)]
    [InlineData(ProofVerdict.Refuted, ProofVerdict.Refuted, ProofVerdict.Refuted)]
    [InlineData(ProofVerdict.Refuted, ProofVerdict.Inconclusive, ProofVerdict.Inconclusive)]
    [InlineData(ProofVerdict.Proven, ProofVerdict.Inconclusive, ProofVerdict.Proven)]
    public void An_L2_that_ran_one_way_is_proof_and_only_two_refusals_are_a_no(ProofVerdict with, ProofVerdict without,
        ProofVerdict whole) =>
        Assert.Equal(whole, Proven() with { WithPaging = Run(with), WithoutPaging = Run(without) } is { } report ? report.Nested : default);

    public static TheoryData<string> Reports => ["proven", "refuted", "inconclusive", "everything"];

    private static ProofReport Report(string name) => name switch
    {
        "proven" => Proven(),
        "refuted" => Proven() with
        {
            IsOffered = false,
            WithPaging = null,
            WithoutPaging = ProofRun.Failed(
                new ProofFailure { Kind = FailureKind.Exception, Step = ProofStep.SvmEnable, Vector = 13, ErrorCode = 0, Rip = 0x72DA,
                    Layer = BlamedLayer.NestedParameter }),
        },
        "inconclusive" => ProofReport.Of(ProofRole.Host, Host,
            new ProofFailure { Kind = FailureKind.CallFailed, Call = "open /dev/kvm", Errno = 13, Layer = BlamedLayer.Device }),
        _ => Proven() with
        {
            Costs = [new ExitCost(ExitKind.Cpuid, Spread(1), Spread(3)), new ExitCost(ExitKind.Hlt, null, null)],
            Loop = new LoopRun(ProofVerdict.Proven, null, TimeSpan.FromSeconds(2), 4000),
            States =
            [
                new StateRun
                {
                    Verdict = ProofVerdict.Refuted,
                    Failure = new ProofFailure { Kind = FailureKind.StateLost, Call = "KVM_SET_NESTED_STATE", Errno = 22,
                        Layer = BlamedLayer.Kvm },
                    FailedAt = StopPoint.L2AtOut,
                    Order = RestoreOrder.NestedLast,
                    Moves = [new StateMoves(StopPoint.L2AtOut, 3)],
                    NestedStateSize = 4224,
                },
            ],
        },
    };

    private static ExitSpread Spread(
        int microseconds) => new(TimeSpan.FromMicroseconds(microseconds), TimeSpan.FromMicroseconds(microseconds),
            TimeSpan.FromMicroseconds(2 * microseconds), 100);

    private static ProofReport Proven() => new()
    {
        Role = ProofRole.Host,
        Host = Host,
        Extension = NestedExtension.Svm,
        IsOffered = true,
        IsPagingOffered = true,
        Plain = Run(ProofVerdict.Proven),
        WithPaging = Run(ProofVerdict.Proven),
        WithoutPaging = Run(ProofVerdict.Proven),
    };

    private static ProofRun Run(ProofVerdict verdict) => new()
    {
        Verdict = verdict,
        Failure = verdict == ProofVerdict.Proven ? null : new ProofFailure { Kind = FailureKind.Shutdown },
        Asked = 100,
        L1Count = 100,
        L2Count = 100,
        NestedRun = 104,
        RoundTrip = TimeSpan.FromMicroseconds(3),
        Steps = [new StepTime(ProofStep.Alive, TimeSpan.Zero), new StepTime(ProofStep.Done, null)],
    };
}
