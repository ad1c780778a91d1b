using System;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>Looking inside through the serial console: what is typed and what an answer means is <see cref="ConsoleDialogue"/>'s.</summary>
internal sealed partial class Hypervisor
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>A console that has said nothing for so long has said what it had to say.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(700);

    /// <summary>A guest that boots, or that swaps, speaks longer or answers later.</summary>
    private static readonly TimeSpan ForPrompt = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(20);

    /// <summary>Reads what an instance says of its CPU and its kvm module, where a shell waits on its console. Never throws: what does not work is a state.</summary>
    /// <param name="domain">A running domain.</param>
    internal InsideReading InsideByConsole(Domain domain)
    {
        try
        {
            using StreamHandle stream = Ask("virStreamNew", _soon, () => LibvirtStream.New(_connection));
            try
            {
                Do("virDomainOpenConsole", AfterLock, () => LibvirtStream.OpenConsole(domain.Handle, stream));
            }
            catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.Refused)
            {
                // Of all that it refuses with, libvirt's QEMU driver has this number for a session of somebody else alone (qemuDomainOpenConsole).
                return ByConsole(exception.Failure.Code == VirError.VIR_ERR_OPERATION_FAILED ? InsideState.ConsoleInUse : InsideState.NoConsole, exception.Failure.Message);
            }

            try
            {
                return Converse(stream);
            }
            finally
            {
                Hush(stream);
            }
        }
        catch (HypervisorException exception)
        {
            return ByConsole(InsideState.NotPassedOn, exception.Failure.Message);
        }
    }

    private static InsideReading ByConsole(InsideState state, string? why = null) => new(state, why) { Source = InsideSource.Console };

    private InsideReading Converse(StreamHandle stream)
    {
        // What it still had to say is no answer to us. One that does not fall silent is busy: typing into that tells nothing.
        if (!Listen(stream, Silence, Silence, ForPrompt, static _ => false, out _))
        {
            return ByConsole(InsideState.NoPrompt);
        }

        Type(stream, ConsoleDialogue.Redraw);
        Listen(stream, ForPrompt, Silence, ForPrompt, static _ => false, out byte[] shown);
        if (!ConsoleDialogue.IsPrompt(shown))
        {
            if (ConsoleDialogue.IsInLine(shown))
            {
                Type(stream, ConsoleDialogue.TakeBack);
            }

            return ByConsole(shown.Length == 0 ? InsideState.ConsoleSilent : InsideState.NoPrompt);
        }

        ConsoleDialogue dialogue = new(RandomNumberGenerator.GetInt32(100_000, 1_000_000), RandomNumberGenerator.GetInt32(100_000, 1_000_000));
        Type(stream, dialogue.Line);
        Listen(stream, ForAnswer, ForAnswer, ForAnswer, answer => dialogue.IsOver(answer), out byte[] answer);
        return dialogue.Read(answer);
    }

    /// <summary>Takes what comes, until it is silent, what is waited for has come, the time is over, or there is too much.</summary>
    /// <param name="stream">The console.</param>
    /// <param name="first">How long the first byte may take.</param>
    /// <param name="silence">How long nothing must come after that.</param>
    /// <param name="limit">How long it may take in all.</param>
    /// <param name="isOver">Whether that has come which is waited for.</param>
    /// <param name="heard">What came.</param>
    /// <returns>True where it fell silent.</returns>
    private bool Listen(StreamHandle stream, TimeSpan first, TimeSpan silence, TimeSpan limit, Func<byte[], bool> isOver, out byte[] heard)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan last = TimeSpan.Zero;
        heard = [];
        while (heard.Length < ConsoleDialogue.MostBytes && clock.Elapsed < limit)
        {
            byte[] arrived = Arrived(stream);
            if (arrived.Length > 0)
            {
                heard = [.. heard, .. arrived];
                last = clock.Elapsed;
                if (isOver(heard))
                {
                    return false;
                }
            }
            else if (clock.Elapsed - last >= (heard.Length == 0 ? first : silence))
            {
                return true;
            }
            else
            {
                Thread.Sleep(BetweenLooks);
            }
        }

        return false;
    }

    /// <summary>What has come since the last time. Without an event loop libvirt's client reads its socket only while it waits for an answer: so it is asked something first.</summary>
    private byte[] Arrived(StreamHandle stream) => Ask("virStreamRecv", AfterLock, () =>
    {
        _ = LibvirtHost.LibraryVersion(_connection);
        byte[] bytes = new byte[4096];
        int? count = LibvirtStream.Receive(stream, bytes);
        return count == 0 ? throw new LibvirtException("virStreamRecv", 0, 0, "end of stream") : bytes[..(count ?? 0)];
    });

    private void Type(StreamHandle stream, string keys) => Do("virStreamSend", AfterLock, () =>
    {
        ReadOnlySpan<byte> left = Encoding.ASCII.GetBytes(keys);
        while (left.Length > 0)
        {
            left = left[LibvirtStream.Send(stream, left)..];
        }
    });

    private void Hush(StreamHandle stream)
    {
        try
        {
            Do("virStreamAbort", _soon, () => LibvirtStream.Abort(stream));
        }
        catch (HypervisorException)
        {
            // It has ended by itself, or the connection hangs, which the next call says.
        }
    }
}
