using System.Text.Json;
using VirtNest.Guarding;
using Xunit;

namespace VirtNest.Tests.Guarding;

/// <summary>What is said to QEMU, and what QEMU says, whatever it may be.</summary>
public sealed class BlockerTests
{
    [Fact]
    public void Each_command_is_one_document_that_names_our_node()
    {
        foreach (string command in (string[])[Blocker.HandOverCommand, Blocker.RemoveCommand, Blocker.ListSetsCommand, Blocker.AskCommand,
            Blocker.AddCommand(7), Blocker.DropSetCommand(7)])
        {
            Assert.True(JsonDocument.Parse(command).RootElement.TryGetProperty("execute", out _), command);
        }

        Assert.InRange(Blocker.NodeName.Length, 1, 31);
        JsonElement arguments = JsonDocument.Parse(Blocker.AddCommand(7)).RootElement.GetProperty("arguments");
        Assert.Equal(Blocker.NodeName, arguments.GetProperty("node-name").GetString());
        Assert.Equal("/dev/fdset/7", arguments.GetProperty("file").GetProperty("filename").GetString());
        Assert.Equal(Blocker.NodeName,
            JsonDocument.Parse(Blocker.RemoveCommand).RootElement.GetProperty("arguments").GetProperty("node-name").GetString());
    }

    [Theory]
    [InlineData("""{"return":{}}""", false)]
    [InlineData("""{"return":{"status":"completed"}}""", false)]
    [InlineData("""{"return":{"blocked-reasons":["another"]}}""", false)]
    [InlineData("""{"return":{"blocked-reasons":["The vpc format used by node 'virt-nest-guard-L2-runs-inside' """
        + """does not support live migration"]}}""", true)]
    [InlineData("""{"return":{"blocked-reasons":[3,"The vpc format used by node 'virt-nest-guard-L2-runs-inside2' """
        + """does not support live migration"]}}""", false)]
    [InlineData("""{"error":{"class":"GenericError","desc":"no"}}""", null)]
    [InlineData("""{"return":[]}""", null)]
    [InlineData("", null)]
    public void Whether_it_is_there_is_what_stands_against_a_migration(string answer, bool? isThere)
    {
        Assert.Equal(isThere, Blocker.IsThere(Encoding.UTF8.GetBytes(answer)));
    }

    [Fact]
    public void Descriptors_of_others_are_left_alone()
    {
        byte[] answer = Encoding.UTF8.GetBytes(
            """{"return":[{"fds":[{"fd":20}],"fdset-id":0},{"fds":[{"fd":21,"opaque":"virt-nest-guard"}],"fdset-id":3},"""
            + """{"fds":[{"fd":1,"opaque":"rdwr:/images/a"}],"fdset-id":4},{"fds":3},7]}""");
        Assert.Equal([3L], Blocker.OurSets(answer));
        Assert.Empty(Blocker.OurSets("nonsense"u8.ToArray()));
        Assert.Equal(5, Blocker.SetOf("""{"return":{"fd":11,"fdset-id":5}}"""u8.ToArray()));
        Assert.Null(Blocker.SetOf("""{"return":{"fd":11,"fdset-id":-5}}"""u8.ToArray()));
        Assert.Equal("no such node", Blocker.ErrorOf("""{"error":{"class":"GenericError","desc":"no such node"}}"""u8.ToArray()));
        Assert.Null(Blocker.ErrorOf("""{"return":{}}"""u8.ToArray()));
    }

    [Fact]
    public void The_image_is_a_footer_whose_checksum_holds()
    {
        byte[] image = Blocker.Image();
        Assert.Equal(1024, image.Length);
        Assert.Equal("conectix", Encoding.ASCII.GetString(image, 512, 8));
        uint sum = 0;
        for (int i = 512; i < 1024; i++)
        {
            sum += i is >= 576 and < 580 ? 0u : image[i];
        }

        Assert.Equal(~sum, (uint)((image[576] << 24) | (image[577] << 16) | (image[578] << 8) | image[579]));
    }

    [Theory]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301.7", true)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301.", false)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301.-1", false)]
    [InlineData("lock", false)]
    [InlineData(".7", false)]
    public void A_record_is_its_files_name(string name, bool isRecord)
    {
        BlockerRecord? record = BlockerRecord.Parse(name);
        Assert.Equal(isRecord, record is not null);
        Assert.Equal(isRecord ? name : null, record?.FileName);
    }
}
