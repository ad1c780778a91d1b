using System.IO;
using VirtNest.Evidence;
using Xunit;

namespace VirtNest.Tests.Hosts;

/// <summary>The format of tests/hosts: readings in every state, bases, saved evidence documents, and errors with their line.</summary>
public sealed class HostFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-hosts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Readings_in_every_state_are_as_the_file_says()
    {
        HostEvidence evidence = Evidence("""
            # A host.
            origin: dump

            /line = Y
            /exact = "no newline"
            /empty = ""
            /lines =
              | first
              |
              "third \u001b[0m "
            /cut =
              | as far as it was read
              ...
            /bytes =
              base64 //4A
            /folder/ = a b.conf
            /empty-folder/ =
            /odd-folder/ =
              | name with blanks
              "bell\u0007"
            "/a = b" = x
            ioctl:KVM_CHECK_EXTENSION KVM_CAP_NESTED_STATE = "0"
            /absent is absent ENOENT
            /absent-without-number is absent
            acl:/dev/kvm is absent ENODATA
            /denied is denied EACCES
            /failed is failed 117
            /not-read is not-read

            expect:
              /surplus = x
            """);
        Assert.Equal(EvidenceOrigin.Dump, evidence.Origin);
        Assert.Equal("Y\n", evidence["/line"].Text);
        Assert.Equal("no newline", evidence["/exact"].Text);
        Assert.Equal((ReadingState.Known, ""), (evidence["/empty"].State, evidence["/empty"].Text));
        Assert.Equal("first\n\nthird \u001b[0m \n", evidence["/lines"].Text);
        Assert.Equal((true, "as far as it was read\n"), (evidence["/cut"].IsTruncated, evidence["/cut"].Text));
        Assert.Equal([0xff, 0xfe, 0x00], evidence["/bytes"].Bytes.ToArray());
        Assert.Equal(["a", "b.conf"], evidence.Entries("/folder/"));
        Assert.True(evidence["/empty-folder/"].IsKnown);
        Assert.Equal(["bell\u0007", "name with blanks"], evidence.Entries("/odd-folder/"));
        Assert.Equal("x\n", evidence["/a = b"].Text);
        Assert.Equal("0", evidence["ioctl:KVM_CHECK_EXTENSION KVM_CAP_NESTED_STATE"].Text);
        Assert.Equal((ReadingState.Absent, 2), (evidence["/absent"].State, evidence["/absent"].Errno));
        Assert.Equal((ReadingState.Absent, 0), (evidence["/absent-without-number"].State, evidence["/absent-without-number"].Errno));
        Assert.Equal((ReadingState.Absent, 61), (evidence["acl:/dev/kvm"].State, evidence["acl:/dev/kvm"].Errno));
        Assert.Equal((ReadingState.Denied, 13), (evidence["/denied"].State, evidence["/denied"].Errno));
        Assert.Equal((ReadingState.Failed, 117), (evidence["/failed"].State, evidence["/failed"].Errno));
        Assert.True(evidence.Readings.ContainsKey("/not-read"));
        Assert.Equal(17, evidence.Readings.Count);
    }

    [Fact]
    public void A_host_has_the_readings_of_its_base_except_what_differs()
    {
        Write("first.host", "/a = 1\n/b = 1\n/c = 1\n");
        Write("second.host", "base: first\n/b = 2\n");
        HostEvidence evidence = Evidence("base: second\n\n/c is gone\n/d = 4\n");
        Assert.Equal(["/a", "/b", "/d"], evidence.Readings.Keys);
        Assert.Equal("2\n", evidence["/b"].Text);
        Assert.Equal(["stat:/a"], Evidence("base: second\nstat:/a = 1\n/* is gone\n").Readings.Keys);
    }

    [Fact]
    public void A_substitution_applies_to_every_match_in_the_text_of_the_base()
    {
        Write("first.host",
            "/proc/cpuinfo =\n  | flags : vmx ssse3\n  | vmx flags : ept\n  |\n  | flags : vmx ssse3\n  | vmx flags : vpid\n");
        Assert.Equal("flags : svm ssse3\n\nflags : svm ssse3\n",
            Evidence("base: first\n/proc/cpuinfo ~ s/^vmx flags.*\\n//\n/proc/cpuinfo ~ s/: vmx/: svm/\n")["/proc/cpuinfo"].Text);
    }

    [Fact]
    public void Saved_evidence_can_be_a_host_or_a_base()
    {
        HostEvidence saved = HostFixture.Read("intel-unreadable-sources").Evidence;
        File.WriteAllBytes(Path.Combine(_folder, "saved.json"), EvidenceJson.Write(saved));
        Assert.Equal(EvidenceJson.Write(saved), EvidenceJson.Write(Evidence("evidence: saved.json\n")));
        Assert.Equal("here\n", Evidence("evidence: saved.json\nklog = here\n")["klog"].Text);
    }

    [Fact]
    public void Updating_the_expectation_leaves_the_rest_as_it_is()
    {
        const string host = "# A host.\norigin: dump\n\n/a =\n  | 1\n";
        string path = Write("host.host", host);
        HostFile.At(path).Update("  runs_guests: yes\n");
        HostFile.At(path).Update("  runs_guests: no\n");
        Assert.Equal(host + "\nexpect:\n  runs_guests: no\n", File.ReadAllText(path));
        Assert.Equal("  runs_guests: no\n", HostFile.At(path).Expected);
    }

    [Theory]
    [InlineData("/a = 1\n/b\n", 2)]
    [InlineData("/a is lost\n", 1)]
    [InlineData("/a is absent ENOTHING\n", 1)]
    [InlineData("/a is denied EPERM EACCES\n", 1)]
    [InlineData("/a = \"no end\n", 1)]
    [InlineData("\"/a = 1\n", 1)]
    [InlineData("/a =\n  | 1\n  2\n", 3)]
    [InlineData("/a =\n  | 1\n  ...\n  | 2\n", 4)]
    [InlineData("/a =\n  | 1\n  base64 AA==\n", 1)]
    [InlineData("  | 1\n", 1)]
    [InlineData("/a is gone\n", 1)]
    [InlineData("/a = 1\n/* is gone\n/* is gone\n", 3)]
    [InlineData("/a = 1\n/a = 1\n", 2)]
    [InlineData("/a = 1\n/a ~ s/2/3/\n", 2)]
    [InlineData("/a = 1\n/a ~ s/1/3\n", 2)]
    [InlineData("/a = 1\n/a ~ s\n", 2)]
    [InlineData("/a ~ s/1/3/\n", 1)]
    [InlineData("origin: here\n", 1)]
    [InlineData("# A host.\nbase: nowhere\n", 2)]
    [InlineData("base: host\n", 1)]
    [InlineData("/a = 1\nbase: host\n", 2)]
    [InlineData("evidence: nothing.json\n", 1)]
    public void An_error_names_its_line(string text, int line)
    {
        string path = Write("host.host", text);
        Assert.StartsWith($"{path}:{line}: ", Assert.Throws<InvalidDataException>(() => HostFile.At(path)).Message,
            StringComparison.Ordinal);
    }

    private HostEvidence Evidence(string text) =>
        EvidenceJson.Read(HostFile.At(Write("host.host", text)).Evidence, out string? problem) ?? throw new InvalidDataException(problem);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
