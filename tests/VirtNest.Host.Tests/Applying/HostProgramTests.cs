using System.Diagnostics;
using VirtNest.Evidence;
using VirtNest.Host.Applying;
using Xunit;

namespace VirtNest.Host.Tests.Applying;

public sealed class HostProgramTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public void All_that_a_program_wrote_has_come_when_its_end_is_told()
    {
        for (int i = 0; i < 50; i++)
        {
            ProgramResult result = HostProgram.Run("/bin/sh", ["-c", "seq 1 20000; exit 7"], Long);
            Assert.Equal(7, result.ExitStatus);
            Assert.EndsWith("20000", result.Output, StringComparison.Ordinal);
            Assert.Equal(20000, result.Whole.Count(static c => c == '\n'));
            Assert.Equal("why", HostProgram.Run("/bin/sh", ["-c", "echo why >&2; exit 7"], Long).Output);
        }
    }

    [Fact]
    public void What_it_leaves_in_the_background_is_not_waited_for_for_ever()
    {
        ProgramResult result = HostProgram.Run("/bin/sh", ["-c", "echo told; sleep 60 & exit 0"], Long);
        Assert.Equal((0, "told"), (result.ExitStatus, result.Output));
    }

    [Fact]
    public void At_its_deadline_it_ends_with_what_it_started_and_what_left_it_is_not_waited_for()
    {
        string mark = Guid.NewGuid().ToString("N");
        long begin = Stopwatch.GetTimestamp();
        string script = $"sh -c 'sleep 61; : {mark}' & (setsid sleep 30 &) ; sleep 62";
        Assert.Null(HostProgram.Run("/bin/sh", ["-c", script], TimeSpan.FromSeconds(1)).ExitStatus);
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalSeconds, 1, 10);
        Assert.Equal("", HostProgram.Run("/usr/bin/pgrep", ["-f", mark], Long).Whole);
    }

    [Fact]
    public void What_cannot_be_started_is_told_by_its_error_number()
    {
        Assert.Equal(LinuxErrno.ENOENT, HostProgram.Run("/nowhere/program", [], Long).Errno);
        Assert.Equal(LinuxErrno.EACCES, HostProgram.Run("/etc/passwd", [], Long).Errno);
    }
}
