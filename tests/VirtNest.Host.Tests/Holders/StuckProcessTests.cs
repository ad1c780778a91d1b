using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Host.Watching;
using Xunit;

namespace VirtNest.Host.Tests.Holders;

/// <summary>While such a process runs, whatever else reads command lines hangs: no other test may.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Stuck;

/// <summary>Processes that let nobody read their memory (stuck.c), as any user can make them.</summary>
[Collection<Stuck>]
public sealed class StuckProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-stuck-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<int> _servers = [];

    public void Dispose()
    {
        // Not with the tree: that would read its memory. And it cannot end before its server has.
        _servers.ForEach(static s => Process.GetProcessById(s).Kill());
        _processes.ForEach(static p => p.Kill());
        _processes.ForEach(static p => p.WaitForExit());
        _processes.ForEach(static p => p.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_process_whose_memory_cannot_be_read_holds_up_nobody()
    {
        int pid = Start("page");
        Assert.True(Hangs(() => File.ReadAllBytes($"/proc/{pid}/cmdline")), "it can be read here");
        KvmHolders holders = new();
        Assert.False(Hangs(() =>
        {
            // Its name is another that takes no lock.
            Assert.Equal("stuck", holders.ProcessOf(pid)!.Value.Naming.Command);
            holders.Find(null, CancellationToken.None);
            holders.Find(null, CancellationToken.None);
        }));
    }

    [Fact]
    public void A_watch_goes_on_beside_it()
    {
        int pid = Start("page");
        string vm = Directory.CreateDirectory($"{_folder}/kvm/{pid}-12").FullName;
        File.WriteAllText(vm + "/nested_run", "7\n");
        Assert.False(Hangs(() => Assert.Equal(7, Assert.Single(new DebugfsVms(_folder + "/kvm").Read(out _)).Sample.NestedRuns)));
    }

    [Fact]
    public void Reads_that_are_lost_are_few_and_come_back()
    {
        using ManualResetEventSlim end = new();
        LosableReads reads = new();
        int begun = 0;
        int Read()
        {
            Interlocked.Increment(ref begun);
            end.Wait();
            return 7;
        }

        for (int i = 0; i < LosableReads.Most + 3; i++)
        {
            Assert.False(reads.TryAsk(Read, out int _));
        }

        Assert.Equal(LosableReads.Most, begun);
        end.Set();
        Assert.True(SpinWait.SpinUntil(() => reads.TryAsk(Read, out int answer) && answer == 7, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_program_that_is_late_is_killed_beside_it()
    {
        Start("page");
        Assert.False(Hangs(() => HostProgram.Run("/bin/sleep", ["60"], TimeSpan.FromSeconds(1))));
    }

    /// <summary>Starts one; its process id.</summary>
    private int Start(string what)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc") || File.Exists("/usr/bin/cc"), "no C compiler");
        Assert.SkipUnless(File.Exists("/dev/fuse"), "no /dev/fuse");
        string program = _folder + "/stuck";
        if (!File.Exists(program))
        {
            using Process compiler = Process.Start("cc", ["-O1", "-pthread", "-o", program, Path.Combine(SourceFolder(), "stuck.c")]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        string mount = Directory.CreateDirectory($"{_folder}/{_processes.Count}").FullName;
        Process process = Process.Start(new ProcessStartInfo(program, [mount, what]) { RedirectStandardOutput = true,
            RedirectStandardError = true })!;
        _processes.Add(process);
        Assert.SkipUnless(int.TryParse(process.StandardOutput.ReadLine(), out int server), "no FUSE for a user");
        _servers.Add(server);
        return process.Id;
    }

    /// <summary>True where it takes longer than anything here may.</summary>
    private static bool Hangs(Action what)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(what)) { IsBackground = true };
        thread.Start();
        bool hangs = !thread.Join(TimeSpan.FromSeconds(8));
        Assert.Null(failure);
        return hangs;
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
