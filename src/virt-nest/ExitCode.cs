using VirtNest.Checking;

namespace VirtNest.Cli;

/// <summary>Exit statuses, the same for every command; documented in the man page and never reused.</summary>
internal static class ExitCode
{
    /// <summary>The question that decides is answered yes; the change was made or was not needed; it was printed.</summary>
    internal const int Yes = 0;

    /// <summary>Answered no; the change was refused or rolled back.</summary>
    internal const int No = 1;

    /// <summary>Wrong usage: an unknown option, a value that is not allowed, a file that is not there.</summary>
    internal const int Usage = 2;

    /// <summary>Could not tell.</summary>
    internal const int Unknown = 3;

    /// <summary>The status of an answer.</summary>
    internal static int From(Answer answer) => answer switch
    {
        Answer.Yes => Yes,
        Answer.No => No,
        Answer.Unknown => Unknown,
    };
}
