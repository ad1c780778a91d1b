using System.Net;
using System.Net.Sockets;

namespace VirtNest.Host.Exporting;

/// <summary>Where to listen, as typed: "PORT" is one of 127.0.0.1, others are reached by their number alone.</summary>
public static class ListenAddress
{
    /// <summary>Reads "9772", "192.0.2.1:9772", "[2001:db8::1]:9772". No name is looked up, and no part is guessed.</summary>
    /// <param name="text">As typed.</param>
    /// <returns>The address and port, or null where it is none.</returns>
    public static IPEndPoint? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            return null;
        }

        if (colon < 0)
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }

        string host = text[..colon];
        bool isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        return IPAddress.TryParse(isBracketed ? host[1..^1] : host, out IPAddress? address)
            && (isBracketed ? address.AddressFamily == AddressFamily.InterNetworkV6
                : address.AddressFamily == AddressFamily.InterNetwork && host.Split('.').Length == 4)
            ? new IPEndPoint(address, port)
            : null;
    }
}
