using System.IO;
using System.Text.Json;
using VirtNest.Evidence;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>Real configurations, with what the real modprobe makes of them. They are read where they lie and are no part of this
/// project.</summary>
public sealed class ModprobeCorpusTests
{
    private const string Variable = "VIRT_NEST_CORPUS";
    private const string EndMark = "# End of configuration files";

    public static TheoryData<string> Cases
    {
        get
        {
            TheoryData<string> cases = [];
            string folder = Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "/nonexistent", "modprobe");
            string[] found = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
            foreach (string name in found.Order(StringComparer.Ordinal))
            {
                cases.Add(Path.GetFileName(name));
            }

            if (cases.Count == 0)
            {
                cases.Add("");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_real_configuration_is_shown_as_modprobe_shows_it(string name)
    {
        (ModprobeConfig config, string folder) = Load(name);
        string expected = Directory.GetFiles(Path.Combine(folder, "expected")).Single();
        Assert.Equal(ShowConfig.Concerning(Shown(File.ReadAllText(expected))), ShowConfig.Concerning(Shown(ShowConfig.Of(config))));
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_real_configuration_has_the_truth_that_was_found_for_it(string name)
    {
        (ModprobeConfig config, string folder) = Load(name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "truth.json")));
        JsonElement truth = document.RootElement;
        if (truth.TryGetProperty("options", out JsonElement options))
        {
            Assert.Equal(
                options.EnumerateObject().Where(static m => ShowConfig.Concerns(m.Name))
                    .SelectMany(m => m.Value.EnumerateArray().Select(o => (m.Name, o.GetString()))).Order(),
                Of(config, ModprobeKeyword.Options).Select(d => (d.Module, (string?)d.Argument)).Order());
        }

        if (truth.TryGetProperty("blacklist", out JsonElement blacklist))
        {
            Assert.Equal(blacklist.EnumerateArray().Select(b => b.GetString()).Where(static b => ShowConfig.Concerns(b!)),
                Of(config, ModprobeKeyword.Blacklist).Select(d => d.Module));
        }

        if (truth.TryGetProperty("install", out JsonElement install))
        {
            Assert.Equal(install.EnumerateObject().Where(static i => ShowConfig.Concerns(i.Name))
                .Select(i => (i.Name, i.Value.GetString())),
                Of(config, ModprobeKeyword.Install).Select(d => (d.Module, (string?)d.Argument)));
        }

        foreach (string module in new[] { "kvm_intel", "kvm_amd" })
        {
            Assert.Equal(Text(truth, module + "_nested"), config.Settings(module, "nested").Winner?.Value);
            ModuleLoading loading = config.Loading(module);
            Assert.Equal(Text(truth, module + "_blocked"), loading.IsBlacklisted ? "blacklist" : loading.Install?.Argument);
        }
    }

    private static IEnumerable<ModprobeDirective> Of(ModprobeConfig config, ModprobeKeyword keyword) =>
        config.Directives.Where(d => d.Keyword == keyword && ShowConfig.Concerns(d.Module));

    private static string? Text(JsonElement truth, string name) =>
        truth.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[] Shown(string text) =>
        [.. text.Split('\n').TakeWhile(l => !l.StartsWith(EndMark, StringComparison.Ordinal)).Where(l => l.Trim().Length > 0)];

    private static (ModprobeConfig Config, string Folder) Load(string name)
    {
        Assert.SkipWhen(name.Length == 0, $"{Variable} names no folder with the real configurations");
        string folder = Path.Combine(Environment.GetEnvironmentVariable(Variable)!, "modprobe", name);
        ModprobeTree tree = new();
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            string path = "/" + Path.GetRelativePath(folder, file);
            if (path == "/proc/cmdline")
            {
                tree.Evidence[path] = Reading.Known(File.ReadAllBytes(file));
            }
            else if (path.StartsWith("/etc/modprobe.d/", StringComparison.Ordinal))
            {
                tree.With(path, File.ReadAllBytes(file));
            }
        }

        return (tree.Config, folder);
    }
}
