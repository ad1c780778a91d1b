using VirtNest.Checking;
using VirtNest.Cli.CommandLine;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest explain.</summary>
internal static class ExplainCommand
{
    internal static readonly Command Table = new("explain", new(
        "Prints the page of a finding: meaning, evidence, remedy, references. Without a code, lists all.",
        "打印某条目的说明页：含义、依据、补救办法、参考资料。不带代码时列出全部。"))
    {
        ArgumentName = "CODE",
        IsArgumentOptional = true,
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Positional is not { } code)
        {
            session.Print(arguments, FindingPages.ListJson, () => FindingPages.List(session.Language));
            return ExitCode.Yes;
        }

        if (FindingPages.Find(code, session.Language) is not { } page)
        {
            return session.Fail(UnknownCode(code));
        }

        session.Print(arguments, () => FindingPages.PageJson(code), () => page);
        return ExitCode.Yes;
    }

    private static Sentence UnknownCode(string code) =>
        new($"unknown code '{code}'; virt-nest explain lists all", $"未知代码“{code}”；virt-nest explain 可列出全部");
}
