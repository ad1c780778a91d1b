using VirtNest.Instances;
using VirtNest.Tables;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>Which program keeps a domain, by what it leaves in the definition.</summary>
public sealed class OwnerTableTests
{
    private static readonly string[] Keys = ["name", "name.zh-CN", "rewrites", "setting", "setting.zh-CN", "date", "source"];
    private static readonly string[] Kinds = ["namespace", "manufacturer", "product", "path", "description", "name"];

    [Theory]
    [InlineData("<name>instance-0000002a</name>", "nova")]
    [InlineData("<name>web</name><metadata><nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/1.1'/></metadata>", "nova")]
    [InlineData("<name>web</name><metadata xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'><o:libosinfo/><n:i "
        + "xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.0'/></metadata>", "nova")]
    [InlineData("<name>web</name><metadata><ovirt-vm:vm xmlns:ovirt-vm='http://ovirt.org/vm/1.0'/></metadata>", "ovirt")]
    [InlineData("<name>ns_vm</name><metadata><kubevirt xmlns='http://kubevirt.io'/></metadata>", "kubevirt")]
    [InlineData("<name>i-2-34-VM</name>", "cloudstack")]
    [InlineData("<name>one-17</name>", "opennebula")]
    [InlineData("<name>x</name><devices><disk><source file='/var/lib/one/datastores/0/17/disk.0'/></disk></devices>", "opennebula")]
    [InlineData("<name>x</name><sysinfo type='smbios'><system><entry name='product'>CloudStack KVM Hypervisor</entry></system></sysinfo>",
        "cloudstack")]
    [InlineData("<name>x</name><metadata xmlns:zs='http://zstack.org'><zs:zstack/></metadata>", "zstack")]
    [InlineData("<name>x_default</name><description>Source: /home/a/Vagrantfile</description>", "vagrant")]
    [InlineData("<name>x</name><metadata><vmtemplate xmlns='unraid'/></metadata>", "unraid")]
    [InlineData("<name>1_win11</name><devices><disk><source dev='/dev/zvol/tank/vm/win11'/></disk></devices>", "truenas")]
    public void A_program_that_writes_the_definition_again_is_recognised(string inside, string id)
    {
        DomainOwner owner = OwnerTable.Find(Domain.Of($"<domain type='kvm'>{inside}</domain>"))!;
        Assert.Equal(id, owner.Id);
        Assert.True(owner.Rewrites);
    }

    [Theory]
    [InlineData("<name>x</name><metadata><o:libosinfo xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'/></metadata>",
        "virt-manager")]
    [InlineData("<name>x</name><metadata><c:data xmlns:c='https://github.com/cockpit-project/cockpit-machines'/></metadata>", "cockpit")]
    [InlineData("<name>x</name><metadata><b:boxes xmlns:b='https://wiki.gnome.org/Apps/Boxes'/></metadata>", "boxes")]
    [InlineData("<name>x</name><devices><disk><source file='/home/a/.minikube/machines/x/x.rawdisk'/></disk></devices>", "minikube")]
    [InlineData("<name>crc</name><devices><disk><source file='/home/a/.crc/machines/crc/crc.qcow2'/></disk></devices>", "crc")]
    public void A_program_that_leaves_the_definition_to_others_is_named_and_no_obstacle(string inside, string id)
    {
        DomainOwner owner = OwnerTable.Find(Domain.Of($"<domain type='kvm'>{inside}</domain>"))!;
        Assert.Equal(id, owner.Id);
        Assert.False(owner.Rewrites);
    }

    [Theory]
    [InlineData("<name>one</name>")]
    [InlineData("<name>one-time</name>")]
    [InlineData("<name>instance-1</name>")]
    [InlineData("<name>1_win11</name>")]
    [InlineData("<name>win11</name><devices><disk><source dev='/dev/zvol/tank/vm/win11'/></disk></devices>")]
    [InlineData("<name>x</name><metadata><a:x xmlns:a='http://example.org/'/></metadata>")]
    [InlineData("<name>x</name><description>Source: a Vagrantfile of mine</description>")]
    [InlineData("")]
    public void A_domain_of_nobody_s_is_nobody_s(string inside)
    {
        Assert.Null(OwnerTable.Find(Domain.Of($"<domain type='kvm'>{inside}</domain>")));
    }

    [Fact]
    public void Each_row_has_its_keys_and_values_that_are_allowed()
    {
        IReadOnlyList<Section> rows = EmbeddedTable.Load("owners.txt");
        Assert.Equal(rows.Count, rows.Select(static r => r.Id).Distinct().Count());
        List<string> wrong = [];
        foreach (Section row in rows)
        {
            wrong.AddRange(Keys.Where(k => string.IsNullOrWhiteSpace(row[k])).Select(k => $"[{row.Id}] has no {k}"));
            wrong.AddRange(row.Values.Keys.Where(static k => !Keys.Contains(k) && k is not ("confidence" or "mark" or "mark-all"))
                .Select(k => $"[{row.Id}] has an unknown key {k}"));
            Check(row["rewrites"] is "yes" or "no", row, "rewrites");
            Check(row["confidence"] is null or "low", row, "confidence");
            Check(DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", out _), row, "date");
            string marks = row["mark"] ?? row["mark-all"] ?? "";
            Check(marks == "none"
                || marks.Split('\n').All(static m => Kinds.Contains(m.Split(' ')[0]) && m.Contains(' ', StringComparison.Ordinal)),
                    row, "mark");
            Check(row["source"]!.Split('\n')
                .All(static s => Uri.TryCreate(s, UriKind.Absolute, out Uri? address) && address.Scheme == "https"), row, "source");
            foreach (string key in (string[])["setting", "setting.zh-CN"])
            {
                Check(row[key]!.Split('\n').All(static l => TerminalColumns.Of(l) <= 76), row, key);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Check(bool isRight, Section row, string key)
        {
            if (!isRight)
            {
                wrong.Add($"[{row.Id}] {key} = {row[key]}");
            }
        }
    }

    [Fact]
    public void An_owner_is_named_in_both_languages_with_its_own_setting()
    {
        DomainOwner owner = OwnerTable.Find(Domain.Of("<domain><name>instance-0000002a</name></domain>"))!;
        Assert.Contains("cpu_model_extra_flags", owner.Setting(Language.English), StringComparison.Ordinal);
        Assert.Contains("计算节点", owner.Setting(Language.Chinese), StringComparison.Ordinal);
        Assert.StartsWith("name instance-", owner.Mark, StringComparison.Ordinal);
    }
}
