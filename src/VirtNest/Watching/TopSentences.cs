using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>Sentences that top and export say.</summary>
public static class TopSentences
{
    /// <summary>What was asked, and what it cannot see.</summary>
    public static Sentence SessionAlone => new(
        "Only your own libvirt session was asked: instances of the system (qemu:///system) and of other users are not seen.",
        "只询问了您自己的 libvirt 会话：看不到系统（qemu:///system）和其他用户的实例。");
}
