using System;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>Threads that end with the program, and whose lack is data: TasksMax=, a limit of the user, no memory for a stack.</summary>
internal static class BackgroundThread
{
    /// <summary>Starts one; null where the kernel gives none.</summary>
    /// <param name="work">What it does.</param>
    internal static Thread? Start(ThreadStart work)
    {
        Thread thread = new(work) { IsBackground = true };
        try
        {
            thread.Start();
            return thread;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // The runtime's names for what pthread_create(3) calls EAGAIN.
            return null;
        }
    }

    /// <summary>What becomes of a call that has no thread.</summary>
    /// <param name="call">The call.</param>
    internal static LibvirtFailure Lack(string call) => new(LibvirtFailureKind.NotReached, call, 0, 0, $"pthread_create: {LinuxErrno.Name(LinuxErrno.EAGAIN)}");
}
