using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/check.sh: what virt-nest says of a real kernel, beside what the kernel and kmod say themselves.</summary>
public abstract class CheckLabTests(LabRun lab)
{
    [Fact]
    public void A_module_that_is_not_loaded_is_the_broken_link()
    {
        JsonElement document = lab["absent"].Json;
        Answers(document, "no", "no");
        Assert.Equal(1, lab["absent"].Status);
        Assert.Equal(lab.Module, document.GetProperty("module").GetProperty("name").GetString());
        Assert.Equal("absent", document.GetProperty("module").GetProperty("state").GetString());
        Assert.Equal(lab.Extension, document.GetProperty("cpu").GetProperty("extension").GetString());
        Assert.Equal("VN1501", FirstFail(document));
    }

    [Fact]
    public void A_blacklist_line_is_named_and_real_modprobe_shows_it()
    {
        Assert.Equal("fail", Finding(lab["blacklisted"].Json, "VN1502").GetProperty("outcome").GetString());
        Assert.Contains("blacklist " + lab.Module, lab["blacklisted.real"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_install_line_is_named_as_deliberate_and_a_real_load_fails()
    {
        JsonElement finding = Finding(lab["install-false"].Json, "VN1503");
        Assert.Contains("deliberate", finding.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, lab["install-false.load"].Status);
    }

    [Theory]
    [InlineData("0", "no")]
    [InlineData("1", "yes")]
    public void Nested_as_loaded_decides_and_KVM_GET_SUPPORTED_CPUID_agrees(string value, string answer)
    {
        JsonElement document = lab["nested-" + value].Json;
        Answers(document, "yes", answer);
        JsonElement nested = document.GetProperty("nested");
        Assert.Equal(lab["parameter-" + value].Output.Trim(), nested.GetProperty("parameter").GetString());
        Assert.Equal(value == "1", nested.GetProperty("enabled").GetBoolean());
        Assert.Equal(value == "1", nested.GetProperty("offered").GetBoolean());
        Assert.Equal("pass", Finding(document, "VN1603").GetProperty("outcome").GetString());
        Assert.DoesNotContain(Findings(document), f => f.GetProperty("code").GetString() == "VN1702");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Saved_evidence_gives_the_same_verdict(string value)
    {
        Assert.Equal(0, lab["save-" + value].Status);
        Assert.Equal(lab["nested-" + value].Output, lab["saved-" + value].Output);
    }

    [Fact]
    public void A_change_that_waits_for_the_next_load_is_told_and_the_load_makes_it()
    {
        Answers(lab["pending"].Json, "yes", "no");
        Assert.Equal("fail", Finding(lab["pending"].Json, "VN1002").GetProperty("outcome").GetString());
        Assert.Contains(lab["pending.loaded"].Output.Trim(), (string[])["1", "Y"]);
    }

    [Fact]
    public void Of_lines_that_contradict_each_other_the_winner_is_the_one_of_a_real_load()
    {
        Assert.Contains("20-off.conf:1 wins (nested=0)", Finding(lab["conflict"].Json, "VN1003").GetProperty("title").GetString(),
            StringComparison.Ordinal);
        Assert.Contains(lab["conflict.loaded"].Output.Trim(), (string[])["0", "N"]);
    }

    [Fact]
    public void The_option_on_the_wrong_module_is_told_and_has_no_effect()
    {
        Assert.Equal("fail", Finding(lab["wrong-module"].Json, "VN1004").GetProperty("outcome").GetString());
        Assert.Contains(lab["wrong-module.loaded"].Output.Trim(), (string[])["1", "Y"]);
    }

    [Fact]
    public void A_value_is_called_refused_exactly_where_the_module_refuses_it()
    {
        bool refused = lab["value-y.load"].Status != 0;
        Assert.Equal(lab.Vendor == "amd", refused);
        Assert.Equal(refused, Findings(lab["value-y"].Json).Any(f => f.GetProperty("code").GetString() == "VN1006"));
    }

    [Fact]
    public void An_ordinary_user_without_permission_gets_the_hosts_answers_and_a_warning()
    {
        Answers(lab["user-denied"].Json, "yes", "yes");
        JsonElement finding = Finding(lab["user-denied"].Json, "VN1602");
        Assert.Equal("warn", finding.GetProperty("severity").GetString());
        Assert.Contains("EACCES", finding.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Findings(lab["user-allowed"].Json), f => f.GetProperty("code").GetString() == "VN1602");
    }

    [Fact]
    public void A_node_without_a_driver_is_not_opened()
    {
        Assert.Equal("fail", Finding(lab["node-without-driver"].Json, "VN1603").GetProperty("outcome").GetString());
        Assert.Equal(1, lab["node-without-driver"].Status);
    }

    [Fact]
    public void Both_languages_give_the_same_exit_status()
    {
        foreach (string step in (string[])["absent", "nested-0", "nested-1", "pending", "conflict"])
        {
            Assert.Equal(lab[step].Status, lab[step + ".en"].Status);
            Assert.Equal(lab[step].Status, lab[step + ".zh"].Status);
            Assert.NotEqual(lab[step + ".en"].Output, lab[step + ".zh"].Output);
        }
    }

    private static void Answers(JsonElement document, string runsGuests, string guestsCanNest)
    {
        JsonElement answers = document.GetProperty("answers");
        Assert.Equal((runsGuests, guestsCanNest),
            (answers.GetProperty("runs_guests").GetString(), answers.GetProperty("guests_can_nest").GetString()));
    }

    private static JsonElement[] Findings(JsonElement document) => [.. document.GetProperty("findings").EnumerateArray()];

    private static JsonElement Finding(JsonElement document, string code) =>
        Findings(document).First(f => f.GetProperty("code").GetString() == code);

    private static string? FirstFail(JsonElement document) =>
        Findings(document).First(f => f.GetProperty("outcome").GetString() == "fail" && f.GetProperty("severity").GetString() == "fail")
            .GetProperty("code").GetString();
}

[Collection<OnAmd61>]
public sealed class CheckOnAmd61Tests(Amd61 lab) : CheckLabTests(lab);

[Collection<OnAmd612>]
public sealed class CheckOnAmd612Tests(Amd612 lab) : CheckLabTests(lab);

[Collection<OnIntel61>]
public sealed class CheckOnIntel61Tests(Intel61 lab) : CheckLabTests(lab);

[Collection<OnIntel612>]
public sealed class CheckOnIntel612Tests(Intel612 lab) : CheckLabTests(lab);
