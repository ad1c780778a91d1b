using System.Buffers;
using System.Text.Json;
using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class KvmUseTextTests
{
    private static readonly KvmHolder Domain =
        new(1234, 64055, new KvmHoldings(1, 1, 4, 3), new ProcessNaming("qemu-system-x86_64", "web1", true), IsAncestor: false);
    private static readonly KvmHolder Shell =
        new(77, 0, new KvmHoldings(1, 0, 0, 0), new ProcessNaming("bash", null, false), IsAncestor: true);
    private static readonly KvmHolder Hostile = new(9, 1000, new KvmHoldings(0, 2, 0, 0),
        new ProcessNaming("\e]0;x\a" + new string('x', 9000), "a\nb\u202E", false), IsAncestor: false);

    [Fact]
    public void Holders_are_listed_by_name_with_what_could_not_be_seen_behind_them() => Assert.Equal(
        """
          KVM is in use by 2 processes:
            77 bash: /dev/kvm (user 0)
              It started this command: close its descriptor there (exec 3<&- in a
              shell), or use another shell.
            1234 qemu-system-x86_64, libvirt domain web1: a VM, 4 virtual CPUs,
            /dev/kvm, other parts of a VM (user 64055)
          12 processes could not be looked into: of another user (root may), or hanging.

        """, Text(new KvmUse([Shell, Domain], [], 12, false, null), Language.English));

    [Fact]
    public void The_same_in_Chinese() => Assert.Equal(
        """
          有 1 个进程正在使用 KVM：
            1234 qemu-system-x86_64，libvirt 域 web1：1 个虚拟机、4 个虚拟 CPU、
            /dev/kvm、虚拟机的其他部分（用户 64055）
          有些进程在这里不可见：这里是容器，或 /proc 以 hidepid 挂载。

        """, Text(new KvmUse([Domain], [], 0, true, null), Language.Chinese));

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void Every_state_fits_the_terminal_and_no_foreign_character_acts_on_it(Language language)
    {
        ModuleUse held = new("kvm_amd", 3, []);
        KvmUse[] uses =
        [
            new([Hostile], [], 0, false, held), new([], [], 0, false, new("kvm_amd", 1, ["a\e[2J", "b"])), new([], [3], 0, false, held),
            new([], [], 0, false, held), new([], [], 3, true, null), new([], [], 0, false, null),
            new([.. Enumerable.Repeat(Domain, 1000)], [], 0, false, held),
        ];
        Assert.Equal(uses.Length - 1, uses.Select(static u => u.State).Distinct().Count());
        foreach (KvmUse use in uses)
        {
            string text = Text(use, language);
            Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n') || c == '\u202E');
            Assert.All(text.Split('\n'), static l => Assert.InRange(TextLayout.ColumnsOf(l), 0, TextLayout.Width));
            Assert.InRange(text.Length, 1, 12_000);
        }
    }

    [Fact]
    public void The_object_in_a_document_has_the_same()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            KvmUseJson.Write(json, "kvm_use", new KvmUse([Domain, Hostile], [3], 2, true, new ModuleUse("kvm_amd", null, ["x"])));
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        JsonElement use = document.RootElement.GetProperty("kvm_use");
        Assert.Equal("held", use.GetProperty("state").GetString());
        Assert.Equal(("web1", true, 4),
            (use.GetProperty("holders")[0].GetProperty("instance").GetString(),
                use.GetProperty("holders")[0].GetProperty("libvirt").GetBoolean(),
                use.GetProperty("holders")[0].GetProperty("vcpus").GetInt32()));
        Assert.Equal("a\\x0ab\\u{202e}", use.GetProperty("holders")[1].GetProperty("instance").GetString());
        Assert.Equal(JsonValueKind.Null, use.GetProperty("module").GetProperty("use_count").ValueKind);
    }

    private static string Text(KvmUse use, Language language)
    {
        TextReport text = new(language);
        KvmUseText.Write(text, use, 2);
        return text.ToString();
    }
}
