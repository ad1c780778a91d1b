using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Guarding;

/// <summary>What the guard prints.</summary>
public sealed class GuardReportTests
{
    private static readonly Guid Id = new("3f2504e0-4f89-11d3-9a0c-0305e82c3301");

    private static readonly LibvirtFailure Failure =
        new(LibvirtFailureKind.Refused, "virDomainQemuMonitorCommand", 0, 0, "words\u001b[31m");

    private static readonly GuardReport Report = new("77", new GuardConfig(), GuardPolicy.Block,
        [new(Id, "web", true, null), new(Id, "long name\u001b[2J\u4e2d\u6587", null, Failure)]);

    public static TheoryData<GuardEventKind> Kinds => [.. Enum.GetValues<GuardEventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_event_has_a_sentence_in_both_languages_and_a_document(GuardEventKind kind)
    {
        GuardEvent happened = new(kind, new DateTimeOffset(2026, 11, 25, 1, 2, 3, TimeSpan.Zero)) { Name = "web\n\u001b[2J", DomainId = Id,
            Pid = 5, Failure = Failure };
        string english = GuardText.Line(happened, Report.Config, Language.English);
        string chinese = GuardText.Line(happened, Report.Config, Language.Chinese);
        Assert.NotEqual(english, chinese);
        Assert.DoesNotContain(english + chinese, static c => char.IsControl(c));
        string document = Encoding.UTF8.GetString(GuardJson.Event(happened, Report.Config));
        Assert.Empty(SchemaFile.Read("guard-event").Problems(document));
        Assert.Equal(1, document.Count(static c => c == '\n'));
        Assert.Empty(SchemaFile.Read("guard-event")
            .Problems(
                Encoding.UTF8.GetString(GuardJson.Event(new GuardEvent(kind, happened.At) { Auto = GuardPolicy.Off }, Report.Config))));
    }

    [Fact]
    public void The_documents_are_as_their_schemas_say()
    {
        Assert.Empty(SchemaFile.Read("guard-status").Problems(Encoding.UTF8.GetString(GuardJson.Status(Report))));
        Assert.Empty(SchemaFile.Read("guard-status")
            .Problems(Encoding.UTF8.GetString(GuardJson.Status(Report with { Pid = null, Blocked = [] }))));
        Assert.Empty(SchemaFile.Read("guard-release").Problems(Encoding.UTF8.GetString(GuardJson.Release(3, Report))));
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void The_state_is_told_within_80_columns_and_without_control_characters(Language language)
    {
        string text = GuardText.Status(Report with { Config = new GuardConfig { FailsClosed = true } }, language);
        Assert.All(text.Split('\n'), static line => Assert.InRange(TextLayout.ColumnsOf(line), 0, 80));
        Assert.DoesNotContain(text, static c => char.IsControl(c) && c != '\n');
        Assert.Contains("web", text, StringComparison.Ordinal);
    }
}
