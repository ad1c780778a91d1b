using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changing;

/// <summary>The configuration with edits that nobody has written yet, judged by the same rules as the one that is there: an edit counts
/// only for what it makes effective. Edits stay below /etc/modprobe.d; what a vendor ships elsewhere is overridden, never edited.</summary>
internal sealed class ConfigurationDraft
{
    internal const string Folder = "/etc/modprobe.d/";

    private readonly HostEvidence _original;
    private readonly HostEvidence _edited;
    private readonly List<string> _paths = [];

    internal ConfigurationDraft(HostEvidence evidence)
    {
        _original = evidence;
        _edited = evidence.Copy();
    }

    /// <summary>The configuration as it would be.</summary>
    internal ModprobeConfig Config => ModprobeConfig.Parse(_edited);

    /// <summary>The edits, in the order in which they were made.</summary>
    internal IEnumerable<FileStep> Steps =>
        _paths.Select(p => new FileStep(Target(p), BytesOf(_original[p]), BytesOf(_edited[p])));

    /// <summary>True where a line of this file may be edited in place: below /etc, read whole, and, of a link, leading to a file below
    /// /etc.</summary>
    internal bool IsEditable(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal) && _original[path] is { IsKnown: true, IsTruncated: false }
        && Target(path).StartsWith("/etc/", StringComparison.Ordinal) && !_original["links:" + path].IsKnown;

    /// <summary>True for a file that a package brought and asks about at its upgrade (dpkg's conffiles).</summary>
    internal bool IsOfPackage(string path) => _original["packages:conffiles"].Text.Split('\n').Contains(path);

    /// <summary>Replaces bytes of a file that may be edited.</summary>
    internal void Replace(string path, int offset, int length, string by)
    {
        ReadOnlySpan<byte> old = _edited[path].Bytes;
        Write(path, [.. old[..offset], .. Encoding.UTF8.GetBytes(by), .. old[(offset + length)..]]);
    }

    /// <summary>Writes a file whole.</summary>
    internal void Write(string path, byte[] bytes)
    {
        if (!_paths.Contains(path))
        {
            _paths.Add(path);
        }

        if (!Exists(path))
        {
            _edited[Folder] = Reading.Known(_edited[Folder].Text + path[Folder.Length..] + "\0");
        }

        _edited[path] = Reading.Known(bytes);
    }

    /// <summary>Takes a step of a plan as done: its file has its names in the folder, one of its own or those of links to it.</summary>
    internal void Do(FileStep step)
    {
        string[] names = [.. _edited.Entries(Folder).Select(static n => Folder + n).Where(p => Target(p) == step.Path)];
        foreach (string path in names is [] && step.Path.StartsWith(Folder, StringComparison.Ordinal) ? [step.Path] : names)
        {
            if (step.After is { } bytes)
            {
                Write(path, bytes);
            }
            else
            {
                _edited[Folder] =
                    Reading.Known(string.Concat(_edited.Entries(Folder).Where(n => Folder + n != path).Select(static n => n + "\0")));
                _edited[path] = Reading.Without(ReadingState.Absent, 0);
            }
        }
    }

    /// <summary>Copies a vendor's file to where it masks the vendor's; once copied it stays as it was edited.</summary>
    /// <returns>The path of the copy.</returns>
    internal string Mask(string file)
    {
        string copy = Folder + NameOf(file);
        if (!_paths.Contains(copy))
        {
            Write(copy, _edited[file].Bytes.ToArray());
        }

        return copy;
    }

    /// <summary>A name for a new file of ours: it masks no other, and modprobe reads it behind every file that speaks of the
    /// parameter.</summary>
    internal string FreshPath(ModuleSettings settings)
    {
        string last = settings.All.Where(static s => s.Directive.File != KernelCommandLine.Source)
            .Select(static s => NameOf(s.Directive.File)).Max(StringComparer.Ordinal) ?? "";
        string? free = Array.Find((string[])["kvm.conf", "virt-nest.conf", "zz-virt-nest.conf"],
            name => string.CompareOrdinal(name, last) > 0 && !IsTaken(name));

        // What a name is the beginning of sorts behind it.
        string behind = last + ".virt-nest.conf";
        while (IsTaken(behind))
        {
            behind += ".virt-nest.conf";
        }

        return Folder + (free ?? behind);
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private bool IsTaken(string name) =>
        Array.Exists(Sources.ModprobeFolders, f => Exists(f + name) || Array.IndexOf(_edited.Entries(f), name) >= 0);

    private bool Exists(string path) => _edited[path].State is not (ReadingState.NotRead or ReadingState.Absent);

    private string Target(string path) => _original["realpath:" + path].Value ?? path;

    private static byte[]? BytesOf(Reading reading) => reading.IsKnown ? reading.Bytes.ToArray() : null;
}
