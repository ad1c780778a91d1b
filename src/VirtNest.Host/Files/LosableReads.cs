namespace VirtNest.Host.Files;

/// <summary>Questions about another process that wait for its locks, which that process can hold for ever: for its memory (cmdline, maps:
/// mmap_lock), which any user holds by a page that a FUSE server never delivers, or for its execve(2) (pidfd_getfd: exec_update_lock). Each
/// is asked on a thread that may be lost, and only so many are lost at once: then nothing is asked, which is "could not tell" too. One
/// caller at a time.</summary>
internal sealed class LosableReads
{
    /// <summary>Threads that hang at once.</summary>
    internal const int Most = 4;

    /// <summary>These answer at once, or not before somebody lets them.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<LosableThread> _hanging = [];
    private LosableThread _thread = new();

    /// <summary>Asks; false where it could not be told.</summary>
    /// <param name="read">Asks, and throws nothing. What it uses belongs to it alone, since it may be lost with it.</param>
    /// <param name="answer">What it found.</param>
    internal bool TryAsk<T>(Func<T> read, out T answer)
    {
        answer = default!;
        _hanging.RemoveAll(static t => !t.IsHanging);
        if (_hanging.Count >= Most)
        {
            return false;
        }

        T found = default!;
        JobEnd end = _thread.Run(Patience, () => found = read());
        if (end == JobEnd.Done)
        {
            answer = found;
        }
        else if (end == JobEnd.Lost)
        {
            _hanging.Add(_thread);
            _thread = new LosableThread();
        }

        return end == JobEnd.Done;
    }
}
