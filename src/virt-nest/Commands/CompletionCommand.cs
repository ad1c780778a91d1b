using VirtNest.Cli.CommandLine;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest completion.</summary>
internal static class CompletionCommand
{
    internal static readonly Command Table = new("completion", new(
        "Prints the completion script for a shell. In bash, for example: source <(virt-nest completion bash)",
        "打印 shell 的命令补全脚本。例如在 bash 中：source <(virt-nest completion bash)"))
    {
        Lacks = [CommandTable.Json],
        ArgumentName = string.Join('|', CompletionScript.Shells),
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        string shell = arguments.Positional!;
        if (Array.IndexOf(CompletionScript.Shells, shell) < 0)
        {
            return session.Fail(UnknownShell(shell, string.Join(", ", CompletionScript.Shells)));
        }

        session.Output.Write(CompletionScript.Of(shell));
        return ExitCode.Yes;
    }

    private static Sentence UnknownShell(string shell, string known) =>
        new($"no completion script for '{shell}', only for {known}", $"没有“{shell}”的补全脚本，只支持 {known}");
}
