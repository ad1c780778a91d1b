using System.IO;
using VirtNest.Evidence;
using VirtNest.Host.Gathering;
using Xunit;

namespace VirtNest.Host.Tests.Gathering;

public sealed class ModprobeFolderTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Lib_is_left_out_only_where_it_is_the_same_folder(bool isLink, bool isRead)
    {
        string root = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            string usr = Directory.CreateDirectory(Path.Combine(root, "usr/lib/modprobe.d")).FullName;
            File.WriteAllText(Path.Combine(usr, "x.conf"), "options kvm_amd nested=1\n");
            if (isLink)
            {
                Directory.CreateSymbolicLink(Path.Combine(root, "lib"), "usr/lib");
            }
            else
            {
                string lib = Directory.CreateDirectory(Path.Combine(root, "lib/modprobe.d")).FullName;
                File.WriteAllText(Path.Combine(lib, "y.conf"), "options kvm_amd nested=0\n");
                Directory.SetLastWriteTimeUtc(lib, DateTime.UnixEpoch);
                Directory.SetLastWriteTimeUtc(usr, DateTime.UnixEpoch);
            }

            HostEvidence evidence = EvidenceGatherer.Dump(root, out _)!;
            Assert.Equal(isRead, evidence["/lib/modprobe.d/y.conf"].IsKnown);
            Assert.Equal(isRead, evidence["/lib/modprobe.d/"].IsKnown);
            Assert.True(evidence["/usr/lib/modprobe.d/x.conf"].IsKnown);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
