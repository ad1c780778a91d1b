using System.IO;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Instances.Xml;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What the hook decides: by the definition that comes in, by the way it comes, and by what the host offers.</summary>
public sealed class IncomingDomainTests
{
    private const string RequireSvm = "<feature policy='require' name='svm'/>";
    private const string Qemu = "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'";

    private static readonly HostOffer Off = new(Extension.Svm, false, "");

    private static readonly IncomingWay[] Ways = Enum.GetValues<IncomingWay>();

    // Cpu; then what becomes of a start, a restore and a migration on an AMD host whose nesting is off: R refused, i let in since it gets
    // along without, n not needed.
    [Theory]
    [InlineData("", "nnn")]
    [InlineData("<cpu mode='custom' match='exact'><model>EPYC</model></cpu>", "nnn")]
    [InlineData("<cpu mode='custom'><model>EPYC</model>" + RequireSvm + "</cpu>", "RRR")]
    [InlineData("<cpu mode='custom'><model>EPYC</model><feature policy='force' name='svm'/></cpu>", "RRR")]
    [InlineData("<cpu mode='custom'><model>EPYC</model><feature name='svm'/></cpu>", "RRR")]
    [InlineData("<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>", "nnn")]
    [InlineData("<cpu mode='custom'><model>EPYC</model><feature policy='forbid' name='svm'/></cpu>", "nnn")]
    [InlineData("<cpu mode='custom'><model>EPYC</model><feature policy='optional' name='svm'/></cpu>", "iRR")]
    [InlineData("<cpu mode='host-model' check='partial'/>", "nnn")]
    [InlineData("<cpu mode='host-model'>" + RequireSvm + "</cpu>", "RRR")]
    [InlineData("<cpu mode='host-passthrough'/>", "iRR")]
    [InlineData("<cpu mode='host-passthrough' check='full'>" + RequireSvm + "</cpu>", "RRR")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='svm'/></cpu>", "inn")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='vmx'/></cpu>", "iRR")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='require' name='vmx'/></cpu>", "RRR")]
    [InlineData("<cpu mode='maximum'/>", "iRR")]
    [InlineData("<cpu mode='later-mode'/>", "nnn")]
    public void On_a_host_without_nesting(string cpu, string outcomes)
    {
        DomainXml domain = Domain.Of(Domain.With(cpu));
        Assert.Equal(outcomes,
            string.Concat(Ways.Select(way => Letter(new IncomingDomain(way, domain, AllowsFollowing: false).Judge(Off).Outcome))));

        // What is allowed to follow the host comes in; what asks by name does not.
        Assert.Equal(outcomes[0] == 'i' ? "iii" : outcomes,
            string.Concat(Ways.Select(way => Letter(new IncomingDomain(way, domain, AllowsFollowing: true).Judge(Off).Outcome))));
    }

    [Theory]
    [InlineData("qemu", "x86_64", "<cpu mode='maximum'/>")]
    [InlineData("qemu", "x86_64", "<cpu mode='custom'><model>qemu64</model>" + RequireSvm + "</cpu>")]
    [InlineData("xen", "x86_64", "<cpu mode='host-passthrough'>" + RequireSvm + "</cpu>")]
    [InlineData("kvm", "aarch64", "<cpu mode='host-passthrough'/>")]
    [InlineData("kvm", "s390x", "<cpu mode='host-passthrough'>" + RequireSvm + "</cpu>")]
    public void Other_types_and_architectures_are_let_in(string type, string arch, string cpu)
    {
        DomainXml domain = Domain.Of(Domain.With(cpu, type, arch));
        Assert.All(Ways,
            way => Assert.Equal(IncomingOutcome.NotNeeded, new IncomingDomain(way, domain, AllowsFollowing: false).WithoutHost?.Outcome));
    }

    [Theory]
    [InlineData("host", "iRR")]
    [InlineData("host,-svm", "inn")]
    [InlineData("EPYC,+svm", "iRR")]
    [InlineData("EPYC", "nnn")]
    public void A_cpu_of_its_own_for_qemu_follows_the_host_however_it_asks(string value, string outcomes)
    {
        DomainXml domain =
            Domain.Of($"<domain type='kvm' {Qemu}><os><type arch='x86_64'>hvm</type></os><cpu mode='host-passthrough'>{RequireSvm}</cpu>"
            + $"<qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='{value}'/></qemu:commandline></domain>");
        Assert.Equal(outcomes,
            string.Concat(Ways.Select(way => Letter(new IncomingDomain(way, domain, AllowsFollowing: false).Judge(Off).Outcome))));
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'/>")]
    [InlineData("<cpu mode='host-passthrough'>" + RequireSvm + "</cpu>")]
    public void A_host_that_offers_it_takes_everything_and_one_that_cannot_be_told_too(string cpu)
    {
        DomainXml domain = Domain.Of(Domain.With(cpu));
        foreach ((HostOffer offer,
            IncomingOutcome outcome) in ((HostOffer, IncomingOutcome)[])[(new(Extension.Svm, true, ""), IncomingOutcome.Offered),
                (new(Extension.Svm, null, ""), IncomingOutcome.Unknown), (new(null, false, ""), IncomingOutcome.Unknown),
                (HostOffer.Unknown, IncomingOutcome.Unknown)])
        {
            Assert.Equal(outcome, new IncomingDomain(IncomingWay.Restore, domain, AllowsFollowing: false).Judge(offer).Outcome);
        }
    }

    [Fact]
    public void What_asks_for_the_other_vendors_extension_cannot_have_it_and_what_asks_for_both_has_the_hosts()
    {
        HostOffer intel = new(Extension.Vmx, true, "");
        IncomingDecision refused = new IncomingDomain(IncomingWay.Migration,
            Domain.Of(Domain.With($"<cpu mode='host-model'>{RequireSvm}</cpu>")), false).Judge(intel);
        Assert.Equal((IncomingOutcome.Refused, Extension.Vmx), (refused.Outcome, refused.OtherVendor));
        Assert.Contains("vmx and not svm", IncomingText.Write(refused, IncomingWay.Migration, "a", Language.English),
            StringComparison.Ordinal);
        IncomingDecision both = new IncomingDomain(IncomingWay.Migration,
            Domain.Of(Domain.With($"<cpu mode='host-model'>{RequireSvm}<feature policy='require' name='vmx'/></cpu>")), false).Judge(intel);
        Assert.Equal((IncomingOutcome.Offered, null), (both.Outcome, both.OtherVendor));
    }

    [Theory]
    [InlineData("prepare", "begin", IncomingWay.Start)]
    [InlineData("restore", "begin", IncomingWay.Restore)]
    [InlineData("migrate", "begin", IncomingWay.Migration)]
    [InlineData("prepare", "end", null)]
    [InlineData("start", "begin", null)]
    [InlineData("started", "begin", null)]
    [InlineData("stopped", "end", null)]
    [InlineData("release", "end", null)]
    [InlineData("reconnect", "begin", null)]
    [InlineData("attach", "begin", null)]
    [InlineData("later", "begin", null)]
    [InlineData("", "", null)]
    public void Only_what_comes_in_is_decided_on(string operation, string suboperation, IncomingWay? way)
    {
        Assert.Equal(way, IncomingDomain.WayOf(operation, suboperation));
    }

    [Fact]
    public void The_sentence_is_one_line_and_names_virt_nests_remedy_the_instance_and_what_the_host_lacks_in_both_languages()
    {
        HostOffer host = HostOffer.From(HostFixture.Read("amd-nested-0").Verdict);
        foreach (Language language in Enum.GetValues<Language>())
        {
            foreach (string cpu in (string[])["<cpu mode='host-passthrough'/>", $"<cpu mode='host-model'>{RequireSvm}</cpu>"])
            {
                foreach (IncomingWay way in (IncomingWay[])[IncomingWay.Restore, IncomingWay.Migration])
                {
                    IncomingDecision decision = new IncomingDomain(way, Domain.Of(Domain.With(cpu)), false).Judge(host);
                    string text = IncomingText.Write(decision, way, "we\u001b[2Jb", language)!;
                    Assert.DoesNotContain(text, char.IsControl);
                    Assert.Contains("we\\x1b[2Jb", text, StringComparison.Ordinal);
                    Assert.Contains("virt-nest enable", text, StringComparison.Ordinal);
                    Assert.Contains("kvm_amd", text, StringComparison.Ordinal);
                    Assert.Equal(cpu.Contains("passthrough", StringComparison.Ordinal),
                        text.Contains("--allow-host-passthrough", StringComparison.Ordinal));
                    Assert.True(text.Length < Printable.MostOfSentence - 240, "room for a long name");
                }
            }
        }
    }

    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    /// <summary>Whatever the host: a refusal only where it is known to lack nesting, and a command as the remedy only where `check` names
    /// one.</summary>
    [Theory]
    [MemberData(nameof(Hosts))]
    public void No_host_refuses_for_what_it_does_not_know(string name)
    {
        HostOffer host = HostOffer.From(HostFixture.Read(name).Verdict);
        IncomingDecision decision =
            new IncomingDomain(IncomingWay.Restore, Domain.Of(Domain.With("<cpu mode='host-passthrough'/>")), false).Judge(host);
        IncomingOutcome[] allowed = host switch
        {
            { Extension: not null, IsOffered: false } => [IncomingOutcome.Refused],
            { Extension: not null, IsOffered: true } => [IncomingOutcome.Offered],
            _ => [IncomingOutcome.Unknown],
        };
        Assert.Contains(decision.Outcome, allowed);
        string? text = IncomingText.Write(decision, IncomingWay.Restore, "a", Language.English);
        Assert.Equal(decision.Outcome is IncomingOutcome.Refused or IncomingOutcome.Unknown, text is not null);
    }

    [Fact]
    public void Definitions_of_others_are_decided_on_without_a_crash()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("VIRT_NEST_CORPUS") ?? "/nonexistent", "domxml");
        Assert.SkipUnless(Directory.Exists(folder), "VIRT_NEST_CORPUS does not name the corpus of real machines");
        int refused = 0;
        int all = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.xml"))
        {
            DomainXml domain = Domain.Of(File.ReadAllBytes(file));
            foreach (IncomingWay way in Ways)
            {
                foreach (HostOffer host in (HostOffer[])[Off, new(Extension.Vmx, false, ""), new(Extension.Vmx, true, ""),
                    HostOffer.Unknown])
                {
                    IncomingDecision decision = new IncomingDomain(way, domain, false).Judge(host);
                    Assert.True(decision.Outcome != IncomingOutcome.Refused || domain is { Type: "kvm", IsX86: true }, file);
                    Assert.True(decision.Outcome != IncomingOutcome.Refused || host.IsOffered == false || decision.OtherVendor is not null,
                        file);
                    refused += decision.Outcome == IncomingOutcome.Refused ? 1 : 0;
                    all++;
                }
            }
        }

        Assert.InRange(refused, 1, all - 1);
    }

    private static string Letter(IncomingOutcome outcome) => outcome switch
    {
        IncomingOutcome.NotNeeded => "n",
        IncomingOutcome.LetIn => "i",
        IncomingOutcome.Offered => "o",
        IncomingOutcome.Unknown => "?",
        IncomingOutcome.Refused => "R",
    };
}
