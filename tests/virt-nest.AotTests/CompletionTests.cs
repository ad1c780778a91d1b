using System.IO;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>What `completion` prints, in the shells that it is for.</summary>
public sealed class CompletionTests : IDisposable
{
    /// <summary>A line up to the cursor, and what completes its last word: in each shell the same, behind = and : at least.</summary>
    private static readonly (string Line, string[] Candidates)[] Cases =
    [
        ("virt-nest instance ", ["check", "disable", "enable", "list", "plan", "undo"]),
        ("virt-nest guard ho", ["hook"]),
        ("virt-nest --lang en ins", ["instance"]),
        ("virt-nest check --ro", ["--role", "--root"]),
        ("virt-nest check --role ", ["host", "instance"]),
        ("virt-nest check --role=h", ["host"]),
        ("virt-nest check --role=host --roo", ["--root"]),
        ("virt-nest --lang=en instance list --ins", ["--inside"]),
        ("virt-nest instance enable --lang=en --mo", ["--mode"]),
        ("virt-nest instance enable w", ["web", "wild west"]),
        ("virt-nest instance enable --mode keep w", ["web", "wild west"]),
        ("virt-nest instance enable -- --", []),
        ("virt-nest instance list --connect=qemu:///s", ["///session", "///system"]),
        ("virt-nest check --evidence fi", ["file1.json"]),
        ("virt-nest check --evidence=fi", ["file1.json"]),
        ("virt-nest check --root f", ["folder"]),
        ("virt-nest apply fi", ["file1.json"]),
        ("virt-nest plan ", ["disable", "enable"]),
        ("virt-nest explain vn1905", ["VN1905"]),
        ("virt-nest guard hook run web ", ["migrate", "prepare", "restore"]),
        ("virt-nest completion ", ["bash", "fish", "zsh"]),
        ("virt-nest completion bash --j", []),
        ("virt-nest explain --j", ["--json"]),
        ("virt-nest prove --exits ", []),
    ];

    /// <summary>Each prints "== LINE" and the candidates, a line each.</summary>
    private static readonly Dictionary<string, string> Probes = new()
    {
        // As readline does it: = and : are words.
        ["bash"] = """
            source ./script
            for line; do
                read -ra COMP_WORDS <<<"$(sed -E 's/(=|:)/ \1 /g' <<<"$line")"
                [[ $line != *' ' ]] || COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _virt_nest
                printf '%s\n' "== $line" "${COMPREPLY[@]}"
            done
            """,
        ["fish"] = """
            source ./script
            for line in $argv
                echo "== $line"
                complete -C $line | string replace -r '\t.*' ''; or true
            end
            """,

        // zsh completes in its line editor alone, so it gets a terminal; compadd tells what it is given.
        ["zsh"] = """
            zmodload zsh/zpty
            zpty -b inner zsh -f -i
            zpty -w inner 'autoload -Uz compinit; compinit -u -D; source ./script
            compadd() {
              [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]] || { builtin compadd "$@"; return }
              local -a found; builtin compadd -O found "$@"; print -rl -- $found >>found; builtin compadd "$@"
            }
            probe() { BUFFER=$(<line)x; BUFFER=${BUFFER%x}; CURSOR=$#BUFFER; zle complete-word; : >done; BUFFER= }
            zle -N probe; bindkey "^X^P" probe; : >done'
            await() { integer n; until [[ -e done ]] || ((++n > 300)); do sleep 0.1; zpty -r -t inner out; done; rm -f done }
            await
            for line; do
              print -rn -- "$line" >line; : >found
              zpty -wn inner $'\C-X\C-P'
              await
              print -r -- "== $line"; cat found
            done
            zpty -d inner
            """,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-completion-").FullName;

    public CompletionTests()
    {
        Directory.CreateDirectory(_folder + "/folder");
        Directory.CreateDirectory(_folder + "/.bin");
        File.WriteAllText(_folder + "/file1.json", "");
        File.CreateSymbolicLink(_folder + "/.bin/virt-nest", PublishedBinary.FilePath);
        File.WriteAllText(_folder + "/.bin/virsh", """
            #!/bin/sh
            [ "$*" = '-q list --all --name' ] && printf '%s\n' web 'wild west' '$(touch HARM)' 1 ''
            """);
        File.SetUnixFileMode(_folder + "/.bin/virsh", UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bash", "bash -n script && shellcheck script")]
    [InlineData("zsh", "zsh -n script")]
    [InlineData("fish", "fish -n script")]
    public void Its_shell_has_nothing_to_say_against_a_script(string shell, string reads)
    {
        Print(shell);
        Run run = InFolder(reads);
        Assert.Equal((0, "", ""), (run.Status, run.Text, run.Error));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void A_line_is_completed_by_the_command_table(string shell)
    {
        Print(shell);
        File.WriteAllText(_folder + "/probe", Probes[shell]);
        Run run = InFolder($"{(shell == "zsh" ? "zsh -f" : shell)} probe \"$@\"", [.. Cases.Select(static c => c.Line)]);
        Assert.Equal(0, run.Status);
        IEnumerable<string[]> shown = run.Text.Split("== ")[1..].Select(static part => part.Split('\n'));
        Assert.Equal(Cases.Select(static c => Shown(c.Line, c.Candidates)), shown.Select(static lines => Shown(lines[0], lines[1..])));
    }

    [Fact]
    public void The_name_of_an_instance_is_one_harmless_word_in_bash()
    {
        Print("bash");
        const string Completed = "COMP_WORDS=(virt-nest limits ''); COMP_CWORD=2; _virt_nest; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Run run = InFolder("source ./script; " + Completed);
        Assert.Equal("web\nwild\\ west\n\\$\\(touch\\ HARM\\)\n1\n", run.Text);
        Assert.False(File.Exists(_folder + "/HARM"));
    }

    /// <summary>What shells do differently is left out: the part before = and :, how a space is quoted, the end of a folder.</summary>
    private static string Shown(string line, string[] candidates)
    {
        IEnumerable<string> plain = candidates.Select(static c => c.Replace("\\", "", StringComparison.Ordinal).TrimEnd('/'));
        IEnumerable<string> ends = plain.Select(static c => c[(c.LastIndexOfAny(['=', ':']) + 1)..]).Where(static c => c.Length > 0);
        return $"{line} -> {string.Join(", ", ends.Distinct().Order(StringComparer.Ordinal))}";
    }

    private void Print(string shell)
    {
        Assert.SkipUnless(PublishedBinary.Shell("command -v \"$1\"", null, shell).Status == 0, shell + " is not installed");
        Run run = PublishedBinary.Start("completion", shell);
        Assert.Equal(0, run.Status);
        File.WriteAllBytes(_folder + "/script", run.Output);
    }

    private Run InFolder(string script, params string[] arguments) => PublishedBinary.Shell(
        "cd \"$HOME\"; PATH=$HOME/.bin:$PATH; " + script,
        new() { ["HOME"] = _folder, ["TERM"] = "xterm", ["LC_ALL"] = "C.UTF-8" },
        arguments);
}
