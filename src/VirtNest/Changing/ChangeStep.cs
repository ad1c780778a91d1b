using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>One step of a plan, as data. The kinds are a closed set: a file, a program, the module, the definition of an instance, its
/// restart.</summary>
public abstract record ChangeStep
{
    private protected ChangeStep()
    {
    }

    /// <summary>What it does, in one line.</summary>
    public abstract Sentence Name { get; }

    /// <summary>How it is seen that it came off.</summary>
    public abstract Sentence Check { get; }

    /// <summary>How it is taken back.</summary>
    public abstract Sentence WayBack { get; }

    /// <summary>It makes something of what other steps changed, and so is taken back after them, by doing it again.</summary>
    public virtual bool FollowsOthers => false;
}
