using System.Diagnostics;
using System.IO;
using Xunit;

namespace VirtNest.Tests.Proving;

public sealed class PayloadBuildTests
{
    [Fact]
    public void The_committed_payloads_are_what_their_source_assembles_to()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/as") && File.Exists("/usr/bin/ld") && File.Exists("/usr/bin/objcopy")
            && OperatingSystem.IsLinux()
            && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64,
                "needs GNU binutils for x86-64");
        string guest = Path.Combine(RepositoryFolder.Path, "guest");
        DirectoryInfo built = Directory.CreateTempSubdirectory("payloads");
        try
        {
            using Process build = Process.Start(new ProcessStartInfo(Path.Combine(guest, "build.sh"), [built.FullName]))!;
            Assert.True(build.WaitForExit(60_000));
            Assert.Equal(0, build.ExitCode);
            foreach (string payload in (string[])["svm.bin", "vmx.bin"])
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(guest, payload)), File.ReadAllBytes(Path.Combine(built.FullName, payload)));
            }
        }
        finally
        {
            built.Delete(recursive: true);
        }
    }
}
