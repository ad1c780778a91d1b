namespace VirtNest.Instances;

/// <summary>The address of a connection, "driver+transport://user@host/path?parameters" (libvirt, "Connection URIs").</summary>
/// <param name="Driver">"qemu", "test".</param>
/// <param name="IsLocal">The daemon runs on this machine: no host in it, and no transport but a socket of this machine's.</param>
/// <param name="Path">"/system", "/session".</param>
/// <param name="HasParameters">Something follows a question mark, such as another socket.</param>
public sealed record ConnectionUri(string Driver, bool IsLocal, string Path, bool HasParameters)
{
    /// <summary>Reads an address as libvirt gives it back; what cannot be understood is not local.</summary>
    /// <param name="text">The address.</param>
    public static ConnectionUri Parse(string text)
    {
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0)
        {
            return new ConnectionUri("", false, "", false);
        }

        string scheme = text[..colon];
        int plus = scheme.IndexOf('+', StringComparison.Ordinal);
        string rest = text[(colon + 3)..];
        int question = rest.IndexOfAny(['?', '#']);
        string address = question < 0 ? rest : rest[..question];
        int slash = address.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? address : address[..slash];
        bool isSocket = plus < 0 || scheme[(plus + 1)..] == "unix";
        return new ConnectionUri(plus < 0 ? scheme : scheme[..plus], host.Length == 0 && isSocket, slash < 0 ? "" : address[slash..],
            question >= 0);
    }
}
