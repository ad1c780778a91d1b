using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
public static class CheckSentences
{
    public static Sentence MitigationAtBoot => new(
        "The kernel command line keeps the module out on purpose. Take the word out of the boot loader's configuration by hand and reboot.",
        "内核命令行有意阻止该模块加载。请手动从引导程序的配置中去掉该参数并重启。");
    public static Sentence PlanHugePages => new(
        "On s390x before Linux 7.0 KVM either backs instances with huge pages (kvm.hpage=1) or lets them nest. Take hpage=1 away first.",
        "在 Linux 7.0 之前的 s390x 上，KVM 要么用大页支撑实例（kvm.hpage=1），要么允许嵌套。请先去掉 hpage=1。");
    public static Sentence FirmwareOffRemedy(Extension extension) => new(
        "In the firmware setup switch "
            + $"on {(extension == Extension.Vmx ? "\"Intel Virtualization Technology\" (VT-x)" : "\"SVM Mode\" (AMD-V)")}, save, "
            + "and power the machine off and on: some firmware applies it only after a cold start.",
        "在固件设置中打开"
            + $"{(extension == Extension.Vmx ? "“Intel Virtualization Technology”（VT-x）" : "“SVM Mode”（AMD-V）")}，"
            + "保存后将机器断电再开机：有些固件只在冷启动后生效。");
    public static Sentence InContainerRemedy => new(
        "Run virt-nest on the host around it for the module and its parameters.", "模块和参数请在外层宿主机上用 virt-nest 检查。");
    public static Sentence ModuleNotAvailable(string module, string release) =>
        new($"{module} does not exist for this kernel ({release})", $"该内核（{release}）没有 {module} 模块");
    public static Sentence InitramfsLacks(string image, string file) => new(
        $"{image} holds the KVM module and not {file}: a module that is loaded from the image is loaded without that file",
        $"{image} 内含 KVM 模块，却没有 {file}：从该映像加载的模块不受此文件影响");
    public static Sentence InitramfsLacksRemedy(string file) => new(
        $"Have the image hold it (dracut: install_items+=\" {file} \" in a file of /etc/dracut.conf.d; mkinitcpio: modconf in HOOKS), or "
            + "set nested on the kernel command line.",
        $"让映像包含它（dracut：在 /etc/dracut.conf.d 的文件中写 install_items+=\" {file} \"；mkinitcpio：在 HOOKS 中加 modconf），"
            + "或在内核命令行上设置 nested。");
    public static Sentence Arm64CannotRemedy => new(
        "Needs a CPU with FEAT_NV2, Linux 6.16 or later, and kvm-arm.mode=nested on the kernel command line; one of the first two is "
            + "missing.",
        "需要带 FEAT_NV2 的 CPU、Linux 6.16 或更新版本，并在内核命令行加 kvm-arm.mode=nested；前两者至少缺一。");
    public static Sentence SourcesDeniedRemedy =>
        new("Run it as root to read them too; nothing else changes.", "以 root 运行即可读取；除此之外没有变化。");
    public static Sentence AnswerYes => new("yes", "能");
    public static Sentence AnswerNo => new("no", "不能");
    public static Sentence AnswerUnknown => new("could not tell", "无法判断");
}
