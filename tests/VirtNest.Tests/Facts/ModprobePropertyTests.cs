using System.Diagnostics;
using CsCheck;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class ModprobePropertyTests
{
    /// <summary>Bytes that mean something to a parser come often, all others seldom.</summary>
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.Byte.Array[0, 400],
        Gen.OneOf("options ", "blacklist ", "install ", "softdep ", "alias ", "kvm_intel", "kvm-*", " ", "\t", "\n", "\r\n", "\\", "\\\n",
            "\"", "#", "=", ".", "nested", "0", "[", "]", "-", "--", ",", "\0", "\u00A0", "modprobe.blacklist=", "/bin/false", "pre:")
            .Array[0, 60].Select(words => Encoding.Latin1.GetBytes(string.Concat(words))));

    private static readonly string[] Modules = ["kvm_intel", "kvm"];

    [Fact]
    public void Any_bytes_give_an_answer_and_every_place_lies_in_the_file()
    {
        Gen.Select(Bytes, Bytes).Sample((file, commandLine) =>
        {
            ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/a.conf", file);
            tree.Evidence["/proc/cmdline"] = VirtNest.Evidence.Reading.Known(commandLine);
            ModprobeConfig config = tree.Config;
            int lines = file.Count(b => b == '\n') + 1;
            foreach (ModprobeDirective directive in config.Directives)
            {
                byte[] source = directive.File == "/proc/cmdline" ? commandLine : file;
                Assert.InRange(directive.Offset, 0, source.Length);
                Assert.InRange(directive.Offset + directive.Length, directive.Offset, source.Length);
                Assert.InRange(directive.Line, 1, lines);
                Assert.Equal(Encoding.UTF8.GetString(source, directive.Offset, directive.Length), directive.Text);
            }

            foreach (string module in Modules)
            {
                foreach (ModuleSetting setting in config.Settings(module, "nested").All)
                {
                    Assert.InRange(setting.Offset, setting.Directive.Offset, setting.Directive.Offset + setting.Directive.Length);
                    Assert.InRange(setting.Offset + setting.Length, setting.Offset, setting.Directive.Offset + setting.Directive.Length);
                }

                ModuleLoading loading = config.Loading(module);
                _ = (loading.IsBlacklisted, loading.IsRefused, loading.SwitchedOff.Count());
            }
        }, iter: 3000, threads: 1);
    }

    [Fact]
    public void Any_command_line_gives_an_answer()
    {
        Bytes.Sample(bytes =>
        {
            KernelCommandLine line = KernelCommandLine.Parse(bytes);
            Assert.All(line.Parameters, p => Assert.InRange(p.Offset + p.Length, p.Offset + 1, bytes.Length));
            _ = (line.ClearedCpuFeatures, line.KvmArmMode, line.BlacklistedModules);
        }, iter: 3000, threads: 1);
    }

    public static TheoryData<string, int> Floods => new()
    {
        { "\\", 1 << 20 },
        { "\\\n", 1 << 19 },
        { "\"", 1 << 20 },
        { "#kvm\n", 1 << 18 },
        { "install [[[[[[[[*kvm ", 1 << 16 },
        { "options kvm_intel nested=1 \\\n", 1 << 15 },
        { "options kvm_intel nested=1\n", 1 << 15 },
        { "install *[k]*[v]*[m]* /bin/false\n", 1 << 15 },
        { "# CVE\nblacklist kvm\n", 1 << 15 },
        { "options kvm_intel \"\n", 1 << 15 },
        { "kvm_intel.nested=\"1 ", 1 << 16 },
        { "softdep kvm pre: a\n", 1 << 15 },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public void A_megabyte_of_anything_takes_no_longer_than_its_length_asks(string unit, int count)
    {
        StringBuilder text = new(unit.Length * count);
        for (int i = 0; i < count; i++)
        {
            text.Append(unit);
        }

        string flood = text.ToString();
        Stopwatch time = Stopwatch.StartNew();
        ModprobeConfig config = new ModprobeTree().With("/etc/modprobe.d/a.conf", flood)
            .With("/etc/modprobe.d/b.conf", "install " + flood.Replace('\n', ' ') + " x").WithCommandLine(flood).Config;
        _ = config.Settings("kvm_intel", "nested");
        _ = config.Loading("kvm_intel");
        _ = config.Directives.Count(d => d.Keyword == ModprobeKeyword.Options && d.MentionsSecurity);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(5), $"{time.Elapsed} for {flood.Length} bytes");
    }
}
