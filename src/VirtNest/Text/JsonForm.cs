namespace VirtNest.Text;

/// <summary>How a document's JSON is laid out. What scripts and people have seen of a document stays: each keeps its form.</summary>
internal enum JsonForm
{
    /// <summary>Indented, with every character of our own sentences as it is.</summary>
    Readable,
    /// <summary>Indented, all but plain ASCII escaped: names and XML of instances must be exact in it, and must not bring their control
    /// characters to a terminal.</summary>
    Escaped,
    /// <summary>One line, as one of many documents; escaped in the same way.</summary>
    OneLine,
}
