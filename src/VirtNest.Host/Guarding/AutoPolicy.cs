using System.Diagnostics;
using System.Threading.Tasks;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Host.Libvirt;
using VirtNest.Tables;

namespace VirtNest.Host.Guarding;

/// <summary>What the policy auto means on this host, by the versions of libvirt and QEMU, which are asked for beside the watch: until
/// libvirt has told them, the rules that ask for them may hold; and an upgrade may change them.</summary>
/// <param name="uri">The connection.</param>
/// <param name="host">The host, without those versions.</param>
internal sealed class AutoPolicy(string? uri, LimitHost host)
{
    /// <summary>How old the versions may be: QEMU can be upgraded without a restart of libvirt.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private Task<LimitHost?>? _asking;
    private long? _askedAt;
    private BoundedCalls? _givenUp;

    /// <summary>Block or Off.</summary>
    internal GuardPolicy Policy { get; private set; } = GuardRules.Auto(host);

    /// <summary>libvirt has told the versions. Where it could not be asked later, they are still those.</summary>
    internal bool IsKnown { get; private set; }

    /// <summary>Asks where that is due, and takes what was answered.</summary>
    /// <param name="isBack">libvirt may be another than before: it answers again.</param>
    /// <param name="wait">How long a question may have gone on for at most, before this comes back without its answer.</param>
    /// <returns>Whether the policy is another now.</returns>
    internal bool Follow(bool isBack, TimeSpan wait)
    {
        if (_asking is null && _givenUp is not { IsHanging: true }
            && (isBack || _askedAt is not { } asked || Stopwatch.GetElapsedTime(asked) >= (IsKnown ? Age : Guard.BetweenTries)))
        {
            _askedAt = Stopwatch.GetTimestamp();
            _asking = BackgroundThread.Ask(Ask, static () => null);
        }

        if (_asking is not { } asking)
        {
            return false;
        }

        TimeSpan left = wait - Stopwatch.GetElapsedTime(_askedAt!.Value);
        if (!asking.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            return false;
        }

        _asking = null;
        if (asking.Result is not { } known)
        {
            return false;
        }

        GuardPolicy before = Policy;
        Policy = GuardRules.Auto(known);
        IsKnown = true;
        return Policy != before;
    }

    /// <summary>The host with the versions; null where they could not be asked for.</summary>
    private LimitHost? Ask()
    {
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: true);
            return HypervisorVersions.With(host, hypervisor);
        }
        catch (HypervisorException exception)
        {
            _givenUp = exception.GivenUp;
            return null;
        }
    }
}
