using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>How an instance shall get the extension.</summary>
public enum CpuTarget
{
    /// <summary>As it is where it is asked for already; else host-passthrough; emulated: Keep, or HostModel where the model there is one
    /// of Intel's.</summary>
    Fitting,
    /// <summary>mode='host-passthrough' check='full' and the feature: the only form whose start fails where the host does not offer it
    /// (measured: AMD, libvirt 9.0, QEMU 7.2).</summary>
    HostPassthrough,
    /// <summary>mode='host-model' check='partial' and the feature: without it AMD guests get no svm, with check='full' they do not start
    /// (measured, as above).</summary>
    HostModel,
    /// <summary>The mode and the model that are there, and the feature. Where no model is named, the one that QEMU takes by default is
    /// written.</summary>
    Keep,
}

/// <summary>What <see cref="CpuEdit.Enable"/> shall make of a definition.</summary>
/// <param name="Target">The mode.</param>
/// <param name="Extension">VMX or SVM: what the host of the instance has.</param>
/// <param name="DropsConflicts">Children of &lt;cpu&gt; that cannot stand beside the new mode are dropped; without it they are a
/// refusal.</param>
public sealed record CpuWish(CpuTarget Target, Extension Extension, bool DropsConflicts = false);
