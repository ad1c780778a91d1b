using System.Threading;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>How much may hang in libvirt at once of one who asks it again and again.</summary>
public sealed class HangingCallsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void A_daemon_that_hangs_is_not_connected_to_again_before_that_attempt_has_ended()
    {
        Needs();
        using HungDaemon daemon = new();
        HangingCalls calls = new();
        HypervisorException first = Fails(calls, daemon);
        for (int i = 0; i < 5; i++)
        {
            Assert.Null(Fails(calls, daemon).GivenUp);
        }

        // On a busy machine the library may still be on its way to the daemon.
        Assert.True(SpinWait.SpinUntil(() => daemon.Connections > 0, TimeSpan.FromSeconds(30)));
        Assert.Equal(1, daemon.Connections);
        daemon.HangUp();
        Assert.True(SpinWait.SpinUntil(() => !first.GivenUp!.IsHanging, TimeSpan.FromSeconds(10)));
        Assert.NotNull(Fails(calls, daemon).GivenUp);
        Assert.True(SpinWait.SpinUntil(() => daemon.Connections > 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(2, daemon.Connections);
    }

    [Fact]
    public void A_few_calls_may_hang_beside_a_connection_that_works()
    {
        Needs();
        HangingCalls calls = new();
        using ManualResetEventSlim end = new();
        for (int i = 0; i < 4; i++)
        {
            calls.Connect("test:///default", isReadOnly: true).Dispose();
            calls.Note(Hang(end));
        }

        Assert.Equal("hanging", Assert.Throws<HypervisorException>(() => calls.Connect("test:///default", isReadOnly: true)).Failure.Call);
        HypervisorException last = Hang(end);
        end.Set();
        Assert.True(SpinWait.SpinUntil(() => !last.GivenUp!.IsHanging, TimeSpan.FromSeconds(10)));
        Assert.True(SpinWait.SpinUntil(() => Connects(calls), TimeSpan.FromSeconds(10)));
    }

    private static HypervisorException Fails(HangingCalls calls, HungDaemon daemon)
    {
        HypervisorException exception = Assert.Throws<HypervisorException>(() => calls.Connect(daemon.Uri, isReadOnly: true, Short));
        Assert.Equal(LibvirtFailureKind.NoAnswer, exception.Failure.Kind);
        calls.Note(exception);
        return exception;
    }

    private static HypervisorException Hang(ManualResetEventSlim end)
    {
        using BoundedCalls bounded = new();
        return Assert.Throws<HypervisorException>(() => bounded.Run("hanging", TimeSpan.FromMilliseconds(10), () =>
        {
            end.Wait();
            return 0;
        }));
    }

    private static bool Connects(HangingCalls calls)
    {
        try
        {
            calls.Connect("test:///default", isReadOnly: true).Dispose();
            return true;
        }
        catch (HypervisorException)
        {
            return false;
        }
    }

    private static void Needs() => Assert.SkipUnless(TestDriver.Missing is null, TestDriver.Missing ?? "");
}
