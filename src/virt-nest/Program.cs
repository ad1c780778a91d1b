using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Applying;
using VirtNest.Host.Output;
using VirtNest.Text;

namespace VirtNest.Cli;

/// <summary>The composition root: language, streams, command.</summary>
internal static class Program
{
    private static int Main(string[] typed)
    {
        if (typed is [ReloadProcess.Verb, .. var reload])
        {
            return ReloadProcess.Main(reload);
        }

        StandardStream output = StandardStream.Output();
        StandardStream error = StandardStream.Error();
        Language language = LanguageChoice.Choose(typed, Environment.GetEnvironmentVariable);
        Parser.Outcome parsed = Parser.Parse(CommandTable.Root, typed, language);
        if (parsed.Error is not null)
        {
            error.Write(
                $"virt-nest: {Printable.Sanitise(parsed.Error)}\n{new Sentence(
                    $"Try '{parsed.Path} --help'.",
                    $"请参阅“{parsed.Path} --help”。").In(language)}\n");
            return ExitCode.Usage;
        }

        int status;
        if (parsed.Arguments.Has(CommandTable.Help))
        {
            output.Write(HelpText.Write(parsed.Path, parsed.Command, language));
            status = ExitCode.Yes;
        }
        else if (parsed.Arguments.Has(CommandTable.Version))
        {
            output.Write($"virt-nest {ProductVersion.Text}\n");
            status = ExitCode.Yes;
        }
        else
        {
            bool usesColour = parsed.Arguments[CommandTable.Color] switch
            {
                "always" => true,
                "never" => false,
                _ => output.IsTerminal && IsEmpty("NO_COLOR") && Environment.GetEnvironmentVariable("TERM") != "dumb",
            };
            status = parsed.Command.Run!(parsed.Arguments, new Session(language, output, error, usesColour));
        }

        // A full disk or a closed pipe must not look like a whole answer.
        if (output.Errno == 0)
        {
            return status;
        }

        // A reader that has seen enough (head) needs no word.
        if (output.Errno == LinuxErrno.EPIPE)
        {
            return ExitCode.Unknown;
        }

        Sentence why = LinuxErrno.Describe(output.Errno);
        error.Write($"virt-nest: {new Sentence(
            $"cannot write standard output: {why.English}",
            $"无法写入标准输出：{why.Chinese}").In(language)}\n");
        return ExitCode.Unknown;
    }

    private static bool IsEmpty(string variable) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
