using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>Who runs this process.</summary>
public static class CurrentUser
{
    /// <summary>The effective user is root.</summary>
    public static bool IsRoot => Unistd.GetEUid() == 0;
}
