using System.Net;

namespace VirtNest.Host.Exporting;

/// <summary>What is answered to a request.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">Its words; for the person behind a browser, too.</param>
/// <param name="IsHead">Without a body.</param>
internal readonly record struct HttpAnswer(int Status, string Reason, bool IsHead = false);

/// <summary>What is needed of HTTP/1.1 (RFC 9112): the request line of a message whose header section has ended. Of the header
/// fields only Host is looked at: no other changes what is answered, since the connection ends with the answer.</summary>
internal static class HttpRequest
{
    /// <summary>Reads what has arrived.</summary>
    /// <param name="request">All bytes so far.</param>
    /// <param name="isFull">No more will be taken.</param>
    /// <param name="isLocal">It came to an address that only this machine has. A page of a browser of this machine reaches it by a name of
    /// its own that leads here (DNS rebinding): nobody else asks by a name.</param>
    /// <returns>The answer, or null where the header section has not ended yet.</returns>
    internal static HttpAnswer? Read(ReadOnlySpan<byte> request, bool isFull, bool isLocal)
    {
        // "a recipient MAY recognize a single LF as a line terminator" (RFC 9112, "Message Parsing").
        if (request.IndexOf("\r\n\r\n"u8) < 0 && request.IndexOf("\n\n"u8) < 0)
        {
            return isFull ? new(431, "Request Header Fields Too Large") : null;
        }

        ReadOnlySpan<byte> line = request[..request.IndexOf((byte)'\n')].TrimEnd((byte)'\r');
        int first = line.IndexOf((byte)' '), last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1
            || !(line[(last + 1)..].SequenceEqual("HTTP/1.1"u8) || line[(last + 1)..].SequenceEqual("HTTP/1.0"u8)))
        {
            return new(400, "Bad Request");
        }

        if (isLocal && !IsHostLocal(request))
        {
            return new(421, "Misdirected Request: ask by address, or as localhost");
        }

        ReadOnlySpan<byte> method = line[..first], target = line[(first + 1)..last];
        bool isHead = method.SequenceEqual("HEAD"u8);
        int query = target.IndexOf((byte)'?');
        return !(query < 0 ? target : target[..query]).SequenceEqual("/metrics"u8)
            ? new(404, "Not Found: the metrics are at /metrics", isHead)
            : isHead || method.SequenceEqual("GET"u8) ? new(200, "OK", isHead)
            : new(405, "Method Not Allowed");
    }

    /// <summary>False where a Host field names another host than localhost.</summary>
    private static bool IsHostLocal(ReadOnlySpan<byte> request)
    {
        foreach (string line in Encoding.Latin1.GetString(request).Split('\n'))
        {
            if (line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
            {
                string host = line["Host:".Length..].Trim();
                string name = host.Split(':')[0];
                if (!name.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPEndPoint.TryParse(host, out _))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
