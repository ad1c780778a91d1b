namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string AdvisoriesExposed(string kernel, string names, string? fixedIn);

    public abstract string AdvisoriesRemedy(string? fixedIn);

    public abstract string AdvisoriesUnknown(string names);
}
