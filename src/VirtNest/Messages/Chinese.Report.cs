namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string LinkHost => "宿主机";

    public override string LinkDefinition => "定义";

    public override string LinkProcess => "进程";

    public override string LinkInside => "内部";

    public override string LinkInsideModule => "内部模块";

    public override string NothingToDo => "本机的嵌套虚拟化已开启：无需任何操作。";

    public override string OnWithWarnings => "本机的嵌套虚拟化已开启；请看下面的警告。";

    public override string RunsGuestsQuestion => "本机能运行自己的实例吗？";

    public override string GuestsCanNestQuestion => "它的实例能再运行自己的实例吗？";

    public override string AnswerYes => "能";

    public override string AnswerNo => "不能";

    public override string AnswerUnknown => "无法判断";

    public override string LinkCpu => "CPU";

    public override string LinkFirmware => "固件";

    public override string LinkHypervisor => "下层平台";

    public override string LinkKernel => "内核";

    public override string LinkModule => "模块";

    public override string LinkNested => "nested";

    public override string LinkDevice => "/dev/kvm";

    public override string LinkOffer => "向实例提供";

    public override string LinkProof => "实证";

    public override string ToDo => "如何处理";

    public override string MoreByExplain(string code) => $"详情：virt-nest explain {code}";

    public override string AllEvidence => "全部依据";

    public override string ReadingNotRead => "未读取";

    public override string ReadingAbsent => "不存在";

    public override string ReadingDenied(string errno) => $"被拒绝（{errno}）";

    public override string ReadingFailed(string errno) => $"失败（{errno}）";
}
