using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>How far the newest change of virt-nest came, without the journal's lock and without what the change did.</summary>
internal static class JournalReader
{
    internal static void Gather(HostTree tree, HostEvidence evidence)
    {
        evidence[Sources.JournalChanges] = tree.List(Sources.JournalChanges, ChangeProgress.IsEntry);
        if (ChangeProgress.Newest(evidence) is not { } newest)
        {
            return;
        }

        evidence[newest] = Read(tree, newest);
        if (!tree.IsDump && ChangeProgress.Parse(evidence[newest].Text) is { State: ChangeState.Unfinished })
        {
            // It may run right now, and may have ended between the two looks: what counts was read after the lock was seen.
            evidence["lock:" + Sources.JournalLock] = Lock();
            evidence[newest] = Read(tree, newest);
        }
    }

    private static Reading Read(HostTree tree, string path)
    {
        Reading reading = tree.Read(path, Sources.Small);
        return reading.IsKnown ? Reading.Known(SourceFilter.Apply(Keep.ChangeProgress, reading.Bytes.ToArray()), reading.IsTruncated)
            : reading;
    }

    /// <summary>"held" where a run holds the lock, "free" where none does. A shared lock is asked for and given back at once: a run that
    /// begins meanwhile waits for it.</summary>
    private static Reading Lock()
    {
        int fd = Fcntl.Open(Sources.JournalLock, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return Reading.OfErrno(Marshal.GetLastPInvokeError());
        }

        using FileDescriptor file = new(fd);
        if (FileLock.Flock(fd, FileLock.LOCK_SH | FileLock.LOCK_NB) == 0)
        {
            _ = FileLock.Flock(fd, FileLock.LOCK_UN);
            return Reading.Known("free");
        }

        return Marshal.GetLastPInvokeError() is LinuxErrno.EAGAIN ? Reading.Known("held") : Reading.OfErrno(Marshal.GetLastPInvokeError());
    }
}
