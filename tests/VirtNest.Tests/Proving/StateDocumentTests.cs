using System.Collections.Immutable;
using VirtNest.Facts;
using VirtNest.Proving;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Proving;

/// <summary>The document of `prove --state` read back: what it says for QEMU, and what is no such document.</summary>
public sealed class StateDocumentTests
{
    [Fact]
    public void What_prove_writes_is_read_back()
    {
        ProofReport report = Report(Run(ProofVerdict.Proven, RestoreOrder.NestedEarly), Run(ProofVerdict.Refuted, RestoreOrder.NestedLast));
        StateDocument? document = StateDocument.Read(ProofJson.Write(report, Language.English), out string? problem);
        Assert.Null(problem);
        Assert.Equal(("6.1.0-56-amd64", Extension.Svm, 2), (document!.Kernel, document.Extension, document.Runs.Length));
        Assert.Equal((ProofVerdict.Proven, 7L), (document.ForQemu, document.MovesForQemu)); // the other order says nothing of QEMU
    }

    [Theory]
    [InlineData(ProofVerdict.Proven, ProofVerdict.Proven, ProofVerdict.Proven)]
    [InlineData(ProofVerdict.Proven, ProofVerdict.Refuted, ProofVerdict.Refuted)]
    [InlineData(ProofVerdict.Proven, ProofVerdict.Inconclusive, ProofVerdict.Inconclusive)]
    [InlineData(ProofVerdict.Inconclusive, ProofVerdict.Refuted, ProofVerdict.Refuted)]
    public void One_refuted_run_refutes_and_only_all_prove(ProofVerdict first, ProofVerdict second, ProofVerdict whole)
    {
        ImmutableArray<StateOutcome> runs = [new(first, RestoreOrder.NestedEarly, 1), new(second, RestoreOrder.NestedEarly, 1)];
        Assert.Equal(whole, new StateDocument("6.1", null, runs).ForQemu);
    }

    [Fact]
    public void Without_a_run_in_the_order_of_qemu_nothing_is_said() =>
        Assert.Equal(ProofVerdict.Inconclusive,
            new StateDocument("6.1", null,
                [new(ProofVerdict.Proven, RestoreOrder.NestedLast, 1), new(ProofVerdict.Proven, null, 1)]).ForQemu);

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("{\n \"schema\": }", "2:12")]
    [InlineData("[]", "schema")]
    [InlineData("{}", "schema")]
    [InlineData("{\"schema\":7}", "schema")]
    [InlineData("{\"schema\":\"virt-nest/check/1\"}", "schema: virt-nest/check/1")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\"}", "host.kernel")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":[]}", "host.kernel")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"\"}}", "host.kernel")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"6.1\"}}", "state")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"6.1\"},\"state\":[]}", "state")] // made without --state
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"verdict\":\"refuted\",\"host\":{\"kernel\":\"6.1\"},\"state\":[]}", "verdict")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"6.1\"},\"state\":[{\"verdict\":\"proven\"},7]}",
        "state[1].verdict")]
    [InlineData("{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"\\ud800\"},\"state\":[{\"verdict\":\"proven\"}]}", "text")]
    public void What_is_no_such_document_is_told_with_its_place(string json, string place)
    {
        Assert.Null(StateDocument.Read(Encoding.UTF8.GetBytes(json), out string? problem));
        Assert.Equal(place, problem);
    }

    [Fact]
    public void Numbers_beyond_all_measure_do_not_overflow()
    {
        string moves = string.Join(',',
            System.Linq.Enumerable.Repeat("{\"moves\":9223372036854775807},{\"moves\":-5},{\"moves\":1e300},{\"moves\":\"x\"},7", 1000));
        string json = $"{{\"schema\":\"virt-nest/prove/1\",\"host\":{{\"kernel\":\"6.1\"}},"
            + $"\"state\":[{{\"verdict\":\"proven\",\"order\":\"nested-early\",\"moves\":[{moves}]}}]}}";
        Assert.Equal(1000L * int.MaxValue, StateDocument.Read(Encoding.UTF8.GetBytes(json), out _)!.MovesForQemu);
    }

    [Fact]
    public void Any_bytes_give_a_document_or_a_place()
    {
        byte[] whole = ProofJson.Write(Report(Run(ProofVerdict.Proven, RestoreOrder.NestedEarly)), Language.English);
        Random random = new(6);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = whole[..random.Next(whole.Length)];
            for (int hits = random.Next(4); hits > 0 && bytes.Length > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.NotEqual(StateDocument.Read(bytes, out string? problem) is null, problem is null);
        }
    }

    private static ProofReport Report(params ImmutableArray<StateRun> states) => new()
    {
        Role = ProofRole.Host,
        Host = new ProofHost("6.1.0-56-amd64", "AuthenticAMD", "", null, "kvm_amd", "nested=1"),
        Plain = new() { Verdict = ProofVerdict.Proven },
        Extension = NestedExtension.Svm,
        States = states,
    };

    private static StateRun Run(ProofVerdict verdict, RestoreOrder order) =>
        new() { Verdict = verdict, Order = order, UsesPaging = true, Moves = [new(StopPoint.L2AtOut, 3), new(StopPoint.EntryPending, 4)] };
}
