using System.IO;

namespace VirtNest.LabTests;

public sealed class MachineBoot(string machine, string kernel, string disk, int number)
    : LabRun("amd", kernel, folder: "machine-" + machine, disk: disk, machine: machine, boot: number);

/// <summary>Boots of a whole machine, one after the other, from one disk.</summary>
public abstract class Machine
{
    /// <summary>The words of the kernel command line.</summary>
    internal const string Off = "kvm_amd.nested=0", On = "kvm_amd.nested=1";

    private readonly MachineBoot[] _boots;

    /// <param name="name">"grub" or "systemd-boot".</param>
    /// <param name="boots">How many.</param>
    /// <param name="kernel">"6.1", its own, or "builtin", which its first boot installs.</param>
    protected Machine(string name, int boots, string kernel = "6.1")
    {
        string disk = Path.Combine(LabRun.Artifacts($"machine-{name}-{kernel}"), "disk.qcow2");
        File.Delete(disk);
        _boots = [.. Enumerable.Range(1, boots).Select(number => new MachineBoot(name, kernel, disk, number))];
    }

    /// <summary>One of the boots, from 1.</summary>
    internal LabRun this[int number] => _boots[number - 1];

    /// <summary>The last of several words.</summary>
    internal static string Last(string words) => words.Trim().Split(' ')[^1];

    /// <summary>Whether instances can nest, in a document of check.</summary>
    internal static string? Answer(LabStep check) => check.Json.GetProperty("answers").GetProperty("guests_can_nest").GetString();

    /// <summary>What a document of check complains of.</summary>
    internal static IEnumerable<string?> Codes(LabStep check) =>
        check.Json.GetProperty("findings").EnumerateArray().Where(static f => f.GetProperty("outcome").GetString() != "pass")
            .Select(static f => f.GetProperty("code").GetString());
}
