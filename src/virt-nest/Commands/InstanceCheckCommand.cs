using VirtNest.Cli.CommandLine;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance check.</summary>
internal static class InstanceCheckCommand
{
    private static readonly Option NoAgent = new("--no-agent", null, CommandTable.HelpInstanceNoAgent);

    private static readonly Option Verbose = new("--verbose", null, CommandTable.HelpVerbose);

    internal static readonly Command Table = new("check", new(
        "Follows the chain of one instance: its host offers nesting, its definition asks for it, the running process has it, the inside "
            + "shows it. Names the first broken link and its remedy. Changes nothing.",
        "逐环检查一个实例：宿主机提供嵌套、定义要求嵌套、运行中的进程具有它、内部看得到它。指出第一个断开的环节和补救办法。不作任何修改。"))
    {
        ArgumentName = "NAME",
        Options = [InstanceOptions.Connect, NoAgent, InstanceOptions.AskQemu, Verbose],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        LookOptions options =
            new(arguments[InstanceOptions.Connect], LooksInside: !arguments.Has(NoAgent), arguments.Has(InstanceOptions.AskQemu));
        if (InstanceReader.One(options, arguments.Positional!, out string uri, out LibvirtFailure? failure) is not { } facts)
        {
            return InstanceOptions.Fail(session, failure!);
        }

        InstanceVerdict verdict = InstanceVerdict.Judge(facts);
        session.Print(arguments, () => InstanceCheckJson.Write(verdict, uri),
            () => InstanceCheckText.Write(verdict, session.Language, session.UsesColour, arguments.Has(Verbose)));
        return ExitCode.From(verdict.CanNest);
    }
}
