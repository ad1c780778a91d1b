using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What to know before saying yes.</summary>
internal static class PlanNotices
{
    /// <summary>Published escapes through nesting that this kernel is exposed to.</summary>
    internal static IEnumerable<Remark> OfEnabling(HostFacts facts)
    {
        foreach (Finding finding in AdvisoryCheck.OfKernel(facts))
        {
            yield return new(RemarkCode.Exposed, finding.Title, finding.Evidence);
        }
    }

    /// <summary>What keeps the old answer. libvirt sees a new value of nested by itself (virQEMUCaps, "kvm kernel nested value changed");
    /// its running domains keep their CPU. Kubernetes' node labels stay until what wrote them looks again.</summary>
    internal static IEnumerable<Remark> OfStaleCaches(HostFacts facts)
    {
        if (facts.Evidence["stat:/run/libvirt"].IsKnown)
        {
            yield return new(RemarkCode.StaleCache, ChangeSentences.StaleLibvirt);
        }

        if (facts.Evidence["stat:/var/lib/kubelet"].IsKnown)
        {
            yield return new(RemarkCode.StaleCache, StaleKubernetes);
        }
    }

    private static Sentence StaleKubernetes => new(
        "Kubernetes node labels about nesting and CPU features stay as they were until their owner looks again: restart virt-handler "
            + "(KubeVirt) or node-feature-discovery on this node.",
        "Kubernetes 中与嵌套和 CPU 特性有关的节点标签在其所有者重新检测之前保持不变：请在本节点重启 virt-handler（KubeVirt）或 "
            + "node-feature-discovery。");
}
