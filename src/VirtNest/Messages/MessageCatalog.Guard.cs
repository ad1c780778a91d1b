namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpGuard { get; }

    public abstract string HelpGuardRun { get; }

    public abstract string HelpGuardStatus { get; }

    public abstract string HelpGuardRelease { get; }

    public abstract string HelpGuardConfig { get; }

    public abstract string HelpGuardUnlessClosed { get; }

    public abstract string HelpWatchDebugfs { get; }

    public abstract string GuardConfigNotALine(int line, string text);

    public abstract string GuardConfigKey(int line, string key);

    public abstract string GuardConfigValue(int line, string key, string value);

    public abstract string GuardConfigTwice(int line, string key);

    public abstract string GuardNeedsRoot { get; }

    public abstract string GuardRuns(string pid);

    public abstract string GuardFolder(string path, string reason);

    public abstract string GuardStarted(string uri, string seconds, string policy, bool blocks, bool failsClosed);

    public abstract string GuardStopped { get; }

    public abstract string GuardAdopted(string name);

    public abstract string GuardArmed(string name);

    public abstract string GuardDisarmed(string name);

    public abstract string GuardWarned(string name);

    public abstract string GuardUnguarded(string command, int pid);

    public abstract string GuardArmFailed(string name, string failure);

    public abstract string GuardDisarmFailed(string name, string failure);

    public abstract string GuardSourceLost(string failure);

    public abstract string GuardSourceBack { get; }

    public abstract string GuardAutoChanged(bool blocks);

    public abstract string GuardStatusRuns(string pid);

    public abstract string GuardStatusOff { get; }

    public abstract string GuardStatusPolicy(string policy, bool blocks, bool failsClosed);

    public abstract string GuardStatusNone { get; }

    public abstract string GuardStatusBlocked { get; }

    public abstract string GuardStatusDoubtful(string name);

    public abstract string GuardReleased(int count);

    public abstract string GuardNothingToRelease { get; }

    public abstract string GuardLeftClosed { get; }

    public abstract string GuardNotReleased(string name, string? failure);
}
