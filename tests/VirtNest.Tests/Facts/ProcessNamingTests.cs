using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class ProcessNamingTests
{
    [Theory]
    [InlineData("web1", "/usr/bin/qemu-system-x86_64", "-name", "guest=web1,debug-threads=on")]
    [InlineData("web1", "/usr/bin/qemu-system-x86_64", "--name", "web1,process=x")]
    [InlineData("vm100", "/usr/bin/kvm", "-id", "100", "-name", "vm100,debug-threads=on")]
    [InlineData("web1", "/usr/libexec/qemu-kvm", "-name", "debug-threads=on,guest=web1")]
    [InlineData("a,b", "qemu-kvm", "-name", "guest=a,,b,process=c")]
    [InlineData("a,", "qemu-kvm", "-name", "a,,")]
    [InlineData("a", "qemu-kvm", "-name", "a,")]
    [InlineData("a=b", "qemu-kvm", "-name", "guest=a=b")]
    [InlineData("b", "qemu-kvm", "-name", "guest=a", "-name", "guest=b")]
    [InlineData("b", "qemu-kvm", "-name", "a,guest=b")]
    [InlineData("虚拟机", "qemu-kvm", "-name", "guest=虚拟机")]
    [InlineData(null, "qemu-kvm", "-name", "process=x")]
    [InlineData(null, "qemu-kvm", "-name", "process=x,y")]
    [InlineData(null, "qemu-kvm", "-name", "guest=")]
    [InlineData(null, "qemu-kvm", "-name")]
    [InlineData(null, "qemu-kvm", "-m", "1024")]
    [InlineData(null, "/usr/bin/firecracker", "-name", "guest=x")]
    public void The_name_of_an_instance_is_read_as_QEMU_reads_it(string? instance, params string[] arguments)
    {
        ProcessNaming naming = Of(arguments);
        Assert.Equal(instance, naming.Instance);
        Assert.Equal(arguments[0].Split('/')[^1], naming.Command);
        Assert.False(naming.IsLibvirt);
    }

    [Theory]
    [InlineData("{\"qom-type\":\"secret\",\"file\":\"/var/lib/libvirt/qemu/domain-3-web1/master-key.aes\"}")]
    [InlineData("secret,id=masterKey0,format=raw,file=/home/u/.config/libvirt/qemu/lib/domain-3-web1/master-key.aes")]
    public void A_domain_of_libvirt_is_told_by_its_own_folder(string secret) =>
        Assert.True(Of("/usr/bin/qemu-system-x86_64", "-name", "guest=web1", "-object", secret).IsLibvirt);

    [Theory]
    [InlineData("cloud-hypervisor", "/usr/local/bin/cloud-hypervisor")]
    [InlineData("crosvm", "crosvm")]
    [InlineData("comm", "")]
    [InlineData("comm", "/usr/bin/")]
    public void Other_programs_are_named_by_their_first_argument(string command, string first) =>
        Assert.Equal(new ProcessNaming(command, null, false), Of(first, "-name", "guest=x"));

    [Fact]
    public void An_argument_that_was_cut_is_not_taken_for_a_name()
    {
        byte[] whole = Encoding.UTF8.GetBytes("qemu-kvm\0-name\0guest=web1\0");
        for (int length = 0; length <= whole.Length; length++)
        {
            Assert.Equal(length == whole.Length ? "web1" : null,
                ProcessNaming.Parse(whole.AsSpan(0, length), isTruncated: true, "comm").Instance);
        }
    }

    [Fact]
    public void No_bytes_whatever_are_too_much()
    {
        Random random = new(3);
        byte[] pieces = [.. "=,\0-name guest"u8, 0xFF, 0x1B];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] tail = [.. Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)])];
            ProcessNaming naming = ProcessNaming.Parse([.. "qemu\0-name\0"u8, .. tail], random.Next(2) == 0, "comm");
            Assert.Equal("qemu", naming.Command);
        }
    }

    private static ProcessNaming Of(params string[] arguments) =>
        ProcessNaming.Parse(Encoding.UTF8.GetBytes(string.Concat(arguments.Select(static a => a + "\0"))), isTruncated: false, "comm");
}
