using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What to know before saying yes.</summary>
internal static class PlanNotices
{
    /// <summary>What to know of a change that has steps.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="isOn">Nesting is switched on.</param>
    internal static IEnumerable<Remark> Find(HostFacts facts, bool isOn) => [.. isOn ? OfEnabling(facts) : [], .. OfStaleCaches(facts)];

    /// <summary>Published escapes through nesting that this kernel is exposed to.</summary>
    private static IEnumerable<Remark> OfEnabling(HostFacts facts) =>
        AdvisoryCheck.OfKernel(facts).Select(static f => new Remark(RemarkCode.Exposed, f.Title, f.Evidence));

    /// <summary>What keeps the old answer. libvirt sees a new value of nested by itself (virQEMUCaps, "kvm kernel nested value changed");
    /// its running domains keep their CPU. Kubernetes' node labels stay until what wrote them looks again.</summary>
    private static IEnumerable<Remark> OfStaleCaches(HostFacts facts) =>
        (((string Folder, Sentence Text)[])[("/run/libvirt", ChangeSentences.StaleLibvirt), ("/var/lib/kubelet", StaleKubernetes)])
        .Where(c => facts.Evidence["stat:" + c.Folder].IsKnown).Select(static c => new Remark(RemarkCode.StaleCache, c.Text));

    private static Sentence StaleKubernetes => new(
        "Kubernetes node labels about nesting and CPU features stay as they were until their owner looks again: restart virt-handler "
            + "(KubeVirt) or node-feature-discovery on this node.",
        "Kubernetes 中与嵌套和 CPU 特性有关的节点标签在其所有者重新检测之前保持不变：请在本节点重启 virt-handler（KubeVirt）或 "
            + "node-feature-discovery。");
}
