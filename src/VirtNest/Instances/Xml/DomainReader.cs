using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>One pass over a domain's XML: <see cref="DomainXml.Parse"/>.</summary>
internal sealed class DomainReader
{
    /// <summary>Paths, QEMU arguments, namespaces and entries that are kept, of each.</summary>
    private const int MostEntries = 4096;

    private readonly XmlNamespaces _namespaces = new();
    private readonly List<string> _path = [];
    private readonly ImmutableArray<string>.Builder _arguments = ImmutableArray.CreateBuilder<string>();
    private readonly HashSet<string> _metadata = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _paths = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableDictionary<string, string>.Builder _entries =
        ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
    private readonly Dictionary<string, ByteSpan> _children = new(StringComparer.Ordinal);
    private readonly StringBuilder _text = new();
    private XmlElementBuilder? _builder;
    private Action<string>? _wantsText;
    private DomainXml _domain = new(default(ReadOnlyMemory<byte>));
    private ByteSpan? _lastChild;
    private int _childStart;
    private int _wantsDepth;

    internal DomainXml? Read(ReadOnlyMemory<byte> bytes, out XmlFault? fault)
    {
        _domain = new DomainXml(bytes);
        fault = XmlEncoding.FaultOf(bytes.Span);
        XmlScanner scanner = new(bytes.Span);
        while (fault is null)
        {
            XmlToken token = scanner.Next();
            fault = token switch
            {
                XmlToken.Start => Start(scanner, bytes.Span),
                XmlToken.End => End(scanner.Span),
                XmlToken.Text => Text(XmlText.Decode(scanner[scanner.Span], isAttribute: false)),
                XmlToken.CData => Text(Encoding.UTF8.GetString(scanner[scanner.Inner])),
                XmlToken.Fault => scanner.Fault,
                XmlToken.Aside or XmlToken.Done => null,
            };
            if (token == XmlToken.Done)
            {
                return Whole();
            }
        }

        return null;
    }

    private DomainXml Whole() => _domain with
    {
        Neighbour = _children.TryGetValue("features", out ByteSpan features) ? features : _children.TryGetValue("os", out ByteSpan os) ? os
            : _lastChild,
        QemuArguments = _arguments.ToImmutable(),
        MetadataNamespaces = [.. _metadata],
        SystemEntries = _entries.ToImmutable(),
        Paths = _paths.ToImmutable(),
    };

    private XmlFault? Start(in XmlScanner scanner, ReadOnlySpan<byte> document)
    {
        _namespaces.Enter(scanner);
        string name = Encoding.UTF8.GetString(scanner[scanner.Inner]);
        string? uri = _namespaces.UriOf(name);

        // An element of another vocabulary never matches a name of ours.
        _path.Add(uri is null ? name : uri == DomainXml.QemuNamespace ? "qemu:" + name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]
            : ":");
        if (_path.Count == 1)
        {
            if (_path[0] != "domain")
            {
                return XmlFault.At(XmlFaultKind.NotADomain, document, scanner.Span.Start, name);
            }

            _domain = _domain with { Type = Attribute(scanner, "type"u8), RootTag = scanner.Span,
                HasRunningId = Attribute(scanner, "id"u8) is not null };
        }
        else if (_path.Count == 2)
        {
            _childStart = scanner.Span.Start;
        }

        if (_path is ["domain", "cpu"])
        {
            _domain = _domain with { CpuCount = _domain.CpuCount + 1 };
            _builder = _domain.CpuCount == 1 ? new XmlElementBuilder() : null;
        }

        if (_builder?.Start(scanner, name, uri) == false)
        {
            return XmlFault.At(XmlFaultKind.TooMany, document, scanner.Span.Start, name);
        }

        Note(scanner, uri);
        return scanner.IsSelfClosing ? End(scanner.Span, isSelfClosing: true) : null;
    }

    /// <summary>Keeps what an element's start tag says, and remembers whether its text is wanted.</summary>
    private void Note(in XmlScanner scanner, string? uri)
    {
        switch (_path)
        {
            case ["domain", "name"] when _domain.Name is null:
                Want(text => _domain = _domain with { Name = text });
                break;
            case ["domain", "uuid"] when _domain.Uuid is null:
                Want(text => _domain = _domain with { Uuid = text.Trim() });
                break;
            case ["domain", "description"] when _domain.Description is null:
                Want(text => _domain = _domain with { Description = text });
                break;
            case ["domain", "os", "type"] when _domain.OsType is null:
                _domain = _domain with { Arch = Attribute(scanner, "arch"u8), Machine = Attribute(scanner, "machine"u8) };
                Want(text => _domain = _domain with { OsType = text.Trim() });
                break;
            case ["domain", "launchSecurity"]:
                _domain = _domain with { LaunchSecurity = Attribute(scanner, "type"u8) ?? "" };
                break;
            case ["domain", "features", "hyperv", "evmcs"]:
                _domain = _domain with { HasEvmcs = Attribute(scanner, "state"u8) is null or "on" };
                break;
            case ["domain", "metadata", _] when uri is not null && _metadata.Count < MostEntries:
                _metadata.Add(uri);
                break;
            case ["domain", "qemu:commandline", "qemu:arg"] when _arguments.Count < MostEntries:
                _arguments.Add(Attribute(scanner, "value"u8) ?? "");
                break;
            case ["domain", "sysinfo", _, "entry"] when _entries.Count < MostEntries && Attribute(scanner, "name"u8) is { } entry:
                Want(text => _entries.TryAdd(entry, text.Trim()));
                break;
            case ["domain", "devices", "channel", "target"] when Attribute(scanner, "name"u8) == "org.qemu.guest_agent.0":
                _domain = _domain with { HasAgentChannel = true };
                break;
            case ["domain", "devices", "emulator"]:
                Want(Keep);
                break;
            case ["domain", "devices", _, "source"]:
                Keep(Attribute(scanner, "file"u8) ?? Attribute(scanner, "dev"u8) ?? Attribute(scanner, "path"u8)
                    ?? Attribute(scanner, "dir"u8) ?? "");
                break;
        }
    }

    private XmlFault? Text(string text)
    {
        _builder?.Text(text);
        if (_wantsText is not null)
        {
            _text.Append(text);
        }

        return null;
    }

    private XmlFault? End(ByteSpan tag, bool isSelfClosing = false)
    {
        if (!isSelfClosing)
        {
            _builder?.End(tag);
        }

        if (_builder?.Whole is { } cpu)
        {
            _domain = _domain with { Cpu = new DomainCpu(cpu) };
            _builder = null;
        }

        if (_wantsText is not null && _path.Count == _wantsDepth)
        {
            _wantsText(_text.ToString());
            _wantsText = null;
        }

        if (_path.Count == 2)
        {
            _lastChild = new ByteSpan(_childStart, tag.End);
            _children.TryAdd(_path[1], _lastChild.Value);
        }

        _path.RemoveAt(_path.Count - 1);
        _namespaces.Leave(_path.Count);
        return null;
    }

    private void Want(Action<string> receiver)
    {
        _text.Clear();
        _wantsText = receiver;
        _wantsDepth = _path.Count;
    }

    private void Keep(string path)
    {
        if (path.Length > 0 && _paths.Count < MostEntries)
        {
            _paths.Add(path);
        }
    }

    private static string? Attribute(in XmlScanner scanner, ReadOnlySpan<byte> name)
    {
        foreach ((ByteSpan key, ByteSpan value) in scanner.Attributes)
        {
            if (scanner[key].SequenceEqual(name))
            {
                return XmlText.Decode(scanner[value], isAttribute: true);
            }
        }

        return null;
    }
}
