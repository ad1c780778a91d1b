using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>What libvirt did not do, in a sentence: our reading and libvirt's own words.</summary>
public static class LibvirtText
{
    /// <summary>One sentence in one language; libvirt's words in it are made printable.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="language">The language.</param>
    public static string Describe(LibvirtFailure failure, Language language) => SentenceOf(failure).In(language);

    /// <summary>One sentence; libvirt's words in it are made printable.</summary>
    /// <param name="failure">What happened.</param>
    public static Sentence SentenceOf(LibvirtFailure failure)
    {
        string words = Printable.Sanitise(failure.Message.Trim(), Printable.MostOfSentence / 2);
        return failure.Kind switch
        {
            LibvirtFailureKind.LibraryAbsent => LibvirtAbsent,
            LibvirtFailureKind.LibraryTooOld => LibvirtTooOld(failure.Call),
            LibvirtFailureKind.NotReached => LibvirtNotReached(words),
            LibvirtFailureKind.NoAnswer => LibvirtNoAnswer(failure.Call),
            LibvirtFailureKind.Denied => LibvirtDenied(words),
            LibvirtFailureKind.NoDomain => LibvirtNoDomain(words),
            LibvirtFailureKind.Unsupported => LibvirtUnsupported(words),
            LibvirtFailureKind.AgentSilent => LibvirtAgentSilent(words),
            LibvirtFailureKind.Locked => LibvirtLocked(words),
            LibvirtFailureKind.Refused => LibvirtRefused(failure.Call, failure.Code, words),
        };
    }

    /// <summary>The word in JSON.</summary>
    /// <param name="kind">A kind.</param>
    public static string Word(LibvirtFailureKind kind) => EnumWord.Of(kind);

    private static Sentence LibvirtAbsent => new(
        "libvirt is not installed here (libvirt.so.0 is missing): on Debian and Ubuntu the package libvirt0, on Fedora and RHEL "
            + "libvirt-libs. `virt-nest instance enable --xml FILE` works without it",
        "本机没有安装 libvirt（缺少 libvirt.so.0）：Debian 和 Ubuntu 的软件包是 libvirt0，Fedora 和 RHEL 是 libvirt-libs。"
            + "没有它也可以使用 `virt-nest instance enable --xml FILE`");
    private static Sentence LibvirtTooOld(string call) =>
        new($"the libvirt that is installed here lacks {call}: it is too old", $"本机安装的 libvirt 没有 {call}：版本过旧");
    private static Sentence LibvirtNotReached(string words) =>
        new($"libvirt could not be reached. It says: {words}", $"无法连接 libvirt。它的说明：{words}");
    private static Sentence LibvirtNoAnswer(string call) => new(
        $"libvirt did not answer in time, or the connection broke ({call}); is its daemon hung or stopped?",
        $"libvirt 没有及时回应，或连接已中断（{call}）；请查看其守护进程是否停止或挂起");
    private static Sentence LibvirtDenied(string words) =>
        new($"libvirt does not permit this to you. It says: {words}", $"libvirt 不允许当前用户这样做。它的说明：{words}");
    private static Sentence LibvirtNoDomain(string words) =>
        new($"there is no such instance. libvirt says: {words}", $"没有这个实例。libvirt 的说明：{words}");
    private static Sentence LibvirtUnsupported(string words) =>
        new($"this libvirt connection cannot do that. It says: {words}", $"此 libvirt 连接做不到这一点。它的说明：{words}");
    private static Sentence LibvirtAgentSilent(string words) =>
        new($"the guest agent does not answer. libvirt says: {words}", $"来宾代理没有回应。libvirt 的说明：{words}");
    private static Sentence LibvirtLocked(string words) =>
        new($"another operation holds the instance. libvirt says: {words}", $"该实例正被另一项操作占用。libvirt 的说明：{words}");
    private static Sentence LibvirtRefused(string call, int code, string words) =>
        new($"libvirt refused ({call}, error {code}): {words}", $"libvirt 拒绝了（{call}，错误 {code}）：{words}");
}
