namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpInstanceUndo { get; }

    public abstract string HelpInstanceNow { get; }

    public abstract string HelpInstanceTimeout { get; }

    public abstract string HelpInstanceForceOff { get; }

    public abstract string HelpInstanceAll { get; }

    public abstract string HelpInstanceMatch { get; }

    public abstract string HelpInstanceListFile { get; }

    public abstract string InstanceNeedsOne { get; }

    public abstract string InstanceManyNeedYes { get; }

    public abstract string InstanceListFaulty(string file, int line);

    public abstract string InstanceNoneFits { get; }

    public abstract string InstanceChangeDefinedLater(string name);

    public abstract string InstanceChangeDefinedOff(string name);

    public abstract string InstanceChangeSeen(string name, bool hasExtension, bool isInside);

    public abstract string InstanceChangeRunsAgain(string name);

    public abstract string InstanceChangeUnverified(string name);

    public abstract string InstanceChangeNotDelivered(string name, bool wished);

    public abstract string InstanceChangeWould(string name);

    public abstract string InstanceChangeRolledBack(string name);

    public abstract string InstanceChangeStuck(string name, string file);

    public abstract string InstanceChangeRecovered(string name);

    public abstract string InstanceChangeForced(string name);

    public abstract string InstanceChangeAutostart(string name);

    public abstract string InstanceChangeSnapshots(string name, int count);

    public abstract string InstanceChangeRefusedTransient { get; }

    public abstract string InstanceChangeRefusedSaved(string name);

    public abstract string InstanceChangeRefusedBusy { get; }

    public abstract string InstanceChangeRefusedOtherRun { get; }

    public abstract string InstanceChangeRefusedState(string state);

    public abstract string InstanceChangeRefusedHost { get; }

    public abstract string InstanceChangeRefusedShutdown(long seconds);

    public abstract string InstanceChangeRefusedKeep(string path, string why);

    public abstract string InstanceChangeRefusedMeanwhile { get; }

    public abstract string InstanceChangeRefusedSince(string path);

    public abstract string InstanceChangeRefusedNothing { get; }

    public abstract string ReadingCpuMismatch { get; }

    public abstract string ReadingMemory { get; }

    public abstract string ReadingMode { get; }

    public abstract string StepAgentAsked(string name);

    public abstract string StepButtonPressed(string name);

    public abstract string StepWaiting(string name, long seconds);

    public abstract string StepForcedOff(string name);

    public abstract string StepStarting(string name);

    public abstract string StepLookingInside(string name);

    public abstract string InstanceChangeSummary(int changed, int unchanged, int failed, int unknown);
}
