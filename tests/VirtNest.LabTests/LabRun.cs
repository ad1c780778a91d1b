using System.Diagnostics;
using System.IO;
using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>What one step of a scenario printed inside the lab.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record LabStep(int Status, string Output, string Error)
{
    /// <summary>The output as a JSON document.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>One boot of a lab, with the scenarios that the tests of a class look at. tests/lab/README.md tells the line protocol.</summary>
public abstract class LabRun
{
    private readonly Dictionary<string, LabStep> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _scenarios = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Value)> _facts = [];
    private readonly string? _missing;

    /// <param name="vendor">"amd" or "intel".</param>
    /// <param name="kernel">"6.1" or "6.12", or "builtin" in a machine.</param>
    /// <param name="cpu">The emulator's CPU model; null for the lab's own, which has the extension.</param>
    /// <param name="folder">The folder below tests/lab/scenarios whose scenarios are run; those of "libvirt" and "libvirt-guard" in the
    /// lab with libvirt.</param>
    /// <param name="append">More arguments of the kernel.</param>
    /// <param name="disk">The image of a disk that stays from boot to boot.</param>
    /// <param name="machine">A whole machine, "grub" or "systemd-boot", in the place of the lab's own system.</param>
    /// <param name="boot">The number of the boot, of several with one disk; 0 of one alone.</param>
    protected LabRun(string vendor, string kernel, string? cpu = null, string folder = "", string? append = null, string? disk = null,
        string? machine = null, int boot = 0)
    {
        Vendor = vendor;
        Kernel = kernel;
        string? binary = Environment.GetEnvironmentVariable("VIRT_NEST_BINARY");
        if (string.IsNullOrEmpty(binary) || !File.Exists(binary))
        {
            _missing = "VIRT_NEST_BINARY does not name the published binary";
            return;
        }

        string artifacts = Artifacts($"{vendor}-{kernel}{(folder.Length == 0 ? "" : "-" + folder)}{(boot == 0 ? "" : $"-{boot}")}");
        ProcessStartInfo start = new(Path.Combine(Root, "tests/lab/lab")) { RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true };
        foreach (string argument in (string[])[vendor, "--kernel", kernel, "--binary", binary, .. Runner(), .. Machine(cpu, folder),
            .. Option("--append", append), .. Option("--disk", disk), .. Option("--machine", machine), .. Units(machine), "--out",
            artifacts, "--deadline", "1800", .. Scenarios(folder)])
        {
            start.ArgumentList.Add(argument);
        }

        using Process lab = Process.Start(start)!;
        lab.StandardInput.Close();
        System.Threading.Tasks.Task<string> error = lab.StandardError.ReadToEndAsync();
        string output = lab.StandardOutput.ReadToEnd();
        lab.WaitForExit();
        Console.Write(output);
        if (lab.ExitCode == 77)
        {
            _missing = error.Result.Trim();
            return;
        }

        Read(Path.Combine(artifacts, "results.log"));
        Assert.True(lab.ExitCode == 0, $"lab {vendor} {kernel} ended with {lab.ExitCode}: {output}{error.Result}see {artifacts}");
    }

    internal string Vendor { get; }

    internal string Kernel { get; }

    internal string Module => Vendor == "amd" ? "kvm_amd" : "kvm_intel";

    internal string Extension => Vendor == "amd" ? "svm" : "vmx";

    /// <summary>The step of a scenario; the test is skipped where the lab could not run, and fails where the scenario has no such
    /// step.</summary>
    internal LabStep this[string step]
    {
        get
        {
            SkipIfMissing();
            return _steps.TryGetValue(step, out LabStep? found) ? found
                : throw new InvalidOperationException($"no step {step} in lab {Vendor} {Kernel}");
        }
    }

    /// <summary>The exit status of a whole scenario.</summary>
    internal int StatusOf(string scenario)
    {
        SkipIfMissing();
        return _scenarios.TryGetValue(scenario, out int status) ? status
            : throw new InvalidOperationException($"scenario {scenario} did not end in lab {Vendor} {Kernel}");
    }

    /// <summary>The values of a fact that scenarios told, in order.</summary>
    internal string[] FactsOf(string key)
    {
        SkipIfMissing();
        return [.. _facts.Where(f => f.Key == key).Select(f => f.Value)];
    }

    /// <summary>The value of a fact that a scenario told once.</summary>
    internal string Fact(string key) => FactsOf(key) is [var value] ? value
        : throw new InvalidOperationException($"no fact {key}, or more than one, in lab {Vendor} {Kernel}");

    /// <summary>What parameters/nested of the vendor's module reads: kvm_amd's is a number, kvm_intel's a truth value.</summary>
    internal string Nested(bool isOn) =>
        (Vendor, isOn) switch { ("amd", true) => "1", ("amd", false) => "0", (_, true) => "Y", (_, false) => "N" };

    private void SkipIfMissing()
    {
        if (_missing is not null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("VIRT_NEST_REQUIRE_LABS") == "1", $"lab {Vendor} {Kernel}: {_missing}");
            Assert.Fail($"lab {Vendor} {Kernel} was skipped where it must run: {_missing}");
        }
    }

    /// <summary>The folder of the project.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>A folder for what a run leaves behind.</summary>
    internal static string Artifacts(string name) =>
        Directory.CreateDirectory(
            Path.Combine(Environment.GetEnvironmentVariable("VIRT_NEST_ARTIFACTS") ?? Path.Combine(Root, "artifacts"), "lab",
                name)).FullName;

    private static string[] Option(string name, string? value) => value is null ? [] : [name, value];

    private string[] Scenarios(string folder)
    {
        List<string> scenarios = [];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, "tests/lab/scenarios", folder), "*.sh"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            bool isOther = name.EndsWith(Vendor == "amd" ? "-intel" : "-amd", StringComparison.Ordinal);
            if (!isOther && !name.StartsWith("long-", StringComparison.Ordinal))
            {
                scenarios.Add(file);
            }
        }

        // The lab's own test wants a fresh boot.
        return [.. scenarios.OrderBy(static s => s.EndsWith("selftest.sh", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(static s => s, StringComparer.Ordinal)];
    }

    private static string[] Machine(string? cpu, string folder) =>
        [.. cpu is null ? (string[])[] : ["--cpu", cpu], .. HasLibvirt(folder) ? (string[])["--with-libvirt"] : []];

    private static bool HasLibvirt(string folder) =>
        folder.StartsWith("libvirt", StringComparison.Ordinal) || folder.EndsWith("-libvirt", StringComparison.Ordinal);

    /// <summary>The units, where a package puts them.</summary>
    private static string[] Units(string? machine) =>
        machine is null ? [] : ["--add", Path.Combine(Root, "packaging/systemd") + ":/lib/systemd/system"];

    /// <summary>The program of wrong payloads, where it was published.</summary>
    private static string[] Runner() =>
        Environment.GetEnvironmentVariable("VIRT_NEST_PROOF_RUNNER") is { Length: > 0 } runner
            ? ["--add", runner + ":/usr/bin/proof-runner"] : [];

    private void Read(string results)
    {
        string name = "";
        List<string> output = [];
        List<string> error = [];
        foreach (string line in File.Exists(results) ? File.ReadLines(results) : [])
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "BEGIN":
                    name = string.Join(' ', words[1..]);
                    output.Clear();
                    error.Clear();
                    break;
                case "O" or "O\\":
                    output.Add(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                    break;
                case "E" or "E\\":
                    error.Add(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                    break;
                case "END":
                    _steps[name] = new LabStep(int.Parse(words[^1], CultureInfo.InvariantCulture), string.Join('\n', output),
                        string.Join('\n', error));
                    break;
                case "FACT" when words.Length >= 3:
                    _facts.Add((words[1], string.Join(' ', words[2..])));
                    break;
                case "DONE" when words.Length == 3:
                    _scenarios[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture);
                    break;
                default:
                    break;
            }
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "virt-nest.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("virt-nest.slnx not found above " + AppContext.BaseDirectory);
    }
}
