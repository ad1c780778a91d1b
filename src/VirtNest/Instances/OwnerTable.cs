using System.Collections.Immutable;
using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>A program that keeps a domain, as a row of owners.txt.</summary>
/// <param name="Row">The row.</param>
/// <param name="Mark">The mark that fitted: "namespace http://kubevirt.io".</param>
public sealed record DomainOwner(Section Row, string Mark)
{
    /// <summary>"nova", "ovirt", "kubevirt"...</summary>
    public string Id => Row.Id;

    /// <summary>True where the program writes the definition again, so that an edit beside it is lost.</summary>
    public bool Rewrites => Row["rewrites"] == "yes";

    /// <summary>The program's name.</summary>
    /// <param name="language">English or Chinese.</param>
    public string Name(Language language) => Row["name", language] ?? Row.Id;

    /// <summary>What to do in that program, in lines of at most 76 columns.</summary>
    /// <param name="language">English or Chinese.</param>
    public string Setting(Language language) => Row["setting", language] ?? "";
}

/// <summary>Tables/owners.txt: which program owns a domain, by what it leaves in the definition.</summary>
public static class OwnerTable
{
    /// <summary>The owner of a domain; null where nothing shows one.</summary>
    /// <param name="domain">The domain.</param>
    public static DomainOwner? Find(DomainXml domain) => Find(domain, EmbeddedTable.Load("owners.txt"));

    /// <summary>The same, of a table that was loaded: for many domains.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="table">The rows of owners.txt.</param>
    public static DomainOwner? Find(DomainXml domain, IReadOnlyList<Section> table)
    {
        foreach (Section row in table)
        {
            if (Array.Find((row["mark"] ?? "").Split('\n'), m => Holds(domain, m)) is { } mark)
            {
                return new DomainOwner(row, mark);
            }

            if (row["mark-all"] is { } all && Array.TrueForAll(all.Split('\n'), m => Holds(domain, m)))
            {
                return new DomainOwner(row, all.Replace("\n", ", ", StringComparison.Ordinal));
            }
        }

        return null;
    }

    private static bool Holds(DomainXml domain, string mark)
    {
        int space = mark.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && Values(domain, mark[..space]).Any(v => ShellPattern.Matches(mark.AsSpan(space + 1), v));
    }

    private static ImmutableArray<string> Values(DomainXml domain, string kind) => kind switch
    {
        "namespace" => domain.MetadataNamespaces,
        "manufacturer" or "product" => domain.SystemEntries.TryGetValue(kind, out string? entry) ? [entry] : [],
        "path" => domain.Paths,
        "description" => domain.Description is { } text ? [text] : [],
        "name" => domain.Name is { } name ? [name] : [],
        _ => throw new FormatException("owners.txt: no such kind of mark: " + kind),
    };
}
