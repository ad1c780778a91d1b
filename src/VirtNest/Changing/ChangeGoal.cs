namespace VirtNest.Changing;

/// <summary>What a change reaches.</summary>
[Flags]
public enum ChangeReach
{
    /// <summary>The module as it runs now.</summary>
    Running = 1,
    /// <summary>The configuration that later loads and boots obey.</summary>
    Boot = 2,
    /// <summary>Both.</summary>
    Both = Running | Boot,
}

/// <summary>What the user wants.</summary>
/// <param name="IsOn">Nested virtualization on, or off.</param>
/// <param name="Reach">Now, later, or both.</param>
/// <param name="OverridesMitigation">Lines that stand there on purpose against the goal (a blacklist, an install line, nested=0 for
/// security) may be changed.</param>
public sealed record ChangeGoal(bool IsOn, ChangeReach Reach, bool OverridesMitigation)
{
    /// <summary>The running module is to be as wished.</summary>
    public bool ReachesRunning => (Reach & ChangeReach.Running) != 0;

    /// <summary>Later loads and boots are to be as wished.</summary>
    public bool ReachesBoot => (Reach & ChangeReach.Boot) != 0;

    /// <summary>"1" or "0", the two texts that every vendor's module takes ("nested=Y" keeps kvm_amd from loading).</summary>
    public string Value => IsOn ? "1" : "0";
}
