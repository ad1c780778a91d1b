using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Host.Files;

/// <summary>The journal of changes cannot be read or written. Without it nothing may be changed, since nothing could be undone.</summary>
public sealed class ChangeRecordException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="errno">The error number, or 0 where its content is not a journal's.</param>
    /// <param name="place">Where the content is not a journal's: "LINE:BYTE" or a field; null where there is an error number, or no such
    /// place.</param>
    public ChangeRecordException(string path, int errno, string? place = null)
        : base($"{path}: {place ?? LinuxErrno.Name(errno)}")
    {
        Path = path;
        Errno = errno;
        Place = place;
    }

    /// <summary>Somebody other than root could write into it what root would then undo.</summary>
    internal bool IsOpenToOthers { get; init; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The error number, or 0.</summary>
    public int Errno { get; }

    /// <summary>Where the content is not a journal's, or null.</summary>
    public string? Place { get; }

    /// <summary>Why, for a person.</summary>
    public Sentence Why => IsOpenToOthers
        ? new("somebody other than root can change it; nothing in it is trusted", "root 以外的用户可以修改它；其中的内容不可信")
        : Errno == 0 ? ChangeSentences.NotAsWritten(Place) : FileSentences.ErrnoText(LinuxErrno.Name(Errno));
}
