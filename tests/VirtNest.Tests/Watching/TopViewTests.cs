using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>Order, filter and scrolling of `top`.</summary>
public sealed class TopViewTests
{
    [Fact]
    public void Every_order_has_its_word() =>
        Assert.Equal(Enum.GetNames<TopSort>().Select(static n => n.ToLowerInvariant()), TopView.SortWords);

    [Theory]
    [InlineData(TopSort.Running, "1267534")] // yes by rate, then what is not known, then no by name
    [InlineData(TopSort.Name, "6534127")]
    [InlineData(TopSort.Exposed, "5312674")]
    [InlineData(TopSort.Used, "5126734")]
    [InlineData(TopSort.Rate, "1253467")]
    [InlineData(TopSort.Since, "1265347")]
    [InlineData(TopSort.Pid, "1234567")]
    [InlineData(TopSort.Source, "7534126")]
    public void Rows_are_sorted(TopSort sort, string keys)
    {
        Assert.Equal(keys, string.Concat(new TopView(sort, null).Rows(WatchedHost.Mixed).Select(static r => r.Vm.Key)));
        TopView reversed = new TopView(sort, null) with { IsReversed = true };
        Assert.NotEqual(keys, string.Concat(reversed.Rows(WatchedHost.Mixed).Select(static r => r.Vm.Key)));
    }

    [Fact]
    public void Every_order_has_a_word_and_the_key_goes_through_all()
    {
        TopSort[] all = Enum.GetValues<TopSort>();
        Assert.Equal(all, TopView.SortWords.Select(TopView.SortOf));
        TopView view = new(TopSort.Running, null);
        foreach (TopSort sort in all)
        {
            Assert.Equal(sort, view.Sort);
            view = view.NextSort();
        }

        Assert.Equal(TopSort.Running, view.Sort);
    }

    [Theory]
    [InlineData(null, 7)]
    [InlineData("", 7)]
    [InlineData("web", 1)]
    [InlineData("WEB", 1)]
    [InlineData("fire", 1)] // by its program, where nothing names it
    [InlineData("4304", 1)]
    [InlineData("数据", 1)]
    [InlineData("i*", 1)]
    [InlineData("*i*", 4)]
    [InlineData("w?b", 1)]
    [InlineData("e", 4)]
    [InlineData("nothing", 0)]
    public void A_filter_is_a_part_of_the_name_or_a_pattern_for_all_of_it(string? filter, int count)
    {
        Assert.Equal(count, new TopView(TopSort.Name, filter).Rows(WatchedHost.Mixed).Count);
    }

    [Fact]
    public void A_filter_is_typed_and_erased_character_by_character()
    {
        TopView view = new TopView(TopSort.Running, null) { IsTyping = true, First = 7 };
        view = view.Typed(new Rune('a')).Typed(new Rune(0x1F5A5)).Typed(new Rune(27));
        Assert.Equal("a\U0001F5A5", view.Filter);
        Assert.Equal(0, view.First);
        Assert.Equal("a", view.Erased().Filter);
        Assert.Null(view.Erased().Erased().Filter);
        Assert.Null(view.Erased().Erased().Erased().Filter);
        Assert.Equal(new TopView(TopSort.Running, null), view.Cleared());
        for (int i = 0; i < 1000; i++)
        {
            view = view.Typed(new Rune('x'));
        }

        Assert.True(view.Filter!.Length <= 102);
    }

    [Fact]
    public void Counts_are_of_all_instances()
    {
        TopSummary summary = TopSummary.Count(WatchedHost.Mixed);
        Assert.Equal(new TopSummary(Instances: 7, Exposed: 4, Used: 3, Running: 2, NeverUsed: 1, Unknown: 2), summary);
    }
}
