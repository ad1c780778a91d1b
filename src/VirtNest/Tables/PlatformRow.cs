using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Tables;

/// <summary>What platforms.txt says of one product to one processor: the section of its architecture, in the words of its maker.</summary>
public sealed class PlatformRow
{
    private const string General = "unknown ";

    private readonly Section _section;
    private readonly Section? _product;
    private readonly Extension? _extension;

    private PlatformRow(Section section, Section? product, Extension? extension) =>
        (_section, _product, _extension) = (section, product, extension);

    /// <summary>The row of a product; on an architecture for which it has no section, what the table says of that architecture in general;
    /// null where it says nothing.</summary>
    /// <param name="id">As <see cref="HostLayer.Platform"/>.</param>
    /// <param name="cpu">The processor that was read.</param>
    public static PlatformRow? Find(string? id, CpuFacts cpu) => id is null ? null : Find(id, SectionWord(cpu), cpu.VendorExtension);

    /// <summary>The same, for one column of the matrix of docs/platforms.md.</summary>
    /// <param name="id">"qemu".</param>
    /// <param name="architecture">Null for x86, else as <see cref="Architecture.Name"/>.</param>
    /// <param name="extension">That of the processor's maker; null outside x86 and where it is unknown.</param>
    public static PlatformRow? Find(string id, string? architecture, Extension? extension)
    {
        Section? product = EmbeddedTable.Find(id);
        if (architecture is null)
        {
            return product is null ? null : new PlatformRow(product, product, extension);
        }

        return (EmbeddedTable.Find($"{id} {architecture}") ?? EmbeddedTable.Find(General + architecture)) is { } section
            ? new PlatformRow(section, product, null) : null;
    }

    /// <summary>The product's name; where it is one of several that look alike, the name of all.</summary>
    public Sentence Name => Product("family") ?? OwnName;

    /// <summary>The name of this product alone.</summary>
    public Sentence OwnName => Product("name") ?? Sentence.Verbatim(_section.Id);

    /// <summary>"yes", "no" or "depends": can the product pass the extension on.</summary>
    public string Can => Value("can");

    /// <summary>True where a reboot inside is not enough.</summary>
    public bool NeedsPowerOff => Value("power-off") == "yes";

    /// <summary>What to know where the extension is there already; null where there is nothing.</summary>
    public Sentence? Warning => Text("warning");

    /// <summary>True where a nested instance may take this one down.</summary>
    public bool IsDangerous => Value("dangerous") == "yes";

    /// <summary>The type of an instance, where it is none of those that the product nests in; null elsewhere.</summary>
    /// <param name="product">The DMI name of the product: "t3.medium".</param>
    public string? LacksType(string product) => Value("families") is { Length: > 0 } families
        && product.Split('.') is [var family, { Length: > 0 } size] && !size.StartsWith("metal", StringComparison.Ordinal)
        && !families.Split(' ').Any(f => family.StartsWith(f, StringComparison.Ordinal)) ? product : null;

    /// <summary>The day that the facts are from.</summary>
    public string Date => _section["date"] ?? "";

    /// <summary>The first address.</summary>
    public string Source => (_section["source"] ?? "").Split('\n')[0];

    /// <summary>True where no first-hand source was found.</summary>
    public bool IsWithoutSource => _section["confidence"] == "low";

    /// <summary>The products that cannot be told from this one by what was read, the likelier first.</summary>
    /// <param name="cpu">The processor that was read.</param>
    public IEnumerable<PlatformRow> Also(CpuFacts cpu) =>
        (_section["also"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Find(id, cpu)).OfType<PlatformRow>();

    /// <summary>What to do, with the conditions below it; where the processor lacks what the product needs, that.</summary>
    /// <param name="cpu">The processor that was read.</param>
    /// <param name="canPassOn">Whether it can be had with this product and processor.</param>
    public Sentence Steps(CpuFacts? cpu, out bool canPassOn)
    {
        Sentence? lacks = cpu is not null && SecondLevelPaging.IsLacking(cpu) ? Text("without-ept") : null;
        canPassOn = lacks is null && Can != "no";
        Sentence steps = lacks ?? Text("switch") ?? Sentence.Verbatim("");
        steps = lacks is null && Text("note") is { } note ? steps + Sentence.Verbatim("\n") + note : steps;
        VendorModule module = _extension == Extension.Svm ? VendorModule.Amd : VendorModule.Intel;
        Sentence filled = new(Filled(steps.English, module), Filled(steps.Chinese, module));
        return _extension is null && filled != steps ? filled + OnAmd : filled;
    }

    private static string? SectionWord(CpuFacts cpu) => cpu.IsX86 || cpu.Arch == "unknown" ? null : cpu.Architecture.Name;

    /// <summary>The key with the maker's word behind it comes before the key.</summary>
    private string Key(string key) => _extension switch
    {
        Extension.Vmx when _section[key + ".intel"] is not null => key + ".intel",
        Extension.Svm when _section[key + ".amd"] is not null => key + ".amd",
        Extension.Vmx or Extension.Svm or null => key,
    };

    private string Value(string key) => _section[Key(key)] ?? "";

    private Sentence? Product(string key) => _section.Id.StartsWith(General, StringComparison.Ordinal)
        ? _product?.Text(key) ?? _section.Text(key) : _section.Text(key) ?? _product?.Text(key);

    private Sentence? Text(string key) => _section.Text(Key(key));

    private static string Filled(string text, VendorModule module) => text
        .Replace("{module}", module.Name, StringComparison.Ordinal)
        .Replace("{flag}", module.Extension == Extension.Svm ? "svm" : "vmx", StringComparison.Ordinal)
        .Replace("{FLAG}", module.Extension == Extension.Svm ? "SVM" : "VMX", StringComparison.Ordinal);

    private static Sentence OnAmd => new(
        $"\nOn AMD: {VendorModule.Amd.Name} in place of {VendorModule.Intel.Name}, svm in place of vmx.",
        $"\nAMD 上：把 {VendorModule.Intel.Name} 换成 {VendorModule.Amd.Name}，把 vmx 换成 svm。");
}
