namespace VirtNest.Instances.Xml;

/// <summary>The namespace declarations in force while a document is gone through (Namespaces in XML 1.0, "Namespace Scoping").</summary>
internal sealed class XmlNamespaces
{
    private readonly List<(string Prefix, string Uri, int Depth)> _declared = [];

    /// <summary>Takes the declarations of a start tag.</summary>
    internal void Enter(in XmlScanner scanner)
    {
        foreach ((ByteSpan name, ByteSpan value) in scanner.Attributes)
        {
            ReadOnlySpan<byte> key = scanner[name];
            if (key.StartsWith("xmlns"u8) && (key.Length == 5 || key[5] == ':'))
            {
                _declared.Add(
                    (Encoding.UTF8.GetString(key.Length == 5 ? [] : key[6..]), XmlText.Decode(scanner[value], isAttribute: true),
                        scanner.Depth));
            }
        }
    }

    /// <summary>Forgets the declarations of an element that ends.</summary>
    internal void Leave(int depth)
    {
        while (_declared.Count > 0 && _declared[^1].Depth >= depth)
        {
            _declared.RemoveAt(_declared.Count - 1);
        }
    }

    /// <summary>The address of an element's name; null where it has none or its prefix is not declared.</summary>
    internal string? UriOf(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string prefix = colon < 0 ? "" : name[..colon];
        for (int i = _declared.Count - 1; i >= 0; i--)
        {
            if (_declared[i].Prefix == prefix)
            {
                return _declared[i].Uri.Length > 0 ? _declared[i].Uri : null;
            }
        }

        return null;
    }
}
