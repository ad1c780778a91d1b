namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpInstanceUndo => "把实例定义中的 <cpu> 恢复为 virt-nest 修改之前的样子，除非此后有他人改动过。";

    public override string HelpInstanceNow => "将运行中的实例关机（先经代理，再按电源键）并重新启动，使修改生效；不带此选项则在下次冷启动时生效";

    public override string HelpInstanceTimeout => "允许来宾关机以及之后回应所用的时间；默认 120";

    public override string HelpInstanceForceOff => "来宾未按时关机时直接断电：尚未写入的数据会丢失";

    public override string HelpInstanceAll => "该连接的所有实例";

    public override string HelpInstanceMatch => "名称符合 shell 模式的实例";

    public override string HelpInstanceListFile => "文件中列出的实例，每行一个（- 表示标准输入）";

    public override string InstanceNeedsOne => "请给出 NAME、--all、--match、--file、--xml 中的一个";

    public override string InstanceManyNeedYes => "--now 会使多个实例关机：请同时给出 --yes";

    public override string InstanceListFaulty(string file, int line) => $"{file} 第 {line} 行：不是名称（含有零字节或不是 UTF-8）；未作任何修改";

    public override string InstanceNoneFits => "没有符合的实例";

    public override string InstanceChangeDefinedLater(string name) => $"{name} 仍按原样运行：修改在下次冷启动时生效（关机后再启动；在内部重启不够）";

    public override string InstanceChangeDefinedOff(string name) => $"{name} 已关闭：修改在其启动时生效";

    public override string InstanceChangeSeen(string name, bool hasExtension, bool isInside) => $"{name} 正在运行，{(hasExtension ? "具有该扩展" : "不再具有该扩展")}{(isInside ? "，内部的说法相同" : "")}";

    public override string InstanceChangeRunsAgain(string name) => $"{name} 已重新运行";

    public override string InstanceChangeUnverified(string name) => $"{name} 已按修改后的定义运行；是否如愿无从得知（--ask-qemu 可询问 QEMU）";

    public override string InstanceChangeNotDelivered(string name, bool wished) => wished ? $"{name} 已按修改后的定义运行，但没有该扩展：`virt-nest instance check {name}` 会指出断开的环节" : $"{name} 已按修改后的定义运行，但仍有该扩展：`virt-nest instance check {name}` 会说明其来源";

    public override string InstanceChangeWould(string name) => $"{name} 将会被修改：";

    public override string InstanceChangeRolledBack(string name) => $"{name} 恢复原样：旧定义已恢复，原本运行的已重新运行";

    public override string InstanceChangeStuck(string name, string file) => $"{name}：既无法继续也无法撤回。原来的定义保存在 {file}；待 libvirt 恢复后，请再次运行该命令，或 `virt-nest instance undo`";

    public override string InstanceChangeRecovered(string name) => $"{name}：此前的一次运行被中断，已先行处理";

    public override string InstanceChangeForced(string name) => $"{name} 未按时关机，已被强制结束";

    public override string InstanceChangeAutostart(string name) => $"{name} 随宿主机启动（autostart）：该设置不变，届时使用新定义";

    public override string InstanceChangeSnapshots(string name, int count) => $"{name} 有 {count} 个快照：恢复到快照会带回当时的定义";

    public override string InstanceChangeRefusedTransient => "它是临时实例，没有可以修改的定义。请在创建它的地方修改，或使其持久（virsh define）";

    public override string InstanceChangeRefusedSaved(string name) => $"有一个保存的状态，下次启动会以旧的 CPU 恢复。请启动后在内部关机，或放弃该状态：virsh managedsave-remove {name}";

    public override string InstanceChangeRefusedBusy => "它正被一项任务占用（迁移、保存、转储或备份）：请待其结束后再试";

    public override string InstanceChangeRefusedOtherRun => "另一个 virt-nest 正在处理它";

    public override string InstanceChangeRefusedState(string state) => $"其状态为{state}：现在无法关机。请先恢复运行，或不带 --now";

    public override string InstanceChangeRefusedHost => "其宿主机不向实例提供 VMX 或 SVM，它会无法启动，或启动后没有该扩展。请先在宿主机上运行：sudo virt-nest enable";

    public override string InstanceChangeRefusedShutdown(long seconds) => $"来宾在 {seconds} 秒内没有关机；没有作任何修改。--timeout 可延长时间，--force-off 直接断电；不带 --now 则等到下次冷启动";

    public override string InstanceChangeRefusedKeep(string path, string why) => $"其原定义无法保存到 {path}：{why}";

    public override string InstanceChangeRefusedMeanwhile => "有他人同时修改了其定义；请再次运行该命令";

    public override string InstanceChangeRefusedSince(string path) => $"此后有他人修改了其 <cpu>；virt-nest 修改之前的定义保存在 {path}";

    public override string InstanceChangeRefusedNothing => "virt-nest 没有修改过它：没有可撤销的内容";

    public override string ReadingCpuMismatch => "解读：所要求的 CPU 宿主机无法提供；宿主机提供的可能少于定义的要求";

    public override string ReadingMemory => "解读：宿主机目前没有足够的内存";

    public override string ReadingMode => "解读：这类实例不能使用该 CPU 模式；请换一个 --mode";

    public override string StepAgentAsked(string name) => $"{name}：已请其来宾代理关机";

    public override string StepButtonPressed(string name) => $"{name}：已按下其电源键";

    public override string StepWaiting(string name, long seconds) => $"{name}：等待关机，{seconds} 秒";

    public override string StepForcedOff(string name) => $"{name}：断电";

    public override string StepStarting(string name) => $"{name}：正在启动";

    public override string StepLookingInside(string name) => $"{name}：等待其来宾代理";

    public override string InstanceChangeSummary(int changed, int unchanged, int failed, int unknown) => $"{changed} 个已修改，{unchanged} 个无需修改，{failed} 个失败或被拒绝，{unknown} 个未知";
}
