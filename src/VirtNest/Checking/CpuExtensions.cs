using VirtNest.Facts;

namespace VirtNest.Checking;

/// <summary>The field's words for values that checks speak of.</summary>
internal static class CpuExtensions
{
    /// <summary>"VMX" or "SVM".</summary>
    internal static string Of(Extension extension) => extension switch
    {
        Extension.Vmx => "VMX",
        Extension.Svm => "SVM",
    };

    /// <summary>The flag in /proc/cpuinfo.</summary>
    internal static string Flag(Extension extension) => extension switch
    {
        Extension.Vmx => "vmx",
        Extension.Svm => "svm",
    };

    /// <summary>The answers that fall with the extension: both; but where another vendor's module has started that may run guests without
    /// any, and no VM was tried, only the second.</summary>
    internal static Questions NeedsExtension(HostFacts facts) =>
        facts.Modules.IsOtherVendor && facts.Modules.IsPresent && facts.Modules.IsRegistered != false
            && facts.Kvm.CreateVm.State == Evidence.ReadingState.NotRead ? Questions.GuestsCanNest : Questions.Both;

    /// <summary>The extension that the kernel shows, or that raw CPUID shows behind it. Where CPUID is not trapped (a Xen PV guest, a
    /// guest of kvm_pvm) it shows what cannot be used, and does not count.</summary>
    internal static Extension? SeenExtension(HostFacts facts) =>
        facts.Cpu.Extension ?? (facts.Layer.IsParavirtual ? null : facts.Cpu.RawExtension);
}
