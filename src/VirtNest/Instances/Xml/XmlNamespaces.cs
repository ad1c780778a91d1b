using System.Runtime.InteropServices;

namespace VirtNest.Instances.Xml;

/// <summary>The namespace declarations in force while a document is gone through (Namespaces in XML 1.0, "Namespace Scoping"). Hostile
/// documents declare thousands and look each up a hundred thousand times: a look-up costs the same however many there are.</summary>
internal sealed class XmlNamespaces
{
    /// <summary>Characters of an address that are kept: those that anybody knows are shorter.</summary>
    private const int MostCharacters = 256;

    private readonly Stack<(string Prefix, string? Before, int Depth)> _declared = [];
    private readonly Dictionary<string, string> _inForce = new(StringComparer.Ordinal);

    /// <summary>Takes the declarations of a start tag.</summary>
    internal void Enter(in XmlScanner scanner)
    {
        foreach ((ByteSpan name, ByteSpan value) in scanner.Attributes)
        {
            ReadOnlySpan<byte> key = scanner[name];
            if (key.StartsWith("xmlns"u8) && (key.Length == 5 || key[5] == ':'))
            {
                string prefix = Encoding.UTF8.GetString(key.Length == 5 ? [] : key[6..]);
                string uri = XmlText.Decode(scanner[value], isAttribute: true);
                ref string? inForce = ref CollectionsMarshal.GetValueRefOrAddDefault(_inForce, prefix, out _);
                _declared.Push((prefix, inForce, scanner.Depth));
                inForce = uri[..Math.Min(uri.Length, MostCharacters)];
            }
        }
    }

    /// <summary>Forgets the declarations of an element that ends.</summary>
    internal void Leave(int depth)
    {
        while (_declared.TryPeek(out (string Prefix, string? Before, int Depth) last) && last.Depth >= depth)
        {
            _declared.Pop();
            if (last.Before is { } before)
            {
                _inForce[last.Prefix] = before;
            }
            else
            {
                _inForce.Remove(last.Prefix);
            }
        }
    }

    /// <summary>The address of an element's name; null where it has none or its prefix is not declared.</summary>
    internal string? UriOf(string name) =>
        _inForce.GetValueOrDefault(name[..Math.Max(0, name.IndexOf(':', StringComparison.Ordinal))]) is { Length: > 0 } uri ? uri : null;
}
