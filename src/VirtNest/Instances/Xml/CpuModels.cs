using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>What QEMU's named x86 models are made of, as far as nesting asks for it. Measured with query-cpu-model-expansion on QEMU 7.2
/// for every model: which vendor it shows, and whether it defines any VMX control. A model without them shows a vmx flag when told to, and
/// its guest's kvm_intel finds no control that it needs (QEMU 4.2 and later take the controls from the model: commit
/// 0723cc8a5558).</summary>
public static class CpuModels
{
    /// <summary>The model that QEMU takes where none is named, and that libvirt 5.10 and later write into the definition.</summary>
    /// <param name="arch">The architecture of the instance.</param>
    public static string DefaultOf(string? arch) => arch == "i686" ? "qemu32" : "qemu64";

    /// <summary>False where a model is known to lack every VMX control; true for the others and for models that we do not know.</summary>
    /// <param name="model">The name.</param>
    public static bool MayHaveVmxControls(string model) => VendorOf(model) != Extension.Svm
        && Stem(model) is not ("486" or "base" or "n270" or "pentium" or "pentium2" or "pentium3" or "qemu32" or "KnightsMill");

    /// <summary>The extension of a model's vendor: emulated, a guest sees that vendor, and Linux takes SVM only from AMD and Hygon. Null
    /// for models that we do not know. (Under KVM QEMU shows the host's vendor.)</summary>
    /// <param name="model">The name.</param>
    public static Extension? VendorOf(string model) => Stem(model) switch
    {
        "qemu64" or "phenom" or "athlon" or "Dhyana" => Extension.Svm,
        { } name when name.StartsWith("EPYC", StringComparison.Ordinal) || name.StartsWith("Opteron_G", StringComparison.Ordinal) =>
            Extension.Svm,
        "486" or "n270" or "pentium" or "pentium2" or "pentium3" or "qemu32" or "kvm32" or "kvm64" or "coreduo" or "core2duo" or "Conroe"
            or "Penryn" or "Denverton" or "Snowridge"
            or "KnightsMill" or "Cooperlake" or "SierraForest" or "ClearwaterForest" or "YongFeng" => Extension.Vmx,
        { } name when Array.Exists(IntelLines, line => name.StartsWith(line, StringComparison.Ordinal)) => Extension.Vmx,
        _ => null,
    };

    /// <summary>True where an emulated instance of the model has SVM without being told: QEMU's definition of it includes svm, and only
    /// KVM leaves it out by default (QEMU commit 75d373ef9729).</summary>
    /// <param name="model">The name.</param>
    public static bool IncludesSvm(string model) => VendorOf(model) == Extension.Svm && Stem(model) is not ("athlon" or "Opteron_G1");

    private static string[] IntelLines { get; } =
        ["Nehalem", "Westmere", "SandyBridge", "IvyBridge", "Haswell", "Broadwell", "Skylake", "Cascadelake", "Icelake", "SapphireRapids",
            "GraniteRapids", "DiamondRapids"];

    /// <summary>The name without its version ("-v2"), which changes neither vendor nor controls.</summary>
    private static string Stem(string model)
    {
        int version = model.LastIndexOf("-v", StringComparison.Ordinal);
        return version > 0 && version + 2 < model.Length && model.AsSpan(version + 2).IndexOfAnyExceptInRange('0', '9') < 0
            ? model[..version] : model;
    }
}
