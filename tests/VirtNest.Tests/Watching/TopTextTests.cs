using System.IO;
using System.Text.RegularExpressions;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Text;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>The live view and the table of `top`, on screens of every size; the pictures of folder Screens are made anew with
/// VIRT_NEST_UPDATE_GOLDEN=1.</summary>
public sealed partial class TopTextTests
{
    private static readonly TopView View = new(TopSort.Running, null);

    private static string Folder => RepositoryFolder.Of("tests", "VirtNest.Tests", "Watching", "Screens");

    [Theory]
    [InlineData(80, Language.English, "80.en.txt")]
    [InlineData(120, Language.English, "120.en.txt")]
    [InlineData(160, Language.English, "160.en.txt")]
    [InlineData(40, Language.English, "40.en.txt")]
    [InlineData(80, Language.Chinese, "80.zh-CN.txt")]
    [InlineData(120, Language.Chinese, "120.zh-CN.txt")]
    [InlineData(40, Language.Chinese, "40.zh-CN.txt")]
    public void The_live_view_is_as_its_picture(int columns, Language language, string file)
    {
        TopFrame frame = Plain(language).Frame(WatchedHost.Mixed, View, columns - 1, 20);
        Assert.Equal(20, frame.Lines.Count);
        Compare(file, string.Join('\n', frame.Lines) + "\n");
    }

    [Theory]
    [InlineData(Language.English, "once.en.txt")]
    [InlineData(Language.Chinese, "once.zh-CN.txt")]
    public void The_table_is_as_its_picture(Language language, string file)
    {
        DebugfsGap gap = new("/sys/kernel/debug/kvm", LinuxErrno.EACCES);
        WatchState state = WatchedHost.Mixed;
        state = state with { Sample = state.Sample with { Debugfs = gap } };
        string text = Plain(language).Once(state, View, TextLayout.Width);
        Assert.DoesNotContain(text.Split('\n'), static l => TerminalColumns.Of(l) > 80);
        Compare(file, text);
    }

    [Fact]
    public void Why_it_cannot_say_yet_that_no_L2_runs_is_said_where_it_looked_for_too_short_a_time()
    {
        WatchSample sample = new(TimeSpan.Zero, WatchedHost.Noon, [new("1", "web", CountSource.Debugfs, new(20, false))], null, null);
        WatchState state =
            WatchState.After(WatchState.After(null, sample), sample with { At = TimeSpan.FromSeconds(1), From = TimeSpan.FromSeconds(1) });
        foreach (Language language in Enum.GetValues<Language>())
        {
            Assert.Contains("--interval 3", Plain(language).Once(state, View, TextLayout.Width), StringComparison.Ordinal);
            Assert.DoesNotContain("--interval 3", Plain(language).Once(WatchedHost.Mixed, View, TextLayout.Width),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_screen_is_too_small_and_no_name_too_odd()
    {
        WatchState state = WatchedHost.After(
            [.. WatchedHost.OddNames.Select(static (n, i) =>
                WatchedHost.Vm(i.ToString(CultureInfo.InvariantCulture), n, i, 2 * i, CountSource.Debugfs) with { Pid = i, Command = n,
                    IsExposed = true })]);
        foreach (Language language in Enum.GetValues<Language>())
        {
            foreach (bool usesColour in (bool[])[false, true])
            {
                foreach (int columns in (int[])[1, 2, 3, 10, 15, 20, 39, 40, 66, 79, 100, 119, 130, 159, 500])
                {
                    foreach (int lines in (int[])[1, 2, 3, 4, 5, 8, 24, 100])
                    {
                        TopFrame frame =
                            new TopText(language, usesColour).Frame(state, View with { Filter = null, First = 3 }, columns, lines);
                        Check(frame, columns, lines);
                        Check(
                            new TopText(language, usesColour).Frame(state, View with { Filter = "e\u001b[2J", IsTyping = true }, columns,
                                lines), columns, lines);
                        Check(new TopText(language, usesColour).Frame(null, View, columns, lines), columns, lines);
                    }
                }

                Assert.DoesNotContain(Colour().Replace(new TopText(language, usesColour).Once(state, View, 80), ""),
                    static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
            }
        }
    }

    [Fact]
    public void Of_a_thousand_instances_one_page_is_shown_and_the_last_one_can_be_reached()
    {
        WatchState state = WatchedHost.After(
            [.. Enumerable.Range(0, 1000).Select(static i => WatchedHost.Vm($"k{i}", $"vm{i:D4}", 0, 0, CountSource.Debugfs))]);
        TopView view = new(TopSort.Name, null);
        TopFrame first = Plain(Language.English).Frame(state, view, 79, 24);
        Assert.StartsWith("vm0000", first.Lines[3], StringComparison.Ordinal);
        TopFrame last = Plain(Language.English).Frame(state, view with { First = 1_000_000 }, 79, 24);
        Assert.Equal(1000 - last.Page, last.First);
        Assert.StartsWith("vm0999", last.Lines[^2], StringComparison.Ordinal);
        Assert.StartsWith($"{last.First + 1}-1000/1000", last.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(0, Plain(Language.English).Frame(state, view with { First = -5 }, 79, 24).First);
        Assert.Equal(1000,
            Plain(Language.English).Once(state, view, 80).Split('\n').Count(static l => l.StartsWith("vm", StringComparison.Ordinal)));
    }

    [Fact]
    public void That_no_instance_runs_is_said_only_where_it_was_looked()
    {
        WatchState none = WatchedHost.After([]);
        Assert.Contains("No instance runs here", Plain(Language.English).Once(none, View, 80), StringComparison.Ordinal);
        WatchState blind = WatchedHost.After([], new("/sys/kernel/debug/kvm", LinuxErrno.ENOENT),
            new(LibvirtFailureKind.LibraryAbsent, "virConnectOpenAuth", 0, 0, ""));
        string text = Plain(Language.English).Once(blind, View, 80);
        Assert.Contains("Nothing could be read", text, StringComparison.Ordinal);
        Assert.Contains("debugfs is not mounted", text, StringComparison.Ordinal);
        Assert.Contains("libvirt is not installed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("No instance runs", text, StringComparison.Ordinal);
        TopFrame frame = Plain(Language.English).Frame(blind, View, 79, 24);
        Assert.Contains(frame.Lines, static l => l.Contains("Nothing could be read", StringComparison.Ordinal));
        Assert.DoesNotContain(frame.Lines, static l => l.Contains("0 instances", StringComparison.Ordinal));
    }

    [Fact]
    public void Those_that_have_nesting_and_never_used_it_are_counted_with_a_hint()
    {
        string text = Plain(Language.English).Once(WatchedHost.Mixed, View, 80);
        Assert.Contains("1 instance has nesting and has not used it", text, StringComparison.Ordinal);
        Assert.Contains("instance disable NAME", text, StringComparison.Ordinal);
        WatchState nobody = WatchedHost.After([WatchedHost.Vm("1", "a", 0, 0, CountSource.Debugfs)]);
        Assert.DoesNotContain("instance disable", Plain(Language.English).Once(nobody, View, 80), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(0.04, "0.0")]
    [InlineData(0.33, "0.3")]
    [InlineData(9.96, "10")]
    [InlineData(1234.4, "1234")]
    [InlineData(9_999_999.4, "9999999")]
    [InlineData(12_345_678.0, "12.3M")]
    public void A_rate_is_short(double? rate, string text) => Assert.Equal(text, TopText.Rate(rate));

    [Theory]
    [InlineData(-1, "0s")]
    [InlineData(59, "59s")]
    [InlineData(725, "12m05s")]
    [InlineData(18_240, "5h04m")]
    [InlineData(266_400, "3d02h")]
    public void A_duration_is_short(int seconds, string text) => Assert.Equal(text, Duration.Brief(TimeSpan.FromSeconds(seconds)));

    private static TopText Plain(Language language) => new(language, usesColour: false);

    private static void Check(TopFrame frame, int columns, int lines)
    {
        Assert.True(frame.Lines.Count <= lines, $"{frame.Lines.Count} lines on a screen of {lines}");
        foreach (string line in frame.Lines)
        {
            string plain = Colour().Replace(line, "");
            Assert.True(TerminalColumns.Of(plain) <= columns, $"{TerminalColumns.Of(plain)} columns on a screen of {columns}: {plain}");
            Assert.DoesNotContain(plain, static c => char.IsControl(c) || c == '\u202e');
        }
    }

    private static void Compare(string file, string text)
    {
        string path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("VIRT_NEST_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();
}
