using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Host.Gathering;

/// <summary>What this host's processor is, where a whole gathering would be too much.</summary>
public static class HostCpu
{
    /// <summary>VMX or SVM by the processor's vendor, whether or not it shows the extension; null on other architectures and for vendors
    /// that have neither.</summary>
    public static Extension? Extension
    {
        get
        {
            HostEvidence evidence = new(EvidenceOrigin.Live);
            CpuidReader.Gather(evidence);
            CpuFacts facts = CpuFacts.Parse(evidence);
            return facts.VendorExtension ?? facts.RawExtension;
        }
    }
}
