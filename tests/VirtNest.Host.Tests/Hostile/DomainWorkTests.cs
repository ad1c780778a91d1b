using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>Definitions that anybody who may define a domain can write, and libvirt's hook then waits for: four times the bytes take about
/// four times the work, in time of the thread's own and in memory.</summary>
public sealed class DomainWorkTests
{
    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "namespaces in the metadata", "<metadata>", "<a xmlns='u:{0:D8}'/>", "</metadata>" },
        { "many declared around each", "<metadata>" + Nest(200, 200), "<b:a/>", Unnest(200) + "</metadata>" },
        { "an element of a namespace of its own, again and again", "<metadata><m xmlns='{1}'>", "<a/>", "</m></metadata>" },
        { "elements of a long namespace in the metadata", "<metadata xmlns='{1}'>", "<a/>", "</metadata>" },
        { "attributes", "<devices>", "<a {2}/>", "</devices>" },
        { "entries", "<sysinfo type='smbios'><system>", "<entry name='e{0}'>x</entry>", "</system></sysinfo>" },
        { "parts of a text", "<description>", "x<!---->", "</description>" },
        { "names", "", "<name>x</name>", "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_bytes_and_no_faster(string what, string before, string each, string after)
    {
        _ = Work(before, each, after, 1 << 18);
        (TimeSpan time, long memory) = Work(before, each, after, 1 << 20);
        (TimeSpan most, long mostMemory) = Work(before, each, after, DomainXml.MostBytes);
        Assert.True(most < (8 * time) + TimeSpan.FromMilliseconds(200), $"{what}: {time}, and {most} for four times as much");
        Assert.True(mostMemory < (8 * memory) + (1 << 20), $"{what}: {memory}, and {mostMemory} bytes for four times as much");
    }

    private static (TimeSpan Time, long Memory) Work(string before, string each, string after, int bytes)
    {
        string attributes = string.Concat(Enumerable.Range(0, 250).Select(static i => $"a{i}='' "));
        string uri = "u:" + new string('x', bytes / 2);
        StringBuilder xml = new("<domain type='kvm'>" + before.Replace("{1}", uri, StringComparison.Ordinal));
        for (int i = 0; xml.Length < bytes - after.Length - 3000; i++)
        {
            xml.Append(each.Replace("{0:D8}", i.ToString("D8", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{2}", attributes, StringComparison.Ordinal));
        }

        byte[] document = Encoding.UTF8.GetBytes(xml + after + "</domain>");
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan begin = ThreadTime.Taken;
        Assert.NotNull(DomainXml.Parse(document, out XmlFault? fault));
        Assert.Null(fault);
        return (ThreadTime.Taken - begin, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static string Nest(int depth, int each) => string.Concat(Enumerable.Range(0, depth)
        .Select(d => $"<n {string.Concat(Enumerable.Range(0, d == 0 ? each : 20).Select(i => $"xmlns:p{d}-{i}='u' "))}>"));

    private static string Unnest(int depth) => string.Concat(Enumerable.Repeat("</n>", depth));
}
