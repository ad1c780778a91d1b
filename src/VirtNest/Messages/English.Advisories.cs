namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string AdvisoriesExposed(string kernel, string names, string? fixedIn)
    {
        string fix = fixedIn is null ? "" : "; version " + fixedIn + " has it";
        return $"Instances that nest can attack this host: by its version {kernel} the kernel lacks the fix of {names}{fix}.";
    }

    public override string AdvisoriesRemedy(string? fixedIn) => (fixedIn is null ? "Update the kernel and reboot." : $"Update the kernel to {fixedIn} or later and reboot.")
        + " Until then let only instances that you trust nest, or switch nesting off: virt-nest disable.";

    public override string AdvisoriesUnknown(string names) =>
        $"The kernel's version does not tell whether it has the fix of {names}. Instances that nest could attack a host without it: look the numbers up at your distribution's security pages.";
}
