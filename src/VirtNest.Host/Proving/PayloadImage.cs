using System.IO;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>The payloads that guest/build.sh assembled, embedded in this assembly.</summary>
internal static class PayloadImage
{
    /// <summary>Copies the payload of an extension to its place in L1's memory. Without an extension it is SVM's, of which only the plain
    /// part then runs.</summary>
    internal static void Load(NestedExtension extension, Span<byte> memory)
    {
        using Stream image =
            typeof(PayloadImage).Assembly.GetManifestResourceStream(extension == NestedExtension.Vmx ? "vmx.bin" : "svm.bin")!;
        image.ReadExactly(memory.Slice(PayloadProtocol.L1Code, checked((int)image.Length)));
    }
}
