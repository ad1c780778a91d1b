using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>What one run of the binary left: its exit status and what it wrote.</summary>
internal sealed record Run(int Status, byte[] Output, string Error)
{
    internal string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>The native binary that VIRT_NEST_BINARY names, as `dotnet publish src/virt-nest -c Release -o DIR` makes it.</summary>
internal static class PublishedBinary
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Its path; without one the test is skipped.</summary>
    internal static string FilePath
    {
        get
        {
            string? path = Environment.GetEnvironmentVariable("VIRT_NEST_BINARY");
            Assert.SkipWhen(string.IsNullOrEmpty(path), "VIRT_NEST_BINARY does not name the published binary");
            Assert.True(File.Exists(path), "VIRT_NEST_BINARY: no file " + path);
            return path!;
        }
    }

    internal static Run Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Runs it with nothing in its environment but PATH and what is given.</summary>
    internal static Run Start(Dictionary<string, string> environment, params string[] arguments) =>
        StartProgram(FilePath, environment, arguments);

    /// <summary>Runs a shell script in which "$BINARY" is the binary.</summary>
    internal static Run Shell(string script, Dictionary<string, string>? environment = null, params string[] arguments) =>
        StartProgram("/bin/bash", new Dictionary<string, string>(environment ?? []) { ["BINARY"] = FilePath },
            ["-c", script, "bash", .. arguments]);

    /// <summary>Runs a program, in the same way.</summary>
    internal static Run StartProgram(string program, Dictionary<string, string> environment, string[] arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("not started: " + program);
        process.StandardInput.Close();
        using MemoryStream output = new();
        Task copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Deadline))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"no end within {Deadline}: {string.Join(' ', arguments)}");
        }

        Task.WaitAll(copied, error);
        return new Run(process.ExitCode, output.ToArray(), error.Result);
    }
}
