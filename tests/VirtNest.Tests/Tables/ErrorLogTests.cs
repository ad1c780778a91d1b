using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Tables;

/// <summary>Reading a whole log: what is kept of it, and what a hostile one costs.</summary>
public sealed class ErrorLogTests
{
    /// <summary>Steps that a byte may cost, the pieces that end in it included.</summary>
    private const int MostStepsPerByte = 4;

    private static readonly IReadOnlyList<ErrorEntry> Entries = ErrorTable.Load();

    [Fact]
    public void An_error_is_kept_once_with_its_first_line_and_its_count()
    {
        ErrorLog log = Read("start\n[1.0] kvm: disabled by bios\n\n"
            + "[2.0] \u001b[31mCould not access KVM kernel module: Permission denied\u001b[0m\n"
            + "[3.0] kvm: disabled by bios\nlast line without an end: kvm: disabled by bios");
        Assert.Equal(6, log.Lines);
        Assert.Equal(["kvm-disabled-by-bios", "qemu-kvm-permission"], log.Errors.Select(static e => e.Entry.Id));
        Assert.Equal((2, 3), (log.Errors[0].FirstLine, log.Errors[0].Count));
        Assert.Equal((4, 1), (log.Errors[1].FirstLine, log.Errors[1].Count));
        Assert.Equal("[2.0] Could not access KVM kernel module: Permission denied", log.Errors[1].Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Where_the_pieces_end_does_not_count(int size)
    {
        ErrorLog log = Read("x\r\n此平台不支持虚拟化的 AMD-V/RVI。\r\nkvm: no hardware support\r\n", size);
        Assert.Equal(["vmware-amdv-rvi-not-supported", "kvm-no-hardware-support"], log.Errors.Select(static e => e.Entry.Id));
        Assert.Equal(3, log.Lines);
    }

    [Theory]
    [InlineData("", 0, null)]
    [InlineData("\n \n", 2, null)]
    [InlineData("\nalone\n", 2, "alone")]
    [InlineData("two\nlines\n", 2, null)]
    public void A_log_of_one_line_is_known_as_that(string text, int lines, string? only)
    {
        ErrorLog log = Read(text);
        Assert.Equal(lines, log.Lines);
        Assert.Equal(only, log.OnlyLine);
        Assert.Empty(log.Errors);
    }

    [Fact]
    public void Of_an_endless_line_only_the_beginning_is_looked_at()
    {
        byte[] piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("kvm: disabled by bio ", 3000)));
        ErrorLog log = new(Entries);
        for (int i = 0; i < 64; i++)
        {
            log.Read(piece);
        }

        log.Read("kvm: disabled by bios"u8);
        log.End();
        Assert.Empty(log.Errors);
        Assert.Equal(1, log.Lines);
        Assert.InRange(log.Steps, 1, 8192 * MostStepsPerByte);
    }

    [Fact]
    public void A_hostile_log_costs_what_its_length_says()
    {
        // Beginnings and ends of the patterns in all orders: each byte keeps as many of them alive as it can.
        Random random = new(14);
        string[] pieces =
            [.. Entries.SelectMany(static e => e.Patterns).SelectMany(static p => p.Split('*')).Where(static p => p.Length > 2)];
        StringBuilder text = new();
        while (text.Length < 1 << 20)
        {
            string piece = pieces[random.Next(pieces.Length)];
            text.Append(random.Next(3) switch
            {
                0 => piece,
                1 => piece[..random.Next(1, piece.Length)],
                _ => piece[random.Next(1, piece.Length)..],
            });
            text.Append(random.Next(40) == 0 ? '\n' : ' ');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        ErrorLog log = new(Entries);
        log.Read(bytes);
        log.End();
        Assert.InRange(log.Steps, bytes.Length / 2, (long)bytes.Length * MostStepsPerByte);
        Assert.InRange(log.Errors.Count, 1, Entries.Count);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm()
    {
        Random random = new(3);
        byte[] bytes = new byte[1 << 18];
        random.NextBytes(bytes);
        ErrorLog log = new(Entries);
        log.Read(bytes);
        log.End();
        Assert.Empty(log.Errors);
    }

    private static ErrorLog Read(string text, int size = int.MaxValue)
    {
        ErrorLog log = new(Entries);
        foreach (byte[] piece in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            log.Read(piece);
        }

        log.End();
        return log;
    }
}
