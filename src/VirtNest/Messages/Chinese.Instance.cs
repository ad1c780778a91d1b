namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpInstance => "为实例（libvirt 域）开启或取消嵌套。";

    public override string HelpInstanceEnable => "在实例的定义中要求嵌套：只修改 <cpu> 元素，其余一概不动。";

    public override string HelpInstanceDisable => "从实例的定义中取消嵌套：只修改 <cpu> 元素，其余一概不动。";

    public override string HelpInstanceXml => "修改来自文件或标准输入（-）的域 XML，结果写到标准输出；不访问 libvirt";

    public override string HelpInstanceMode => "host-passthrough：得到本机 CPU 的全部，适合各主机完全相同的环境；host-model 或 keep：需要在不同主机间迁移时使用。\nkeep 只在现有 CPU 型号上添加该扩展。默认：已要求嵌套则不改，否则为 host-passthrough（纯模拟的实例为 keep）";

    public override string HelpInstanceExtension => "vmx（Intel）或 svm（AMD）；默认为本机 CPU 的扩展，纯模拟的实例为 svm";

    public override string HelpInstanceDrop => "去掉 <cpu> 中与新模式冲突的子元素；不带此选项时只列出它们，不作修改";

    public override string HelpInstanceEvenIfManaged => "即使实例由其他程序管理也修改，尽管该程序可能会撤销修改";

    public override string HelpInstanceDryRun => "以统一差异格式打印将要作出的修改";

    public override string HelpInstanceFormer => "启用之前的 XML：若此后无人改动 <cpu>，则恢复其原样";
}
