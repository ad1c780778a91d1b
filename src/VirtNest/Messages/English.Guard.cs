namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpGuard => "Keeps instances in which an L2 runs from being saved, snapshotted or migrated, and refuses incoming ones that would lose it.";

    public override string HelpGuardRun => "Watches who runs an L2, and has libvirt refuse to save, snapshot or migrate those instances for as long as one runs. Stays in the foreground, for a service; needs root.";

    public override string HelpGuardStatus => "Tells whether a guard runs, its policy, and which instances are blocked now. Needs root.";

    public override string HelpGuardRelease => "Takes away every blocker that a guard has left behind, so that libvirt permits everything again. Needs root, and that no guard runs.";

    public override string HelpGuardConfig => "the configuration; default: /etc/virt-nest/guard.conf, and where that does not exist the built-in values";

    public override string HelpGuardUnlessClosed => "do nothing where the configuration says on-failure = closed";

    public override string HelpWatchDebugfs => "where the kernel counts: the folder kvm of a debugfs; default: /sys/kernel/debug/kvm";

    public override string GuardConfigNotALine(int line, string text) => $"line {line} is no \"key = value\", no [PATTERN] and no comment: {text}";

    public override string GuardConfigKey(int line, string key) => $"line {line}: there is no key '{key}' here; known are policy, grace, interval, on-failure, connect, and policy in a section";

    public override string GuardConfigValue(int line, string key, string value) => $"line {line}: '{value}' is not allowed for {key}; " + key switch
    {
        "policy" => "allowed are auto, block, warn, off",
        "grace" => "allowed are 1 to 86400 seconds",
        "interval" => "allowed are 0.01 to 3600 seconds",
        "on-failure" => "allowed are open, closed",
        _ => "it needs a value",
    };

    public override string GuardConfigTwice(int line, string key) => $"line {line}: {key} is given twice";

    public override string GuardNeedsRoot => "this needs root";

    public override string GuardRuns(string pid) => $"a guard, or \"guard release\", runs already{(pid.Length == 0 ? "" : $" (process {pid})")}";

    public override string GuardFolder(string path, string reason) => $"{path}: {reason}";

    public override string GuardStarted(string uri, string seconds, string policy, bool blocks, bool failsClosed) =>
        $"guarding {uri}, a look every {seconds} s; policy {policy}{(policy != "auto" ? "" : blocks ? " (blocks, by the table of limits for this host)" : " (nothing to block, by the table of limits for this host)")}; on failure {(failsClosed ? "closed" : "open")}";

    public override string GuardStopped => "the guard has ended";

    public override string GuardAdopted(string name) => $"{name}: a blocker of an earlier run is taken over";

    public override string GuardArmed(string name) => $"{name}: an L2 runs in it; libvirt refuses now to save, snapshot or migrate it";

    public override string GuardDisarmed(string name) => $"{name}: libvirt permits again to save, snapshot or migrate it";

    public override string GuardWarned(string name) => $"{name}: an L2 runs in it; saving or migrating it may lose the L2";

    public override string GuardUnguarded(string command, int pid) => $"{command} (process {pid}): an L2 runs in this VM, which is not libvirt's: nothing can be refused there";

    public override string GuardArmFailed(string name, string failure) => $"{name}: an L2 runs in it, and it could not be blocked; this is tried again. {failure}";

    public override string GuardDisarmFailed(string name, string failure) => $"{name}: its blocker could not be taken away; this is tried again. {failure}";

    public override string GuardSourceLost(string failure) => $"libvirt cannot be asked; this is tried again. {failure}";

    public override string GuardSourceBack => "libvirt answers again";

    public override string GuardAutoChanged(bool blocks) => blocks ? "policy auto blocks from now on, by the table of limits for this host" : "policy auto has nothing to block from now on, by the table of limits for this host";

    public override string GuardStatusRuns(string pid) => $"A guard runs{(pid.Length == 0 ? "" : $" (process {pid})")}.";

    public override string GuardStatusOff => "No guard runs.";

    public override string GuardStatusPolicy(string policy, bool blocks, bool failsClosed) =>
        $"Policy {policy}{(policy != "auto" ? "" : blocks ? " (blocks, by the table of limits for this host)" : " (nothing to block, by the table of limits for this host)")}; on failure {(failsClosed ? "closed" : "open")}.";

    public override string GuardStatusNone => "No instance is blocked.";

    public override string GuardStatusBlocked => "Blocked, for an L2 runs in them or did a moment ago:";

    public override string GuardStatusDoubtful(string name) => $"{name} (on record; whether it is blocked could not be asked)";

    public override string GuardReleased(int count) => count == 1 ? "One blocker was taken away." : $"{count} blockers were taken away.";

    public override string GuardNothingToRelease => "There was no blocker.";

    public override string GuardLeftClosed => "The configuration says on-failure = closed: blockers are left as they are.";

    public override string GuardNotReleased(string name, string? failure) => $"{name}: its blocker could not be taken away{(failure is null ? " in time" : ". " + failure)}";
}
