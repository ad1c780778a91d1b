using VirtNest.Facts;
using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>What follows from what was read of an instance and its host.</summary>
/// <param name="Reading">What was read.</param>
/// <param name="Host">What the host offers.</param>
public sealed record InstanceFacts(InstanceReading Reading, HostOffer Host)
{
    /// <summary>What the next cold start gives; null without a definition.</summary>
    public CpuGrant? Next => Reading.Persistent is { } xml ? CpuGrant.Decide(xml, Host, isLive: false) : null;

    /// <summary>What the running process was given, by its XML; null where none runs.</summary>
    public CpuGrant? Now => Reading.Live is { } xml ? CpuGrant.Decide(xml, Host, isLive: true) : null;

    /// <summary>The question arises: x86, KVM or QEMU. Null where no XML was read.</summary>
    public bool? Applies => Reading.Xml is { } xml ? xml.IsX86 && xml.Type is "kvm" or "qemu" : null;

    /// <summary>The CPU is emulated: the host's extension has no part in it.</summary>
    public bool IsEmulated => Reading.Xml?.Type == "qemu";

    /// <summary>The extension that the instance would have: the host's, or the emulator's.</summary>
    public Extension? Extension => IsEmulated ? Facts.Extension.Svm : Host.Extension;

    /// <summary>Is the extension there for the guest now? An L2 that ran proves it; then QEMU's own word; then the XML of the process, and
    /// for one that is off the definition.</summary>
    public bool? IsExposed =>
        IsUsed == true ? true : Reading.QemuHas ?? (Reading.Live is not null ? Now!.Has : Reading.State.IsActive() ? null : Next?.Has);

    /// <summary>Does the inside say the same as the outside? Null where one of them is silent.</summary>
    public bool? InsideAgrees => Reading.Inside.HasExtension is { } inside && IsExposed is { } exposed ? inside == exposed : null;

    /// <summary>Has an L2 run in it since it was started? Null where nobody counts.</summary>
    public bool? IsUsed => Reading.Samples.Second.IsUsed ?? Reading.Samples.First.IsUsed;

    /// <summary>Does an L2 run in it? Null where that cannot be told (<see cref="InstanceReading.RanNested"/>); false for an instance that
    /// is off.</summary>
    public bool? RunsNested => !Reading.State.IsActive() ? false : Reading.RanNested;

    /// <summary>Does it run with another CPU than its definition asks for, as far as nesting goes? Null where one of the two is not
    /// known.</summary>
    public bool? IsRestartPending
    {
        get
        {
            if (!Reading.State.IsActive() || Reading.IsTransient)
            {
                return false;
            }

            if (Next is not { } next || Now is null || Applies == false)
            {
                return Applies == false ? false : null;
            }

            bool takesHost = Reading.Persistent!.Cpu?.Mode is CpuMode.HostPassthrough or CpuMode.Maximum;
            bool tookHost = Reading.Live!.Cpu?.Mode is CpuMode.HostPassthrough or CpuMode.Maximum;
            return takesHost != tookHost ? true
                : next.Has == IsExposed ? false
                : next.Has is null || IsExposed is null ? null
                : true;
        }
    }

    /// <summary>Since when, at the latest, it runs on an older definition; null where that is not known, or it does not.</summary>
    public DateTimeOffset? PendingSince => IsRestartPending == true ? Reading.DefinedAt : null;
}
