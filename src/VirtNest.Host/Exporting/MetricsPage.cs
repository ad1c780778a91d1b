using System.Buffers;

namespace VirtNest.Host.Exporting;

/// <summary>The page of one moment.</summary>
internal sealed class MetricsPage
{
    internal ArrayBufferWriter<byte> Text { get; } = new(64 << 10);

    internal long WrittenAt { get; set; }

    /// <summary>Connections to which it is being sent.</summary>
    internal int Readers { get; set; }
}
