using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class KvmUseTests
{
    private static readonly KvmHolder Holder =
        new(7, 0, new KvmHoldings(1, 1, 2, 0), new ProcessNaming("qemu-kvm", "web1", true), IsAncestor: false);

    [Theory]
    [InlineData("anon_inode:kvm-vcpu-stats:0", 0)]
    [InlineData("anon_inode:kvm-vcpu-stats:4095", 4095)]
    [InlineData("anon_inode:kvm-vcpu-stats:", null)]
    [InlineData("anon_inode:kvm-vcpu-stats:-1", null)]
    [InlineData("anon_inode:kvm-vcpu-stats:1x", null)]
    [InlineData("anon_inode:kvm-vcpu-stats:99999999999", null)]
    [InlineData("anon_inode:kvm-vcpu:0", null)]
    [InlineData("anon_inode:kvm-vm-stats", null)]
    [InlineData("/tmp/anon_inode:kvm-vcpu-stats:0", null)]
    [InlineData("", null)]
    public void A_descriptor_of_statistics_names_its_vCPU(string link, int? vcpu) =>
        Assert.Equal(vcpu, KvmObjects.VcpuOfStatistics(Encoding.UTF8.GetBytes(link)));

    [Theory]
    [InlineData("anon_inode:kvm-vm", KvmObject.Vm)]
    [InlineData("anon_inode:kvm-vcpu:12", KvmObject.Vcpu)]
    [InlineData("anon_inode:kvm-vcpu", KvmObject.Vcpu)]
    [InlineData("anon_inode:kvm-vcpu-stats:0", KvmObject.Other)]
    [InlineData("anon_inode:kvm-vm-stats", KvmObject.Other)]
    [InlineData("anon_inode:kvm-vfio", KvmObject.Other)]
    [InlineData("anon_inode:kvm-arm-vgic-v3", KvmObject.Other)]
    [InlineData("anon_inode:[kvm-gmem]", KvmObject.Other)]
    [InlineData("/sys/kernel/debug/kvm/1234-11/vcpu0/guest_mode", KvmObject.Other)]
    [InlineData("/sys/kernel/debug/kvm/nested_run", null)]
    [InlineData("anon_inode:[eventfd]", null)]
    [InlineData("anon_inode:", null)]
    [InlineData("socket:[123]", null)]
    [InlineData("/var/log/kvm-vm", null)]
    [InlineData("", null)]
    public void A_descriptor_is_told_by_its_link(string link, KvmObject? what) =>
        Assert.Equal(what, KvmObjects.OfLink(Encoding.UTF8.GetBytes(link)));

    [Theory]
    [InlineData(0, 0, false, 0, KvmUseState.Free)]
    [InlineData(0, 5, true, 0, KvmUseState.Free)] // the kernel's count outweighs what could not be seen
    [InlineData(0, 0, false, 3, KvmUseState.HeldUnseen)]
    [InlineData(0, 5, false, 3, KvmUseState.HeldUnseen)]
    [InlineData(0, 0, false, null, KvmUseState.Free)]
    [InlineData(0, 1, false, null, KvmUseState.Unknown)]
    [InlineData(0, 0, true, null, KvmUseState.Unknown)]
    [InlineData(1, 0, false, 1, KvmUseState.HeldByUs)]
    [InlineData(1, 0, false, null, KvmUseState.HeldByUs)]
    public void Without_a_holder_the_kernels_count_decides(int own, int unreadable, bool isHidden, int? count, KvmUseState state)
    {
        int[] descriptors = own == 0 ? [] : [3];
        Assert.Equal(state, new KvmUse([], descriptors, unreadable, isHidden, new ModuleUse("kvm_amd", count, [])).State);
    }

    [Fact]
    public void A_holder_outweighs_everything_and_a_module_on_top_our_own_descriptor()
    {
        Assert.Equal(KvmUseState.Held, new KvmUse([Holder], [3], 0, false, new ModuleUse("kvm_amd", 0, ["x"])).State);
        Assert.Equal(KvmUseState.HeldByModules, new KvmUse([], [3], 0, false, new ModuleUse("kvm_amd", 1, ["x"])).State);
    }

    [Theory]
    [InlineData("2", "kvm_amd 200704 1 ccp, Live 0x0", 2, "ccp")]
    [InlineData(null, "kvm 1 9 kvm_amd, Live 0x0\nkvm_amd 200704 4 - Live 0x0", 4, "")]
    [InlineData("-1", "kvm_amd 200704 -1 - Unloading 0x0", null, "")]
    [InlineData(null, "kvm_amd 200704 1 a,[permanent], Live 0x0", 1, "a")]
    [InlineData(null, null, null, "")]
    [InlineData("", "kvm_amd", null, "")]
    [InlineData("99999999999", "kvm_amd x", null, "")]
    public void The_kernels_words_on_a_module_are_joined(string? refcnt, string? modules, int? count, string above)
    {
        ModuleUse use = ModuleUse.Parse("kvm_amd", refcnt, [], modules);
        Assert.Equal(count, use.Count);
        Assert.Equal(above, string.Join(' ', use.Above));
        Assert.Equal(["holder"], ModuleUse.Parse("kvm_amd", refcnt, ["holder"], null).Above);
    }
}
