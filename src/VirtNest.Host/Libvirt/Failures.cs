using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>What libvirt's error numbers mean for us.</summary>
internal static class Failures
{
    internal static LibvirtFailure Of(LibvirtException exception) =>
        new(Kind(exception), exception.Call, exception.Code, exception.Domain, exception.Message);

    /// <summary>What becomes of a call that has no thread.</summary>
    /// <param name="call">The call.</param>
    internal static LibvirtFailure Lack(string call) =>
        new(LibvirtFailureKind.NotReached, call, 0, 0, $"pthread_create: {LinuxErrno.Name(LinuxErrno.EAGAIN)}");

    private static LibvirtFailureKind Kind(LibvirtException exception) => exception.Code switch
    {
        VirError.VIR_ERR_NO_DOMAIN => LibvirtFailureKind.NoDomain,
        VirError.VIR_ERR_OPERATION_DENIED or VirError.VIR_ERR_ACCESS_DENIED or VirError.VIR_ERR_AUTH_FAILED
            or VirError.VIR_ERR_AUTH_CANCELLED =>
            LibvirtFailureKind.Denied,
        VirError.VIR_ERR_NO_SUPPORT or VirError.VIR_ERR_ARGUMENT_UNSUPPORTED => LibvirtFailureKind.Unsupported,
        VirError.VIR_ERR_AGENT_UNRESPONSIVE or VirError.VIR_ERR_AGENT_UNSYNCED => LibvirtFailureKind.AgentSilent,
        VirError.VIR_ERR_OPERATION_TIMEOUT => LibvirtFailureKind.Locked,
        _ when exception.Call == "virConnectOpenAuth" => LibvirtFailureKind.NotReached,
        VirError.VIR_ERR_RPC or VirError.VIR_ERR_INVALID_CONN or VirError.VIR_ERR_NO_CONNECT => LibvirtFailureKind.NoAnswer,

        // A daemon that goes away in the middle of a call: the client reads the end of its socket (VIR_FROM_RPC).
        VirError.VIR_ERR_SYSTEM_ERROR or VirError.VIR_ERR_INTERNAL_ERROR when exception.Domain == VirError.VIR_FROM_RPC =>
            LibvirtFailureKind.NoAnswer,
        _ => LibvirtFailureKind.Refused,
    };
}
