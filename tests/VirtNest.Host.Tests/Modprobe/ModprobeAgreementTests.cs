using CsCheck;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using Xunit;

namespace VirtNest.Host.Tests.Modprobe;

/// <summary>Our reading of generated configurations against the real modprobe's. The seed is fixed; VIRT_NEST_SEED gives another and
/// VIRT_NEST_CASES another number. A failure prints the seed and the configuration.</summary>
[Trait("Speed", "slow")]
public sealed class ModprobeAgreementTests
{
    private const string DefaultSeed = "0N0XIzNsQ0O2";
    private const int DefaultCases = 600;

    private static string Seed => Environment.GetEnvironmentVariable("VIRT_NEST_SEED") ?? DefaultSeed;

    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("VIRT_NEST_CASES"), out int cases) ? cases : DefaultCases;

    [Fact]
    public void Our_reading_is_the_one_that_modprobe_shows_and_acts_by()
    {
        Assert.SkipWhen(RealModprobe.Missing is not null, RealModprobe.Missing ?? "");
        using RealModprobe modprobe = RealModprobe.Create();
        PCG chance = PCG.Parse(Seed);
        GeneratedTree[] trees = [.. Enumerable.Range(0, Cases).Select(_ => GeneratedTree.Any.Generate(chance, null, out Size _))];
        const string Load = "-S " + RealModprobe.Release + " -n -v ";
        List<string[]> answers =
            modprobe.Ask(trees, i => ["--showconfig", Load + (AsksBlacklist(i) ? "-b " : "") + Module(i)], Encoding.UTF8);

        int loads = 0, blacklisted = 0, installs = 0, set = 0, conflicts = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            ModprobeConfig config = trees[i].Config;
            string about = $"seed {Seed}, configuration {i}:\n{trees[i].Describe()}";
            Agree([.. ShowConfig.Concerning(Lines(answers[i][0]))], [.. ShowConfig.Concerning(Lines(ShowConfig.Of(config)))], about);
            string module = Module(i);
            ModuleLoading loading = config.Loading(module);
            ModuleSettings settings = config.Settings(module, "nested");
            set += settings.Winner is null ? 0 : 1;
            conflicts += settings.HasConflict ? 1 : 0;

            // An alias of the name leads to other modules and lets the blacklist count, and a softdep that names others may load them and
            // set the install line aside: what is printed then is not about this module alone.
            if (loading.Softdep is not null || config.Directives.Any(d => d.Keyword == ModprobeKeyword.Alias && IsMaybe(d.Module, module)))
            {
                continue;
            }

            bool isStopped = AsksBlacklist(i) && loading.IsBlacklisted;
            string options = string.Join(' ',
                config.Directives.Where(d => d.Keyword == ModprobeKeyword.Options && d.Module == module).Select(d => d.Argument));
            string act = loading.Install is { } install ? $"install {install.Argument} {options}"
                : $"insmod /lib/modules/{RealModprobe.Release}/kernel/{module.Replace('_', '-')}.ko {options}";
            Agree(isStopped ? [] : Lines(act), Lines(answers[i][1]), about + module
                + (AsksBlacklist(i) ? " is loaded with -b\n" : " is loaded\n"));
            loads++;
            installs += loading.Install is null ? 0 : 1;
            blacklisted += isStopped ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{trees.Length} configurations, {loads} loads, {installs} install commands, {blacklisted} blacklisted, {set} values of "
                + $"nested, {conflicts} conflicts");
        Assert.True(loads > Cases / 2 && installs > Cases / 10 && blacklisted > Cases / 20 && set > Cases / 4 && conflicts > Cases / 20,
            "the generated configurations do not try what they should");
    }

    private static string Module(int i) => i % 4 < 2 ? "kvm_intel" : "kvm_amd";

    private static bool AsksBlacklist(int i) => i % 2 == 0;

    private static bool IsMaybe(string pattern, string module) => pattern == module || pattern.AsSpan().IndexOfAny("*?[\\") >= 0;

    private static void Agree(string[] expected, string[] actual, string about)
    {
        if (!expected.SequenceEqual(actual))
        {
            StringBuilder text = new(about);
            text.Append("expected:\n").AppendJoin('\n', expected).Append("\nactual:\n").AppendJoin('\n', actual);
            Assert.Fail(text.ToString());
        }
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').TakeWhile(l => !l.StartsWith("# End of configuration files", StringComparison.Ordinal))
            .Select(l => l.TrimEnd(' ')).Where(l => l.Length > 0)];
}
