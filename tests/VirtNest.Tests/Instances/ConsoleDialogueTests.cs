using System;
using System.Text;
using CsCheck;
using VirtNest.Instances;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What is typed into a console, and what its answers mean: hostile input too.</summary>
public sealed class ConsoleDialogueTests
{
    private static readonly ConsoleDialogue Dialogue = new(111_111, 222_222);

    [Theory]
    [InlineData("# ", true)]
    [InlineData("root@web:~# ", true)]
    [InlineData("\e[H\e[2Jroot@web:~# ", true)]
    [InlineData("\e[?2004h\e]0;root@web: ~\aroot@web:~# ", true)]
    [InlineData("\e[1;32muser@web\e[0m:\e[34m~\e[0m$ \e[6n", true)]
    [InlineData("\r\n[web ~]$ ", true)]
    [InlineData("old text\rroot@web:~# ", true)]
    [InlineData("root@web:~# rm -rf /srv", false)]
    [InlineData("web login: ", false)]
    [InlineData("web login: ^L", false)]
    [InlineData("Password: ", false)]
    [InlineData("grub> ", false)]
    [InlineData(">>> ", false)]
    [InlineData("Do you want to continue? [Y/n] ", false)]
    [InlineData("root@web:~# \nDebian GNU/Linux 12 web ttyS0\n\nweb login: ", false)]
    [InlineData("^L", false)]
    [InlineData("", false)]
    public void A_prompt_ends_what_is_shown(string shown, bool isPrompt) => Assert.Equal(isPrompt, ConsoleDialogue.IsPrompt(Encoding.UTF8.GetBytes(shown)));

    [Theory]
    [InlineData("", true)]
    [InlineData("^L", true)]
    [InlineData("\r\n", true)]
    [InlineData("\e[H\e[2J  Install Debian   < Go Back >", false)]
    public void The_key_is_taken_back_from_a_line_alone(string shown, bool isInLine) => Assert.Equal(isInLine, ConsoleDialogue.IsInLine(Encoding.UTF8.GetBytes(shown)));

    [Theory]
    [InlineData("<333333\r\nflags\r\nsvm\r\n/sys/module/kvm_amd/parameters/nested:1\r\n111111>\r\n# ", true, false, "kvm_amd", "1")]
    [InlineData("<333333\r\nflags\r\nvmx\r\n/sys/module/kvm_intel/parameters/nested:Y\r\n111111>\r\n# ", false, true, "kvm_intel", "Y")]
    [InlineData("<333333\r\nflags\r\n111111>\r\n# ", false, false, null, null)]
    [InlineData("<333333\r\nflags\r\n[   12.3] a line of the kernel's\r\nsvm\r\n111111>\r\n# ", true, false, null, null)]
    [InlineData("<333333\r\nflags\r\nsvm\r\n/sys/module/kvm_amd/parameters/nested:0123456789\r\n111111>\r\n# ", true, false, null, null)]
    public void An_answer_is_read(string answer, bool svm, bool vmx, string? module, string? nested)
    {
        InsideReading reading = Dialogue.Read(Encoding.UTF8.GetBytes(Dialogue.Line + "\n" + answer));
        Assert.Equal(new InsideReading(InsideState.Read, null, vmx, svm, module, nested) { Source = InsideSource.Console }, reading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sh: not found\r\n# ")]
    [InlineData("flags\r\nsvm\r\n")]
    [InlineData("<333333\r\nflags\r\nsvm\r\n")] // no end
    [InlineData("flags\r\nsvm\r\n111111>\r\n")] // no beginning
    [InlineData("<333333\r\nsvm\r\n111111>\r\n")] // no line of flags: /proc is not there
    [InlineData("<333334\r\nflags\r\nsvm\r\n111111>\r\n")] // another sum
    public void What_is_no_answer_tells_nothing(string answer)
    {
        InsideReading reading = Dialogue.Read(Encoding.UTF8.GetBytes(Dialogue.Line + "\n" + answer));
        Assert.Equal((InsideState.Malformed, null), (reading.State, reading.HasExtension));
    }

    [Fact]
    public void The_echo_of_the_line_is_no_answer()
    {
        byte[] echo = Encoding.UTF8.GetBytes(Dialogue.Line);
        Assert.False(Dialogue.IsOver(echo));
        Assert.DoesNotContain("333333", Dialogue.Line, StringComparison.Ordinal);

        // One line, ended by the one Enter; no character that a shell takes for more than it is.
        Assert.Equal(Dialogue.Line.Length - 1, Dialogue.Line.IndexOf('\r', StringComparison.Ordinal));
        Assert.Equal(' ', Dialogue.Line[0]);
        Assert.DoesNotContain('!', Dialogue.Line);
    }

    [Fact]
    public void Any_bytes_are_taken_and_no_control_character_is_left()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.Const("\e[").Select(static s => s), Gen.Const("\e]"), Gen.Const("\eP"), Gen.Const("\e"), Gen.Const("\r"), Gen.Const("\b"), Gen.Const("\n"), Gen.Const("<333333\n"), Gen.Const("flags\n"), Gen.Const("111111>\n"), Gen.String);
        Gen.Select(piece.Array[0, 30], Gen.Byte.Array[0, 40]).Sample(static (pieces, bytes) =>
        {
            byte[] all = [.. Encoding.UTF8.GetBytes(string.Concat(pieces)), .. bytes];
            foreach (char c in ConsoleDialogue.Clean(all))
            {
                Assert.True(c == '\n' || !char.IsControl(c));
            }

            _ = ConsoleDialogue.IsPrompt(all);
            _ = ConsoleDialogue.IsInLine(all);
            InsideReading reading = Dialogue.Read(all);
            Assert.True(reading.State is InsideState.Read or InsideState.Malformed);
            Assert.True((reading.Nested?.Length ?? 0) <= 1);
        });
    }

    [Fact]
    public void More_than_the_limit_is_not_looked_at() => Assert.Equal(ConsoleDialogue.MostBytes, ConsoleDialogue.Clean(Encoding.ASCII.GetBytes(new string('x', ConsoleDialogue.MostBytes * 2))).Length);
}
