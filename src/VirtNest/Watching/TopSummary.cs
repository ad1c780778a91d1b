namespace VirtNest.Watching;

/// <summary>How many instances of this host do what.</summary>
/// <param name="Instances">All of them.</param>
/// <param name="Exposed">They have VMX or SVM.</param>
/// <param name="Used">An L2 has run in them since they started.</param>
/// <param name="Running">One runs now.</param>
/// <param name="NeverUsed">They have VMX or SVM, and none has run.</param>
/// <param name="Unknown">Whether one runs now could not be told.</param>
public readonly record struct TopSummary(int Instances, int Exposed, int Used, int Running, int NeverUsed, int Unknown)
{
    /// <summary>Counts.</summary>
    /// <param name="state">What is known.</param>
    public static TopSummary Count(WatchState state)
    {
        TopSummary sum = new() { Instances = state.Uses.Count };
        foreach (VmUse use in state.Uses)
        {
            sum = sum with
            {
                Exposed = sum.Exposed + (use.IsExposed == true ? 1 : 0),
                Used = sum.Used + (use.IsUsed == true ? 1 : 0),
                Running = sum.Running + (use.IsRunning == true ? 1 : 0),
                NeverUsed = sum.NeverUsed + (use is { IsExposed: true, IsUsed: false } ? 1 : 0),
                Unknown = sum.Unknown + (use.IsRunning is null ? 1 : 0),
            };
        }

        return sum;
    }
}
