using System.Threading;
using System.Threading.Tasks;

namespace VirtNest.Host.Files;

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

    /// <summary>Asks something on a thread of its own: .NET's pool would end the process where none can be had.</summary>
    /// <param name="ask">What it asks.</param>
    /// <param name="lacking">The answer where there is no thread.</param>
    internal static Task<T> Ask<T>(Func<T> ask, Func<T> lacking)
    {
        TaskCompletionSource<T> answer = new();
        if (Start(() => answer.SetResult(ask())) is null)
        {
            answer.SetResult(lacking());
        }

        return answer.Task;
    }
}
