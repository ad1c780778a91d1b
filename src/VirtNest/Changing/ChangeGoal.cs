namespace VirtNest.Changing;

/// <summary>What a change is for: of the host, of the hook, or of an instance.</summary>
public abstract record PlanGoal;

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

/// <summary>What is wished of the host.</summary>
/// <param name="IsOn">Nested virtualization on, or off.</param>
/// <param name="Reach">Now, later, or both.</param>
/// <param name="OverridesMitigation">Lines that stand there on purpose against the goal (a blacklist, an install line, nested=0 for
/// security) may be changed.</param>
public sealed record ChangeGoal(bool IsOn, ChangeReach Reach, bool OverridesMitigation) : PlanGoal
{
    /// <summary>The running module is to be as wished.</summary>
    public bool ReachesRunning => (Reach & ChangeReach.Running) != 0;

    /// <summary>Later loads and boots are to be as wished.</summary>
    public bool ReachesBoot => (Reach & ChangeReach.Boot) != 0;

    /// <summary>"1" or "0", the two texts that every vendor's module takes ("nested=Y" keeps kvm_amd from loading).</summary>
    public string Value => IsOn ? "1" : "0";
}

/// <summary>What is wished of libvirt's hook.</summary>
/// <param name="IsInstall">It is put there, or made what it should be; false: it goes away.</param>
public sealed record HookGoal(bool IsInstall) : PlanGoal;

/// <summary>What is wished of an instance, as a document says it: the words are those of the command line.</summary>
/// <param name="Action">"enable", "disable", "undo".</param>
/// <param name="Mode">"host-passthrough", "host-model", "keep"; null for what fits.</param>
/// <param name="Extension">"vmx", "svm"; null for what its host has.</param>
/// <param name="DropsConflicts">Children of &lt;cpu&gt; that cannot stand beside the new mode are dropped.</param>
/// <param name="EvenIfManaged">Also where another program keeps the definition.</param>
/// <param name="IsNow">A running instance is restarted, so that the change takes effect.</param>
/// <param name="Seconds">How long the guest may take to shut down.</param>
/// <param name="ForcesOff">A guest that does not shut down in time is ended as if its power was cut.</param>
public sealed record DefinitionGoal(string Action, string? Mode, string? Extension, bool DropsConflicts, bool EvenIfManaged, bool IsNow,
    int Seconds, bool ForcesOff) : PlanGoal;
