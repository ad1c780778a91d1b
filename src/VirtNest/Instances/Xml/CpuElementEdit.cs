using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>Changes to the &lt;cpu&gt; element that is there, or a new one: attributes set and taken out, children taken out, features
/// set. Everything else in it stays as written, comments too.</summary>
internal sealed class CpuElementEdit
{
    private readonly DomainXml _domain;
    private readonly XmlElement _cpu;
    private readonly DomainLayout _layout;
    private readonly List<(string Name, string Value)> _newAttributes = [];
    private readonly List<string> _first = [];
    private readonly List<string> _features = [];
    private readonly List<XmlElement> _removed = [];
    private readonly ByteEdits _edits;

    internal CpuElementEdit(DomainXml domain, DomainCpu cpu)
    {
        (_domain, _cpu, _layout, _edits) = (domain, cpu.Element, new DomainLayout(domain), new ByteEdits(domain.Bytes));
    }

    /// <summary>What was taken out and not replaced, as it stood.</summary>
    internal ImmutableArray<string> Dropped { get; private set; } = [];

    /// <summary>Sets an attribute of &lt;cpu&gt;.</summary>
    internal void Set(string name, string value)
    {
        if (_cpu.Attribute(name) is { } attribute)
        {
            _edits.Replace(attribute.ValueSpan, value);
        }
        else
        {
            _newAttributes.Add((name, value));
        }
    }

    /// <summary>Takes an attribute of &lt;cpu&gt; out, with the white space before it.</summary>
    internal void Remove(string name)
    {
        if (_cpu.Attribute(name) is { } attribute)
        {
            _edits.Remove(new ByteSpan(_layout.SpaceBefore(attribute.Span.Start).Start, attribute.Span.End));
            Dropped = Dropped.Add(Written(attribute.Span));
        }
    }

    /// <summary>Takes a child out.</summary>
    internal void Remove(XmlElement? child)
    {
        if (child is not null && !_removed.Contains(child))
        {
            _removed.Add(child);
            Dropped = Dropped.Add(Written(child.Span));
        }
    }

    /// <summary>Puts an element before all children.</summary>
    internal void AddFirst(string element) => _first.Add(element);

    /// <summary>Sets the policy of a feature: in its line where there is one, else in a new line.</summary>
    internal void SetFeature(string name, string policy)
    {
        XmlElement? line = _cpu.Children.FirstOrDefault(c => c.Name == "feature" && c.Namespace is null && c["name"] == name);
        if (line is null)
        {
            _features.Add(_layout.Feature(name, policy));
        }
        else if (line.Attribute("policy") is { } attribute)
        {
            _edits.Replace(attribute.ValueSpan, policy);
        }
        else
        {
            _edits.Insert(line.StartTag.Start + "<feature".Length, _layout.Attribute("policy", policy));
        }
    }

    /// <summary>The document with all changes.</summary>
    internal byte[] Apply()
    {
        WriteAttributes();
        WriteChildren();
        return _edits.Apply();
    }

    /// <summary>A new element, laid out like its neighbours, for a place behind an element of the document.</summary>
    internal static byte[] Insert(DomainXml domain, ByteSpan neighbour, ImmutableArray<(string Name, string Value)> attributes,
        Func<DomainLayout, ImmutableArray<string>> children)
    {
        DomainLayout layout = new(domain);
        string outer = layout.SpaceTextBefore(neighbour.Start);
        string own = layout.BreakBefore(neighbour.Start);
        string inner = layout.ChildBreak(own);
        StringBuilder text = new(outer);
        text.Append("<cpu").AppendJoin("", attributes.Select(a => layout.Attribute(a.Name, a.Value))).Append('>');
        text.AppendJoin("", children(layout).Select(c => inner + c)).Append(own).Append("</cpu>");
        ByteEdits edits = new(domain.Bytes);
        edits.Insert(neighbour.End, text.ToString());
        return edits.Apply();
    }

    /// <summary>New attributes, in the order in which libvirt writes them, behind those that are there; the mode in front.</summary>
    private void WriteAttributes()
    {
        int front = _cpu.StartTag.Start + "<cpu".Length;
        int behind = _cpu.Attributes.Length == 0 ? front : _cpu.Attributes[^1].Span.End;
        foreach ((string name, string value) in _newAttributes)
        {
            _edits.Insert(name == "mode" ? front : behind, _layout.Attribute(name, value));
        }
    }

    private void WriteChildren()
    {
        XmlElement[] kept = [.. _cpu.Children.Where(c => !_removed.Contains(c))];
        if (kept.Length == 0 && _removed.Count > 0 && _first.Count + _features.Count > 0)
        {
            // What comes new takes the place of what goes.
            string between = _layout.SpaceTextBefore(_removed[0].Span.Start);
            _edits.Replace(_removed[0].Span, string.Join(between, _first.Concat(_features)));
            RemoveAll(_removed.Skip(1));
            return;
        }

        RemoveAll(_removed);
        if (kept.Length == 0)
        {
            WriteOnly([.. _first, .. _features]);
            return;
        }

        foreach (string element in _first)
        {
            _edits.Insert(kept[0].Span.Start, element + _layout.SpaceTextBefore(kept[0].Span.Start));
        }

        // libvirt writes features behind all but <numa>.
        XmlElement? anchor = kept.LastOrDefault(static c => c.Name == "feature") ?? kept.LastOrDefault(static c => c.Name != "numa");
        foreach (string feature in _features)
        {
            if (anchor is null)
            {
                _edits.Insert(kept[0].Span.Start, feature + _layout.SpaceTextBefore(kept[0].Span.Start));
            }
            else
            {
                _edits.Insert(anchor.Span.End, _layout.SpaceTextBefore(anchor.Span.Start) + feature);
            }
        }
    }

    private void RemoveAll(IEnumerable<XmlElement> children)
    {
        foreach (XmlElement child in children)
        {
            _edits.Remove(new ByteSpan(Math.Max(_layout.SpaceBefore(child.Span.Start).Start, _cpu.StartTag.End), child.Span.End));
        }
    }

    /// <summary>Children for an element that has none: &lt;cpu/&gt; is opened, what text and comments there are stay in front.</summary>
    private void WriteOnly(string[] children)
    {
        if (children.Length == 0)
        {
            return;
        }

        string own = _layout.BreakBefore(_cpu.Span.Start);
        string inner = _layout.ChildBreak(own);
        string text = string.Concat(children.Select(c => inner + c));
        if (_cpu.IsSelfClosing)
        {
            _edits.Replace(new ByteSpan(_layout.SpaceBefore(_cpu.Span.End - 2).Start, _cpu.Span.End), ">" + text + own + "</cpu>");
            return;
        }

        int solidEnd = Math.Max(_layout.SpaceBefore(_cpu.Content.End).Start, _cpu.Content.Start);
        bool isBlank = solidEnd == _cpu.Content.Start;
        _edits.Replace(isBlank ? _cpu.Content : new ByteSpan(solidEnd, solidEnd), text + (isBlank ? own : ""));
    }

    private string Written(ByteSpan span) => Encoding.UTF8.GetString(_domain.Bytes.Span[span.Start..span.End]);
}
