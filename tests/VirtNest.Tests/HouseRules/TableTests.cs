using System.IO;
using System.Text.RegularExpressions;
using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.HouseRules;

/// <summary>The embedded tables that are edited without touching code: each row can be checked by the next person.</summary>
public sealed partial class TableTests
{
    /// <summary>Tables whose rows are facts from elsewhere; nested-features.txt has names of bits, and its header their source.</summary>
    private static readonly string[] Dated = ["platforms.txt", "limits.txt", "support.txt", "owners.txt", "advisories.txt"];

    /// <summary>Words in capitals that stand in commands as they are.</summary>
    private static readonly string[] Literal =
    [
        "TRUE", "RESTART", "RVI", "VT", "EPT", "AMD", "CPU", "HW", "X86", "VMX", "SVM", "KVM", "TCG", "CPU_MODEL", "MODEL", "MAC",
        "GUEST_FLAG_NVMX_ENABLED", "GUEST_FLAG_LAPIC_PASSTHROUGH", "HOST", "PASSTHROUGH", "NVMX", "BM", "VM", "AES", "API", "LXD", "XCP",
        "WSL", "SIE", "LPAR", "CI", "HVM", "VMM", "FEAT_NV2", "EL2", "MHz", "N", "N2", "C3", "E2", "M1", "M2", "M3", "UTM",
        "QEMU", "INTEL",
    ];

    public static TheoryData<string> Tables => [.. Dated, "errors.txt"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Each_row_has_a_date_and_an_address_to_check_it_against(string table)
    {
        IReadOnlyList<Section> rows = EmbeddedTable.Load(table);
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.True(DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", out _), $"{table} [{row.Id}] date = {row["date"]}");
            Assert.True((row["source"] ?? "").Split('\n')
                .All(static s => Uri.TryCreate(s, UriKind.Absolute, out Uri? address) && address.Scheme == "https"),
                $"{table} [{row.Id}] source = {row["source"]}");
        });
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Each_word_that_a_reader_has_to_fill_in_is_explained_in_the_header(string table)
    {
        string header = string.Join('\n', File.ReadLines(Source(table)).TakeWhile(static l => l.Length == 0 || l[0] == '#'));
        HashSet<string> explained = [.. Capitals().Matches(header).Select(static m => m.Value), .. Literal];
        List<string> wrong = [];
        foreach (Section row in EmbeddedTable.Load(table))
        {
            foreach (string line in row.Values.Where(static v => v.Key is not ("source" or "date"))
                .SelectMany(static v => v.Value.Split('\n')).Where(static l => Command().IsMatch(l)))
            {
                wrong.AddRange(Capitals().Matches(line).Select(static m => m.Value).Where(w => !explained.Contains(w))
                    .Select(w => $"{table} [{row.Id}] {w}: {line}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void No_platform_is_told_the_words_of_another_processor()
    {
        List<string> wrong = [];
        foreach (Section row in EmbeddedTable.Load("platforms.txt"))
        {
            string[] id = row.Id.Split(' ');
            Assert.True(id.Length == 1 || Architecture.Find(id[1]) is { Name: "aarch64" or "s390x" or "ppc64" }, row.Id);
            PlatformRow intel = PlatformRow.Find(id[0], id.ElementAtOrDefault(1), Extension.Vmx)!;
            PlatformRow amd = PlatformRow.Find(id[0], id.ElementAtOrDefault(1), Extension.Svm)!;
            Check(row, intel, id.Length == 1 ? "kvm_amd|name: svm" : X86Words);
            Check(row, amd, id.Length == 1 ? "kvm_intel|[+]vmx|name: vmx|Standard_D4s_v5" : X86Words);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Check(Section row, PlatformRow told, string forbidden)
        {
            Sentence steps = told.Steps(null, out _);
            foreach (string text in (string[])[steps.English, steps.Chinese])
            {
                Assert.DoesNotContain("{", text.Replace("[{name", "", StringComparison.Ordinal), StringComparison.Ordinal);
                wrong.AddRange(Regex.Matches(text, forbidden).Select(m => $"[{row.Id}] {m.Value}: {text}"));
            }
        }
    }

    [Fact]
    public void Products_that_look_alike_name_rows_that_exist()
    {
        IReadOnlyList<Section> rows = EmbeddedTable.Load("platforms.txt");
        HashSet<string> ids = [.. rows.Select(static r => r.Id.Split(' ')[0])];
        Assert.All(rows.SelectMany(static r => (r["also"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            id => Assert.Contains(id, ids));
    }

    private const string X86Words = @"kvm_intel|kvm_amd|\bvmx\b|\bsvm\b";

    private static string Source(string table) => RepositoryFolder.Of("src", "VirtNest", "Tables", table);

    /// <summary>NAME, VMID, N; not the capital of an ordinary word, and not part of one.</summary>
    [GeneratedRegex(@"(?<![\w{$.:/-])(?:[A-Z][A-Z0-9_]+|N)(?![\w}])")]
    private static partial Regex Capitals();

    /// <summary>A line that is a command: one that is set off, or one that names a program.</summary>
    [GeneratedRegex(@"^  \S|\b(virsh|qm|xe|xl|az|aws|gcloud|limactl|docker|podman|incus|lxc|prlctl|acli|openstack|virtctl|midclt) \S")]
    private static partial Regex Command();
}
