using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>A kernel for which kernel-install(8) has made a boot entry.</summary>
/// <param name="Version">As uname -r tells it.</param>
/// <param name="Entry">The source of its entry.</param>
/// <param name="Images">What "kernel-install add VERSION" is given: the kernel, and where the distribution keeps one beside it the initrd;
/// empty where no image was found, or the entry could not be read.</param>
public sealed record InstalledKernel(string Version, string Entry, IReadOnlyList<string> Images)
{
    /// <summary>A machine id in a name is never kept: where it is this machine's own, this stands for it.</summary>
    public const string OwnMachine = "*";

    /// <summary>The kernels whose entries are named by this system's token: $BOOT/loader/entries/TOKEN-VERSION[+TRIES].conf and
    /// $BOOT/EFI/Linux/TOKEN-VERSION.efi (systemd v252, src/kernel-install, 90-loaderentry.install; v255, 90-uki-copy.install), in the
    /// order of places and names. Rescue entries, whose version is no kernel's, are left out.</summary>
    /// <param name="evidence">The machine.</param>
    public static IReadOnlyList<InstalledKernel> Parse(HostEvidence evidence)
    {
        List<InstalledKernel> kernels = [];
        string[] tokens = Tokens(evidence);
        foreach (string folder in (string[])[.. Array.ConvertAll(Sources.BootPlaces, static p => p + Sources.EntryFolder),
            .. Array.ConvertAll(Sources.BootPlaces, static p => p + Sources.ImageFolder)])
        {
            foreach (string name in evidence.Entries(folder))
            {
                if (VersionOf(name, tokens) is { } version)
                {
                    kernels.Add(new(version, folder + name, evidence[folder + name].IsKnown ? ImagesOf(evidence, version) : []));
                }
            }
        }

        return kernels;
    }

    private static string[] Tokens(HostEvidence evidence) =>
        evidence[Sources.EntryToken].Value?.Split('\n')[0].Trim() is { Length: > 0 } token
        ? [token]
        : [OwnMachine, .. OsRelease.Field(evidence, "IMAGE_ID") is { Length: > 0 } image ? (string[])[image] : [],
            .. OsRelease.Id(evidence) is { Length: > 0 } id ? (string[])[id] : [], "Default"];

    private static string? VersionOf(string name, string[] tokens)
    {
        if (Array.Find(tokens, t => name.StartsWith(t + "-", StringComparison.Ordinal)) is not { } token)
        {
            return null;
        }

        int ending = name.LastIndexOf('.');
        string version = ending > token.Length + 1 ? name[(token.Length + 1)..ending] : "";
        int tries = version.LastIndexOf('+');
        if (tries > 0 && Array.TrueForAll(version[(tries + 1)..].ToCharArray(), static c => char.IsAsciiDigit(c) || c == '-'))
        {
            version = version[..tries];
        }

        return version.Length > 0 && char.IsAsciiDigit(version[0])
            && Array.TrueForAll(version.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '~' or '-')
            && !version.StartsWith("0-rescue", StringComparison.Ordinal) ? version : null;
    }

    private static string[] ImagesOf(HostEvidence evidence, string version)
    {
        string[] images = Sources.KernelImages(version);
        string? kernel = Array.Find(images[..2], i => evidence["stat:" + i].IsKnown);
        return kernel is null ? [] : evidence["stat:" + images[2]].IsKnown ? [kernel, images[2]] : [kernel];
    }
}
