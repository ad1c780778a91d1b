using VirtNest.Checking;
using VirtNest.Tables;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Checking;

/// <summary>An error line in the light of a host, as text and as JSON.</summary>
public sealed class ErrorAnswerTests
{
    private static readonly IReadOnlyList<ErrorEntry> Entries = ErrorTable.Load();

    [Theory]
    [InlineData("intel-nested-off", "warning: host doesn't support requested feature: CPUID.01H:ECX.vmx [bit 5]", null, null, "VN1001")]
    [InlineData("intel-nested-off", "kvm: disabled by bios", "VN1201", "pass", null)]
    [InlineData("intel-nested-off", "modprobe: FATAL: Module kvm_intel is builtin.", "VN1001", "fail", null)]
    [InlineData("google-cloud-hides-vmx", "modprobe: ERROR: could not insert 'kvm_intel': Operation not supported", null, null, "VN1301")]
    [InlineData("google-cloud-hides-vmx", "INFO: Your CPU does not support KVM extensions", null, null, "VN1301")]
    [InlineData("google-cloud-hides-vmx", "KVM internal error. Suberror: 1", null, null, null)]
    [InlineData("google-cloud-hides-vmx", "0x80370102", null, null, null)]
    public void The_host_adds_what_it_knows(string host, string line, string? here, string? outcome, string? breaks)
    {
        ErrorAnswer answer = Judge(host, line);
        Assert.Equal(here, answer.Here?.Code.Text());
        Assert.Equal(outcome, answer.Here is null ? null : EnumWord.Of(answer.Here.Outcome));
        Assert.Equal(breaks, answer.Breaks?.Code.Text());
        string text = ErrorText.Write([answer], Language.English, hasLines: false);
        Assert.Equal(here is not null || breaks is not null, text.Contains("On this host: ", StringComparison.Ordinal));
        Assert.Equal(here is not null && breaks is not null, text.Contains("What stops it here: ", StringComparison.Ordinal));
        Assert.Empty(SchemaFile.Read("explain").Problems(Encoding.UTF8.GetString(ErrorJson.Write([answer], 1, []))));
    }

    [Fact]
    public void Where_firmware_is_well_the_link_that_breaks_is_named()
    {
        ErrorAnswer answer = Judge("intel-vboxdrv-holds", "[    1.2] kvm: disabled by bios");
        Assert.Equal((Outcome.Pass, "VN1506"), (answer.Here!.Outcome, answer.Breaks!.Code.Text()));
        string text = ErrorText.Write([answer], Language.Chinese, hasLines: false);
        Assert.Contains("本机：", text, StringComparison.Ordinal);
        Assert.Contains("本机的障碍在于：", text, StringComparison.Ordinal);
        Assert.Contains("详情：virt-nest explain VN1506", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_log_is_numbered_and_counted()
    {
        LoggedError logged = new(Entries[0], "kvm: disabled by bios", 12, 3);
        string text = ErrorText.Write([new(Entries[0], logged, null, null)], Language.English, hasLines: true);
        Assert.Contains("  Line 12, 3 times in all\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_log_holds_is_printable()
    {
        LoggedError logged = new(Entries[0], "kvm: disabled by bios \u0007\u202e" + new string('x', 4000), 1, 1);
        ErrorAnswer answer = new(Entries[0], logged, null, null);
        string text = ErrorText.Write([answer], Language.English, hasLines: false)
            + ErrorText.NotRecognised(logged.Text, 1, [], Language.English);
        Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        Assert.All(text.Split('\n'), static l => Assert.True(l.Length < 300));
        Assert.Empty(SchemaFile.Read("explain").Problems(Encoding.UTF8.GetString(ErrorJson.Write([answer], 1, []))));
    }

    [Fact]
    public void Every_entry_is_text_of_80_columns_and_a_document()
    {
        ErrorAnswer[] answers = [.. Entries.Select(ErrorAnswer.Listed)];
        foreach (Language language in Enum.GetValues<Language>())
        {
            string[] lines = ErrorText.Write(answers, language, hasLines: false).Split('\n');
            Assert.DoesNotContain(lines, static l => TextLayout.ColumnsOf(l) > 80 && l.Trim().Contains(' ', StringComparison.Ordinal)
                && !l.TrimStart().StartsWith("kubectl ", StringComparison.Ordinal));
        }

        Assert.Empty(SchemaFile.Read("explain").Problems(Encoding.UTF8.GetString(ErrorJson.Write(answers, null, Entries))));
    }

    private static ErrorAnswer Judge(string host, string line)
    {
        ErrorLog log = new(Entries);
        log.Read(Encoding.UTF8.GetBytes(line));
        log.End();
        return ErrorAnswer.Judge(Assert.Single(log.Errors), HostFixture.Read(host).Verdict);
    }
}
