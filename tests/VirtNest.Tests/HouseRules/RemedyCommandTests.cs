using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>Commands of other programs in remedies: the program itself knows the subcommand and its options. A program that is not there
/// is skipped by name.</summary>
public sealed partial class RemedyCommandTests
{
    /// <summary>Programs with the arguments that print the help of a subcommand; {0} is the subcommand.</summary>
    private static readonly Dictionary<string, string> Helps = new()
    {
        ["virsh"] = "help {0}", ["docker"] = "{0} --help", ["podman"] = "{0} --help", ["kubectl"] = "{0} --help",
        ["incus"] = "{0} --help", ["lxc"] = "{0} --help", ["modprobe"] = "--help", ["dracut"] = "--help", ["update-initramfs"] = "--help",
    };

    public static TheoryData<string> Programs => [.. Helps.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_knows_what_remedies_tell_people_to_run(string program)
    {
        string[] commands = [.. Texts().SelectMany(t => Command().Matches(t)).Where(m => m.Groups["program"].Value == program)
            .Select(static m => m.Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.SkipWhen(commands.Length == 0, "no remedy runs " + program);
        Assert.SkipWhen(Run(program, "--help") is null, $"{program} is not there; not checked: {string.Join("; ", commands)}");
        List<string> wrong = [];
        foreach (string command in commands)
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // "docker and podman take --device": an option without a subcommand is one of run.
            bool hasSubcommand = Helps[program].Contains("{0}", StringComparison.Ordinal);
            string subcommand = words[1][0] == '-' ? "run" : words[1];
            string? help = Run(program, string.Format(CultureInfo.InvariantCulture, Helps[program], subcommand));
            if (help is null || (hasSubcommand && !Regex.IsMatch(help, $@"(?m){program} {subcommand}\b|^\s+{subcommand} - ")))
            {
                wrong.Add($"{command}: no such subcommand: {help}");
                continue;
            }

            wrong.AddRange(words.Skip(1).Where(static w => w[0] == '-').Select(static w => w.Split('=')[0])
                .Where(o => !Regex.IsMatch(help, $@"(?<![\w-]){Regex.Escape(o)}(?![\w-])")).Select(o => $"{command}: no {o}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>All that people are told to run: the platforms, the owners, the remedies of findings and their pages.</summary>
    private static IEnumerable<string> Texts()
    {
        foreach (string id in EmbeddedTable.Load("platforms.txt").Select(static r => r.Id))
        {
            string[] words = id.Split(' ');
            yield return PlatformRow.Find(words[0], words.ElementAtOrDefault(1), Extension.Vmx)!.Steps(null, out _).English;
            yield return PlatformRow.Find(words[0], words.ElementAtOrDefault(1), Extension.Svm)!.Steps(null, out _).English;
        }

        foreach (Section row in EmbeddedTable.Load("owners.txt"))
        {
            yield return row["setting", Language.English] ?? "";
        }

        foreach (Section row in EmbeddedTable.Load("errors.txt"))
        {
            yield return row["remedy", Language.English] ?? "";
        }

        yield return File.ReadAllText(RepositoryFolder.Of("tests", "hosts", "findings.txt"));
        foreach (string page in Directory.EnumerateFiles(RepositoryFolder.Of("docs", "findings"), "VN????.md"))
        {
            yield return File.ReadAllText(page);
        }
    }

    /// <summary>What a program printed; null where it is not there, or does not know the arguments.</summary>
    private static string? Run(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            })!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output + errors.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A program, a subcommand and the options behind it; not prose ("podman's", "lxc or"). The last three have no subcommands,
    /// and count with an option alone.</summary>
    [GeneratedRegex(@"(?<![\w./`'-])(?:(?<program>virsh|docker|podman|kubectl|incus|lxc) "
        + @"(?:--[a-z-]+|(?!and\b|or\b|is\b|has\b|the\b|as\b|in\b|to\b)[a-z][a-z-]+)"
        + @"|(?<program>modprobe|dracut|update-initramfs) --?[a-z]+)"
        + @"(?: +(?:--?[\w-]+(?:=[\w/:]+)?|[A-Z]+|/[\w/]+))*")]
    private static partial Regex Command();
}
