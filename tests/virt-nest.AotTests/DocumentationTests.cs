using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using VirtNest.Tests;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>The man page and the completions know every command and option that `--help` prints.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Files => ["packaging/man/virt-nest.8", "packaging/man/zh_CN/virt-nest.8", "packaging/completions/virt-nest.bash", "packaging/completions/_virt-nest", "packaging/completions/virt-nest.fish"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_command_and_option_of_help_is_in_it(string file)
    {
        string path = RepositoryFolder.Of(file.Split('/'));
        Assert.SkipUnless(File.Exists(path), file + " is not there");

        // roff writes \- for a dash; fish names an option by "-l json".
        string text = File.ReadAllText(path).Replace("\\-", "-", StringComparison.Ordinal);
        List<string> missing = [];
        foreach (string command in Commands())
        {
            string verb = command.Split(' ')[^1];
            if (!Regex.IsMatch(text, $@"\b{verb}\b"))
            {
                missing.Add(command);
            }

            missing.AddRange(Options(command).Where(o => !Regex.IsMatch(text, file.EndsWith(".fish", StringComparison.Ordinal) ? $@"-l {o[2..]}\b" : $@"{o}(?![\w-])")).Select(o => command + " " + o));
        }

        Assert.True(missing.Count == 0, $"{file} lacks: {string.Join(", ", missing.Distinct())}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_names_no_option_that_help_does_not(string file)
    {
        string path = RepositoryFolder.Of(file.Split('/'));
        Assert.SkipUnless(File.Exists(path), file + " is not there");
        HashSet<string> known = [.. Commands().SelectMany(Options)];

        // Options of other programs that the page speaks of.
        string[] others = ["--name", "--device", "--ignore-install", "--inactive", "--showconfig", "--show-depends"];
        string text = File.ReadAllText(path).Replace("\\-", "-", StringComparison.Ordinal);
        IEnumerable<string> named = file.EndsWith(".fish", StringComparison.Ordinal) ? FishOption().Matches(text).Select(static m => "--" + m.Groups[1].Value) : LongOption().Matches(text).Select(static m => m.Value);
        Assert.DoesNotContain(named, o => !known.Contains(o) && !others.Contains(o));
    }

    [Fact]
    public void Exit_statuses_are_in_the_man_page()
    {
        string path = RepositoryFolder.Of("packaging", "man", "virt-nest.8");
        Assert.SkipUnless(File.Exists(path), "no man page");
        Assert.Contains("EXIT STATUS", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Bash_can_read_its_completion()
    {
        string path = RepositoryFolder.Of("packaging", "completions", "virt-nest.bash");
        Assert.SkipUnless(File.Exists(path), "no completion");
        Assert.Equal(0, PublishedBinary.Shell("bash -n \"$1\"", null, path).Status);
    }

    /// <summary>Every command, those with verbs of their own before their verbs: "instance", "instance enable".</summary>
    private static string[] Commands() => [.. Verbs("").SelectMany(WithVerbs)];

    private static IEnumerable<string> WithVerbs(string command) => [command, .. Verbs(command).SelectMany(WithVerbs)];

    private static string[] Verbs(string command)
    {
        string[] parts = PublishedBinary.Start([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Text.Split("Commands:");
        return parts.Length == 1 ? [] : [.. CommandLine().Matches(parts[1].Split("Options:")[0]).Select(m => (command + " " + m.Groups[1].Value).Trim())];
    }

    private static string[] Options(string command) => [.. OptionLine().Matches(PublishedBinary.Start([.. command.Split(' '), "--help"]).Text).Select(static m => m.Groups[1].Value)];

    [GeneratedRegex(@"^  ([a-z]+)  ", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^  (--[a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex OptionLine();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z0-9-]+")]
    private static partial Regex LongOption();

    [GeneratedRegex(@"(?<=^complete\b.*)-l ([a-z][a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex FishOption();
}
