using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
internal static class CommandSentences
{
    internal static Sentence OptionsExclude(string first, string second) =>
        new($"options {first} and {second} exclude each other", $"选项 {first} 与 {second} 不能同时使用");
    internal static Sentence HelpVerbose => new("with all evidence", "显示全部依据");
    internal static Sentence HelpInstanceNoAgent => new(
        "do not ask the guest agent (libvirt notes in its log that an agent was asked, and needs the right to write)",
        "不询问来宾代理（libvirt 会在日志中记下代理被询问过，且需要写权限）");
}
