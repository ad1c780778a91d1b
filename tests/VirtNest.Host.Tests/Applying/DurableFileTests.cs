using System.IO;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

/// <summary>A file is replaced whole, and keeps what is not its content.</summary>
public sealed class DurableFileTests : IDisposable
{
    private const uint New = 0x1A4; // 0644

    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-files-").FullName;

    private string File => Path.Join(_folder, "kvm.conf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_file_gets_the_content_and_the_mode()
    {
        Assert.Equal(0, DurableFile.Write(File, "options\n"u8, New));
        Assert.Equal("options\n", System.IO.File.ReadAllText(File));
        Assert.Equal("644", Mode(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_mode_and_its_attributes()
    {
        System.IO.File.WriteAllText(File, "old");
        using (FileDescriptor file = new(Fcntl.Open(File, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0)))
        {
            Assert.Equal(0, Stat.FChMod(file.Number, Convert.ToUInt32("440", 8)));
        }

        bool hasAttributes = SetAttribute("user.origin", "site"u8);
        Assert.Equal(0, DurableFile.Write(File, "new"u8, New));
        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.Equal("440", Mode(File));
        Assert.Equal(hasAttributes ? "site" : null, Attribute("user.origin"));
    }

    [Fact]
    public void What_vouches_for_the_old_content_is_not_on_the_new()
    {
        System.IO.File.WriteAllText(File, "old");
        Assert.SkipUnless(SetAttribute("security.ima", [4, 4, 1, 2, 3]), "no such attribute here");
        Assert.Equal(0, DurableFile.Write(File, "new"u8, New));
        Assert.Null(Attribute("security.ima"));
    }

    [Fact]
    public void Half_a_program_is_never_in_the_folder_that_programs_are_run_from()
    {
        string folder = System.IO.Directory.CreateDirectory(File + ".d").FullName;
        string rest = folder + "/.virt-nest.virt-nest-new";

        // Nothing can be written in its place.
        System.IO.Directory.CreateDirectory(rest);
        Assert.Equal(0, DurableFile.Write(folder + "/virt-nest", "#!"u8, Convert.ToUInt32("755", 8)));
        Assert.Equal(["virt-nest"], System.IO.Directory.GetFiles(folder).Select(System.IO.Path.GetFileName));

        // What an older version was killed at goes with the next change.
        System.IO.Directory.Delete(rest);
        System.IO.File.WriteAllText(rest, "");
        DurableFile.RemoveRest(folder + "/virt-nest");
        Assert.False(System.IO.File.Exists(rest));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_owner()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: only root can give a file away");
        System.IO.File.WriteAllText(File, "old");
        using (FileDescriptor file = new(Fcntl.Open(File, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0)))
        {
            Assert.Equal(0, Unistd.FChOwn(file.Number, 65534, 12));
        }

        Assert.Equal(0, DurableFile.Write(File, "new"u8, New));
        Assert.Equal(0, Stat.OfPath(File, out Stat.StatX stat));
        Assert.Equal((65534u, 12u), (stat.Uid, stat.Gid));
    }

    [Fact]
    public void A_link_is_refused_and_stays()
    {
        System.IO.File.WriteAllText(Path.Join(_folder, "target"), "old");
        System.IO.File.CreateSymbolicLink(File, "target");
        Assert.Equal(LinuxErrno.ELOOP, DurableFile.Write(File, "new"u8, New));
        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal("target", new FileInfo(File).LinkTarget);
    }

    [Fact]
    public void What_a_killed_write_left_beside_is_no_obstacle_and_goes_away()
    {
        string beside = Path.Join(_folder, ".kvm.conf.virt-nest-new");
        System.IO.File.WriteAllText(beside, "half");
        Assert.Equal(0, DurableFile.Write(File, "new"u8, New));
        Assert.False(System.IO.File.Exists(beside));
        System.IO.File.WriteAllText(beside, "half");
        DurableFile.RemoveRest(File);
        Assert.False(System.IO.File.Exists(beside));
        Assert.Equal("new", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Where_there_is_no_folder_the_error_is_told_and_nothing_is_left()
    {
        Assert.Equal(LinuxErrno.ENOENT, DurableFile.Write(Path.Join(_folder, "none", "kvm.conf"), "new"u8, New));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_is_made_with_those_above_it_for_its_owner_alone()
    {
        string deep = Path.Join(_folder, "a", "b");
        Assert.Equal(0, DurableFile.MakeFolder(deep));
        Assert.Equal(0, DurableFile.MakeFolder(deep));
        Assert.Equal("700", Mode(deep));
        System.IO.File.WriteAllText(File, "");
        Assert.Equal(LinuxErrno.ENOTDIR, DurableFile.MakeFolder(File));
    }

    private static string Mode(string path)
    {
        Assert.Equal(0, Stat.OfPath(path, out Stat.StatX stat));
        return Convert.ToString(stat.Mode & 0xFFF, 8);
    }

    private bool SetAttribute(string name, ReadOnlySpan<byte> value)
    {
        using FileDescriptor file = new(Fcntl.Open(File, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0));
        return ExtendedAttributes.Set(file.Number, name, value) == 0;
    }

    private string? Attribute(string name)
    {
        byte[] value = new byte[64];
        using FileDescriptor file = new(Fcntl.Open(File, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0));
        nint length = ExtendedAttributes.Get(file.Number, name, value);
        return length < 0 ? null : Encoding.UTF8.GetString(value, 0, (int)length);
    }
}
