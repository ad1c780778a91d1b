namespace VirtNest.Facts;

/// <summary>How many descriptors of each kind a process holds. Two descriptors may be of one open file: these are no counts of
/// VMs.</summary>
/// <param name="Devices">Of /dev/kvm.</param>
/// <param name="Vms">Of VMs.</param>
/// <param name="Vcpus">Of virtual CPUs; where a process has them mapped and no descriptor is left, the mappings.</param>
/// <param name="Others">Of other objects of VMs.</param>
public readonly record struct KvmHoldings(int Devices, int Vms, int Vcpus, int Others)
{
    /// <summary>True where nothing is held.</summary>
    public bool IsEmpty => this == default;

    /// <summary>The same with one more.</summary>
    /// <param name="what">What is held.</param>
    public KvmHoldings With(KvmObject what) => what switch
    {
        KvmObject.Device => this with { Devices = Devices + 1 },
        KvmObject.Vm => this with { Vms = Vms + 1 },
        KvmObject.Vcpu => this with { Vcpus = Vcpus + 1 },
        KvmObject.Other => this with { Others = Others + 1 },
    };
}
