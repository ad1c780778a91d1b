using System.Diagnostics;
using System.IO;
using System.Threading;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>A dumped tree on disk that means harm, with a canary beside it that no reading may hold.</summary>
internal sealed class HostileTree : IDisposable
{
    internal const string Canary = "CANARY-7c1e-must-not-be-read";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _outside = Directory.CreateTempSubdirectory("virt-nest-outside-").FullName;

    internal HostileTree()
    {
        File.WriteAllText(CanaryFile, Canary + "\noptions kvm_intel nested=1\n");
        Directory.CreateDirectory(Path.Combine(_outside, "folder"));
        File.WriteAllText(Path.Combine(_outside, "folder", Canary + ".conf"), Canary);
        Directory.CreateDirectory(Root);
    }

    internal string Root => Path.Combine(_outside, "tree");

    internal string CanaryFile => Path.Combine(_outside, "canary");

    internal string CanaryFolder => Path.Combine(_outside, "folder");

    internal string Of(string path) => Path.Combine(Root, path.TrimStart('/'));

    internal HostileTree Write(string path, byte[] bytes)
    {
        Parent(path);
        File.WriteAllBytes(Of(path), bytes);
        return this;
    }

    internal HostileTree Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    internal HostileTree Link(string path, string target)
    {
        Parent(path);
        File.CreateSymbolicLink(Of(path), target);
        return this;
    }

    internal HostileTree Folder(string path)
    {
        Directory.CreateDirectory(Of(path));
        return this;
    }

    /// <summary>Runs a shell script in the tree's root, for what .NET cannot make: FIFOs, devices, names that are no UTF-8.</summary>
    internal bool Shell(string script)
    {
        using Process process =
            Process.Start(new ProcessStartInfo("/bin/bash", ["-ec", script]) { WorkingDirectory = Root, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Reads, judges and prints the tree within the deadline; nothing of the canary and nothing raw may come out.</summary>
    internal HostEvidence Judge()
    {
        HostEvidence evidence = Gather();
        string document = Encoding.UTF8.GetString(EvidenceJson.Write(evidence));
        Assert.DoesNotContain(Canary, document, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, string.Concat(evidence.Readings.Values.Select(static r => Encoding.Latin1.GetString(r.Bytes))),
            StringComparison.Ordinal);
        Assert.NotNull(EvidenceJson.Read(EvidenceJson.Write(evidence), out _));
        Verdict verdict = Verdict.Judge(HostFacts.Parse(evidence));
        foreach (Language language in Enum.GetValues<Language>())
        {
            Assert.Empty(
                HostileText.Forbidden(CheckText.Write(verdict, Questions.GuestsCanNest, language, usesColour: false, isVerbose: true)));
        }

        Assert.Empty(HostileText.Forbidden(Encoding.UTF8.GetString(CheckJson.Write(verdict, Questions.RunsGuests))));
        return evidence;
    }

    /// <summary>Reads the tree; a read that waits (a FIFO) fails the test instead of stopping it.</summary>
    internal HostEvidence Gather()
    {
        HostEvidence? evidence = null;
        int errno = -1;
        Exception? thrown = null;
        Thread reader = new(() =>
        {
            try
            {
                evidence = EvidenceGatherer.Dump(Root, out errno);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                thrown = exception;
            }
        }) { IsBackground = true };
        reader.Start();
        Assert.True(reader.Join(Deadline), $"not read within {Deadline}");
        Assert.True(thrown is null, thrown?.ToString());
        Assert.True(evidence is not null, "errno " + errno);
        return evidence;
    }

    /// <summary>By rm(1): .NET cannot name a file whose name is no UTF-8.</summary>
    public void Dispose() => Process.Start("/bin/rm", ["-rf", "--", _outside])!.WaitForExit();

    private void Parent(string path) => Directory.CreateDirectory(Path.GetDirectoryName(Of(path))!);
}
