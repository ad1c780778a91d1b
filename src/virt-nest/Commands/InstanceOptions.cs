using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>The options that more than one verb of `instance` takes.</summary>
internal static class InstanceOptions
{
    internal static readonly Option Xml = new("--xml", "FILE", m => m.HelpInstanceXml);

    internal static readonly Option Extension = new("--extension", "NAME", m => m.HelpInstanceExtension) { Choices = ["vmx", "svm"] };

    internal static readonly Option EvenIfManaged = new("--even-if-managed", null, m => m.HelpInstanceEvenIfManaged);

    internal static readonly Option DryRun = new("--dry-run", null, m => m.HelpInstanceDryRun);

    /// <summary>What --extension says, or null.</summary>
    internal static VirtNest.Facts.Extension? GivenExtension(Arguments arguments) => arguments[Extension] switch
    {
        "vmx" => VirtNest.Facts.Extension.Vmx,
        "svm" => VirtNest.Facts.Extension.Svm,
        _ => null,
    };
}
