using System.Collections.Concurrent;
using Xunit;

namespace VirtNest.AotTests.Faults;

/// <summary>What came of the cases of one test: counts, and what is wrong. For several threads.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentBag<string> _wrong = [];
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    internal void Add(string what) => _counts.AddOrUpdate(what, 1, static (_, n) => n + 1);

    internal void Must(bool holds, string otherwise)
    {
        if (!holds)
        {
            _wrong.Add(otherwise);
        }
    }

    /// <summary>Tells the counts, and fails where anything is wrong.</summary>
    internal void End(string command, int calls)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{command}: {calls} calls; "
            + string.Join(", ", _counts.OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => $"{c.Key} {c.Value}")));
        Assert.True(_wrong.IsEmpty, $"{_wrong.Count} wrong\n" + string.Join('\n', _wrong.Order(StringComparer.Ordinal).Take(12)));
    }
}
