namespace VirtNest.Guarding;

/// <summary>One run of a domain in which there may be a blocker of ours: written before it is put there, removed after it is
/// gone.</summary>
/// <param name="DomainId">The domain's UUID.</param>
/// <param name="LibvirtId">What libvirt calls this run of it: it ends with the process, and the blocker too.</param>
public readonly record struct BlockerRecord(Guid DomainId, int LibvirtId)
{
    /// <summary>The name of its file: "UUID.ID".</summary>
    public string FileName => $"{DomainId:D}.{LibvirtId.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The record of a file's name, or null where it is none.</summary>
    /// <param name="fileName">A name.</param>
    public static BlockerRecord? Parse(string fileName)
    {
        int dot = fileName.LastIndexOf('.');
        return dot > 0 && Guid.TryParseExact(fileName[..dot], "D", out Guid id)
            && int.TryParse(fileName.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new BlockerRecord(id, number)
            : null;
    }
}
