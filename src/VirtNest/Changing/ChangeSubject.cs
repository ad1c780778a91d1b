namespace VirtNest.Changing;

/// <summary>What a change changes. One run at a time works on a subject, and what one run left of it the next one deals with.</summary>
/// <param name="Name">"host", "hook", or the UUID of an instance.</param>
public readonly record struct ChangeSubject(string Name)
{
    /// <summary>The KVM of this host: modprobe.d, the boot loader, the vendor module.</summary>
    public static ChangeSubject Host => new("host");

    /// <summary>libvirt's hook of the guard.</summary>
    public static ChangeSubject Hook => new("hook");

    /// <summary>The definition of an instance.</summary>
    /// <param name="id">Its UUID.</param>
    public static ChangeSubject Instance(Guid id) => new(id.ToString("D"));

    /// <summary>Behind the number of its changes in the journal, and behind "lock": nothing for the host, "-hook",
    /// "-1b4e28ba-2fa1-11d2-883f-0016d3cca427".</summary>
    public string Suffix => this == Host ? "" : "-" + Name;

    /// <summary>True for an instance: its steps are libvirt's.</summary>
    public bool IsInstance => Guid.TryParseExact(Name, "D", out _);

    /// <summary>Reads a name; null where it is none.</summary>
    /// <param name="name">The name.</param>
    public static ChangeSubject? Parse(string name) =>
        name is "host" or "hook" || (Guid.TryParseExact(name, "D", out Guid id) && id.ToString("D") == name) ? new(name) : null;
}
