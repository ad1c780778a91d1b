using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>The initramfs image of the running kernel: when it was made, and where it was looked into, whether it holds a KVM module and
/// which files of modprobe.d.</summary>
public sealed record InitramfsImage
{
    /// <summary>What a look into it found: its lines that name kvm or modprobe.d, none where it holds no KVM module.</summary>
    public const string Listing = "initramfs:kvm";

    private readonly string[]? _lines;

    private InitramfsImage(string path, long modifiedSeconds, Reading listing)
    {
        Path = path;
        ModifiedSeconds = modifiedSeconds;
        _lines = listing.IsKnown ? listing.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
        IsWhole = listing.IsKnown && !listing.IsTruncated;
    }

    /// <summary>"/boot/initrd.img-6.1.0-13-amd64".</summary>
    public string Path { get; }

    /// <summary>When it was made, seconds since 1970.</summary>
    public long ModifiedSeconds { get; }

    /// <summary>A KVM module is in it, and is loaded from it if at all; null where it was not looked into, or not into all of it.</summary>
    public bool? HoldsModule => _lines is null || (_lines.Length == 0 && !IsWhole) ? null : _lines.Length > 0;

    /// <summary>All of it was listed.</summary>
    private bool IsWhole { get; }

    /// <summary>Reads it; null where there is no image that a kernel of this name may have been started with.</summary>
    /// <param name="evidence">The document.</param>
    /// <param name="release">uname -r, or null.</param>
    public static InitramfsImage? Find(HostEvidence evidence, string? release) =>
        release is null || Array.Find(Sources.InitramfsImages(release), i => evidence["stat:" + i].IsKnown) is not { } path ? null
        : new(path, DeviceNode.Parse(evidence, path)?.ModifiedSeconds ?? 0, evidence[Listing]);

    /// <summary>The module is loaded from the image, and without this file: it is not in there.</summary>
    /// <param name="file">"/etc/modprobe.d/kvm.conf".</param>
    public bool Lacks(string file) => HoldsModule == true && IsWhole
        && !_lines!.Any(l => l.EndsWith("modprobe.d/" + file[(file.LastIndexOf('/') + 1)..], StringComparison.Ordinal));
}
