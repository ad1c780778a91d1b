using CsCheck;
using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Tests.Changing;
using Xunit;

namespace VirtNest.Host.Tests.Modprobe;

/// <summary>What a plan makes of generated configurations, by the real modprobe: after the edit it shows the wished value as the effective
/// one, and no byte outside the changed values is another. VIRT_NEST_SEED and VIRT_NEST_CASES as in ModprobeAgreementTests.</summary>
[Trait("Speed", "slow")]
public sealed class PersistenceAgreementTests
{
    private const string DefaultSeed = "0N0XIzNsQ0O7";
    private const int DefaultCases = 800;

    private static string Seed => Environment.GetEnvironmentVariable("VIRT_NEST_SEED") ?? DefaultSeed;

    private static int Cases => int.TryParse(Environment.GetEnvironmentVariable("VIRT_NEST_CASES"), out int cases) ? cases : DefaultCases;

    [Fact]
    public void A_planned_edit_makes_the_wished_value_the_effective_one_for_the_real_modprobe()
    {
        Assert.SkipWhen(RealModprobe.Missing is not null, RealModprobe.Missing ?? "");
        using RealModprobe modprobe = RealModprobe.Create();
        PCG chance = PCG.Parse(Seed);
        GeneratedTree[] trees = [.. Enumerable.Range(0, Cases).Select(_ => GeneratedTree.Any.Generate(chance, null, out Size _))];
        ChangePlan[] plans = [.. trees.Select(static (t, i) => Plan(t, i))];
        GeneratedTree[] edited = [.. trees.Select((t, i) => Edited(t, plans[i]))];
        List<string[]> answers = modprobe.Ask(edited, static _ => ["--showconfig"], Encoding.Latin1);
        int planned = 0, refused = 0, kept = 0;
        for (int i = 0; i < trees.Length; i++)
        {
            string about = $"seed {Seed}, configuration {i}, {Module(i)} {(IsOn(i) ? "on" : "off")}:\n{trees[i].Describe()}\nedited:\n"
                + $"{edited[i].Describe()}\n{answers[i][0]}";
            if (!plans[i].IsAllowed)
            {
                refused++;
                continue;
            }

            planned += plans[i].Files.Count > 0 ? 1 : 0;
            kept += plans[i].Files.Count(static f => f.Before is not null);
            Assert.True(IsShown(answers[i][0], i), about);
            Assert.All(plans[i].Files, f => Assert.True(KeepsForeignBytes(trees[i], f, Module(i)), f.Path + "\n" + about));
            Assert.All(plans[i].Files, f => Assert.StartsWith("/etc/modprobe.d/", f.Path, StringComparison.Ordinal));
            HostFacts again = Facts(edited[i], i, IsOn(i) ? "1" : "0");
            Assert.True(ChangeHost.Plan(again, IsOn(i)) is { HasSteps: false } second && second.IsAllowed, "a second plan is not empty: "
                + about);
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{Cases} configurations: {planned} with edits, {kept} of them in files of others, {refused} refused");
        Assert.True(planned > Cases / 2 && kept > Cases / 20 && refused > 0,
            $"the generated configurations do not try what they should: {planned} {kept} {refused}");
    }

    private static string Module(int i) => i % 4 < 2 ? "kvm_intel" : "kvm_amd";

    private static bool IsOn(int i) => i % 2 == 0;

    private static ChangePlan Plan(GeneratedTree tree, int i) =>
        ChangeHost.Plan(Facts(tree, i, IsOn(i) ? "0" : "1"), IsOn(i), overrides: true);

    private static HostFacts Facts(GeneratedTree tree, int i, string nested) => ChangeHost.Facts(tree.Tree, Module(i), nested);

    /// <summary>The configuration with the plan's files in it.</summary>
    private static GeneratedTree Edited(GeneratedTree tree, ChangePlan plan)
    {
        Dictionary<string, byte[]> after = plan.IsAllowed ? plan.Files.ToDictionary(static f => f.Path, static f => f.After!) : [];
        GeneratedEntry[] changed =
            [.. tree.Entries.Select(e => after.Remove(e.Folder + e.Name, out byte[]? bytes) ? e with { Bytes = bytes } : e)];
        return tree with { Entries = [.. changed,
            .. after.Select(
                static f => new GeneratedEntry("/etc/modprobe.d/", f.Key["/etc/modprobe.d/".Length..], EntryKind.File, f.Value))] };
    }

    /// <summary>By modprobe's own lines, in its own order, read as the kernel takes module arguments.</summary>
    private static bool IsShown(string shown, int i)
    {
        ModuleSettings settings = ModprobeConfig.OfShown("modprobe", Encoding.Latin1.GetBytes(shown)).Settings(Module(i), "nested");
        return NestedValue.AtLoad(NestedValue.TypeOf(Module(i))!.Value, settings, new Version(6, 12)) == (IsOn(i) ? NestedOutcome.On
            : NestedOutcome.Off);
    }

    /// <summary>Every byte of the file is as it was, but for values of nested that became 0 or 1, and number signs before lines that
    /// forbid the load.</summary>
    private static bool KeepsForeignBytes(GeneratedTree tree, FileStep file, string module)
    {
        if (file.Before is null)
        {
            return true;
        }

        ModprobeConfig config = tree.Config;
        Dictionary<int,
            int> values = config.Settings(module, "nested").All.Where(s => s.Directive.File == file.Path)
                .ToDictionary(static s => s.Offset, static s => s.Length);
        HashSet<int> lines = [.. config.Directives.Where(
            d => d.File == file.Path && d.Keyword is ModprobeKeyword.Blacklist or ModprobeKeyword.Install).Select(static d => d.Offset)];
        return Follows(0, 0);

        bool Follows(int b, int a)
        {
            for (; b < file.Before.Length; a++, b++)
            {
                // What begins a value may have been kept or replaced; "nested" alone is what its own replacement begins with.
                if (values.TryGetValue(b, out int length) && file.After.AsSpan(a).StartsWith("nested="u8)
                    && Follows(b + length, a + "nested=1".Length))
                {
                    return true;
                }

                if (lines.Contains(b) && a < file.After!.Length && file.After[a] == (byte)'#' && Follows(b, a + 1))
                {
                    return true;
                }

                if (a >= file.After!.Length || file.Before[b] != file.After[a])
                {
                    return false;
                }
            }

            return a == file.After!.Length;
        }
    }
}
