using VirtNest.LabTests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace VirtNest.LabTests;

/// <summary>The order in which the labs boot: those that take minutes first, so that no core is left alone with one of them at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [nameof(OnIntelFaults), nameof(OnAmdFaults), nameof(OnIntel612), nameof(OnIntel61), nameof(PowerCutLabTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(static c => Rank(c.TestCollectionDisplayName))];

    private static int Rank(string name)
    {
        int rank = Array.FindIndex(Long, l => name.Contains("." + l, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
