using VirtNest.Domains;

namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpInstanceCheck { get; }

    public abstract string HelpInstanceNoAgent { get; }

    public abstract string InstanceQuestion(string name, string state, bool isOff);

    public abstract string InstanceHostOffers { get; }

    public abstract string InstanceHostDoesNotOffer { get; }

    public abstract string InstanceHostNotTold { get; }

    public abstract string InstanceHostRemedy { get; }

    public abstract string InstanceHostRemedyElsewhere { get; }

    public abstract string InstanceEmulated { get; }

    public abstract string InstanceNotRead(string words);

    public abstract string InstanceNotJudged(string type, string arch);

    public abstract string InstanceAsks(CpuExposure how);

    public abstract string InstanceDoesNotAsk(CpuExposure how);

    public abstract string InstanceHostModelAlone { get; }

    public abstract string InstanceAsksNotTold { get; }

    public abstract string InstanceEnableRemedy { get; }

    public abstract string InstanceHas { get; }

    public abstract string InstanceHasNot { get; }

    public abstract string InstanceHasNotRemedy { get; }

    public abstract string InstanceHasNotTold { get; }

    public abstract string InstanceHasNotToldRemedy { get; }

    public abstract string InstancePending { get; }

    public abstract string InstancePendingToLose { get; }

    public abstract string InstancePendingRemedy(string name);

    public abstract string InstanceSaved { get; }

    public abstract string InstanceSavedRemedy(string name);

    public abstract string InstanceCpuOverride { get; }

    public abstract string InstanceManagedBy(string owner, bool rewrites);

    public abstract string InstanceNestedUse(bool? runsNow);

    public abstract string InsideNotLooked(string why, string words);

    public abstract string InsideShows(string flags);

    public abstract string InsideShowsNone { get; }

    public abstract string InsideContradicts(bool inside);

    public abstract string InsideHiddenRemedy { get; }

    public abstract string InsideLiesRemedy { get; }

    public abstract string InsideModuleLoaded(string module, string nested);

    public abstract string InsideModuleMissing(string module);

    public abstract string InsideModuleRemedy(string module);
}
