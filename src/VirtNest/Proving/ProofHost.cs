namespace VirtNest.Proving;

/// <summary>Where a proof ran: what a reader needs to compare two of them.</summary>
/// <param name="Kernel">Release, as uname(2) tells it.</param>
/// <param name="CpuVendor">CPUID's twelve letters ("AuthenticAMD"), bounded to printable ones.</param>
/// <param name="CpuModel">The CPU's name by CPUID 80000002 to 80000004, bounded to printable letters; empty where it has none.</param>
/// <param name="Hypervisor">The signature of the hypervisor below (CPUID 40000000), or null where CPUID shows none.</param>
/// <param name="Module">The vendor module that is loaded ("kvm_amd"), or null where none is known.</param>
/// <param name="Parameters">The module's parameters that take part, as "nested=1 npt=1", in the text that was read; empty where none
/// was.</param>
public sealed record ProofHost(string Kernel, string CpuVendor, string CpuModel, string? Hypervisor, string? Module, string Parameters);
