using System;

namespace VirtNest.Host.Applying;

/// <summary>The journal of changes cannot be read or written. Without it nothing may be changed, since nothing could be undone.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="errno">The error number, or 0 where its content is not a journal's.</param>
    /// <param name="problem">What is wrong with the content, in English; null where there is an error number.</param>
    public JournalException(string path, int errno, string? problem = null)
        : base($"{path}: {problem ?? VirtNest.Evidence.LinuxErrno.Name(errno)}")
    {
        Path = path;
        Errno = errno;
        Problem = problem;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The error number, or 0.</summary>
    public int Errno { get; }

    /// <summary>What is wrong with the content, or null.</summary>
    public string? Problem { get; }
}
