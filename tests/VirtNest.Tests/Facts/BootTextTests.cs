using System.Buffers.Binary;
using VirtNest.Evidence;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>What is kept of what boots.</summary>
public sealed class BootTextTests
{
    [Fact]
    public void Of_a_menu_the_lines_of_own_kernels_are_kept_without_recovery_and_other_systems() => Assert.Equal(
        "linux\t/boot/vmlinuz-6.1 root=/dev/vda1 ro  quiet\nlinux\t/boot/vmlinuz-6.1 root=/dev/vda1 ro  quiet\n",
        Kept(Keep.LinuxLines, """
            ### BEGIN /etc/grub.d/00_header ###
            linux /boot/not-this
            ### END /etc/grub.d/00_header ###
            ### BEGIN /etc/grub.d/10_linux ###
            menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple-1234' {
            	echo	'Loading Linux 6.1 ...'
            	linux	/boot/vmlinuz-6.1 root=/dev/vda1 ro  quiet
            	initrd	/boot/initrd.img-6.1
            }
            submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced-1234' {
            	menuentry 'Debian, with Linux 6.1' $menuentry_id_option 'gnulinux-6.1-advanced-1234' {
            		linux	/boot/vmlinuz-6.1 root=/dev/vda1 ro  quiet
            	}
            	menuentry 'Debian, with Linux 6.1 (recovery mode)' $menuentry_id_option 'gnulinux-6.1-recovery-1234' {
            		linux	/boot/vmlinuz-6.1 root=/dev/vda1 ro single
            	}
            }
            ### END /etc/grub.d/10_linux ###
            ### BEGIN /etc/grub.d/30_os-prober ###
            menuentry 'Another' $menuentry_id_option 'osprober-gnulinux-5.10' {
            	linux /boot/vmlinuz-5.10 root=/dev/vdb1
            }
            ### END /etc/grub.d/30_os-prober ###
            """));

    [Fact]
    public void Of_an_image_the_command_line_is_kept()
    {
        byte[] image = Image("root=/dev/vda1 quiet\n");
        Assert.Equal("root=/dev/vda1 quiet", Kept(Keep.ImageCommandLine, image));
        for (int length = 0; length < image.Length; length++)
        {
            Assert.Equal("", Kept(Keep.ImageCommandLine, image[..length]));
        }
    }

    [Fact]
    public void Numbers_in_an_image_that_lead_nowhere_do_no_harm()
    {
        byte[] image = Image("root=/dev/vda1");
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] broken = [.. image];
            BinaryPrimitives.WriteUInt32LittleEndian(broken.AsSpan(random.Next(image.Length - 4)), random.Next(3) == 0 ? uint.MaxValue
                : (uint)random.Next());
            Assert.True(Kept(Keep.ImageCommandLine, broken).Length <= image.Length);
        }
    }

    [Theory]
    [InlineData(Keep.EntryOptions, "title x\nmachine-id 1234\noptions root=/dev/vda1 ro\noptions\tquiet\nlinux /a\n",
        "options root=/dev/vda1 ro\noptions\tquiet\n")]
    [InlineData(Keep.KernelOptions, "# GRUB Environment Block\nsaved_entry=1234-6.1\nkernelopts=root=/dev/vda1 ro \n####",
        "kernelopts=root=/dev/vda1 ro \n")]
    [InlineData(Keep.LoaderType, "LOADER_TYPE=\"grub2-bls\"\nSECURE_BOOT=\"yes\"\n", "LOADER_TYPE=\"grub2-bls\"\n")]
    [InlineData(Keep.UnifiedImages, "#default_uki=\"/efi/a.efi\"\nPRESETS=('default')\nfallback_uki=\"/efi/b.efi\"\n",
        "fallback_uki=\"/efi/b.efi\"\n")]
    public void Of_configuration_the_lines_that_decide_are_kept(Keep keep, string text, string kept) =>
        Assert.Equal(kept, Kept(keep, text));

    private static string Kept(Keep keep, string text) => Kept(keep, Encoding.UTF8.GetBytes(text));

    private static string Kept(Keep keep, byte[] bytes) => Encoding.UTF8.GetString(SourceFilter.Apply(keep, bytes));

    /// <summary>The front of a PE file with two sections, the second of which is the command line, in a block of 512 bytes at its
    /// end.</summary>
    private static byte[] Image(string words)
    {
        byte[] image = new byte[512 + words.Length];
        "MZ"u8.CopyTo(image);
        image[60] = 128;
        "PE\0\0"u8.CopyTo(image.AsSpan(128));
        image[134] = 2;
        image[148] = 16;
        ".osrel"u8.CopyTo(image.AsSpan(168));
        Span<byte> section = image.AsSpan(208, 40);
        ".cmdline"u8.CopyTo(section);
        BinaryPrimitives.WriteInt32LittleEndian(section[8..], words.Length);
        BinaryPrimitives.WriteInt32LittleEndian(section[16..], 512);
        BinaryPrimitives.WriteInt32LittleEndian(section[20..], 512);
        Encoding.UTF8.GetBytes(words).CopyTo(image, 512);
        return image;
    }
}
