using System;
using System.Collections.Generic;
using System.Globalization;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1601 to VN1603: /dev/kvm exists, this user may open it, and it answers.</summary>
internal static class DeviceAccessCheck
{
    private const string Device = "/dev/kvm";

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        Reading stat = facts.Evidence["stat:" + Device];
        DeviceNode? node = DeviceNode.Of(facts.Evidence, Device);
        if (facts.KvmAnswered)
        {
            yield return new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Pass, Severity.Fail, Questions.RunsGuests, m => m.DeviceAnswers, [new("ioctl:KVM_GET_API_VERSION", "12")]);
            yield break;
        }

        if (node is null)
        {
            yield return facts.IsLive && stat.State == ReadingState.Absent
                ? new(FindingCode.DeviceNode, ChainLink.Device, Outcome.Fail, Severity.Fail, Questions.Both, m => m.DeviceMissing, [new("stat:" + Device, "ENOENT")],
                    new(null, m => facts.Layer.Container is not null ? m.InContainerRemedy : m.DeviceMissingRemedy))
                : new(FindingCode.DeviceNode, ChainLink.Device, Outcome.Unknown, Severity.Fail, facts.IsLive || facts.Layer.Container is not null ? Questions.RunsGuests : Questions.None, m => m.DeviceNotRead, [new("stat:" + Device, "-")]);
            yield break;
        }

        Witness seen = new("stat:" + Device, string.Create(CultureInfo.InvariantCulture, $"mode={node.Mode} uid={node.Uid} gid={node.Gid} rdev={node.Device}"));
        Reading open = facts.Kvm.Open;
        switch (open.State)
        {
            case ReadingState.Denied:
                bool byMode = open.Errno == LinuxErrno.EACCES;

                if (facts.MayRunWithoutExtension)
                {
                    yield return new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Unknown, Severity.Fail, Questions.RunsGuests, m => m.DeviceNotAsked(facts.Modules.Vendor ?? "kvm"), [seen]);
                }
                yield return new(FindingCode.DevicePermission, ChainLink.Device, Outcome.Fail, Severity.Warn, Questions.None,
                    m => byMode ? m.DeviceDenied : m.DeviceRefusedByCgroup, [seen, new("open:" + Device, LinuxErrno.Name(open.Errno)), .. Acl(facts)],
                    new(null, m => byMode ? m.DeviceDeniedRemedy(Group(facts, node)) : m.DeviceRefusedByCgroupRemedy));
                break;
            case ReadingState.Known when facts.Kvm.ApiVersion == 12:
                // A vendor module that we do not know, and no VM was made, or the kernel refused it.
                Reading vm = facts.Kvm.CreateVm;
                yield return vm.State is ReadingState.NotRead
                    ? new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Unknown, Severity.Fail, Questions.RunsGuests, m => m.DeviceAnswersUnproven(facts.Modules.Vendor ?? "kvm"), [seen, new("ioctl:KVM_GET_API_VERSION", "12")])
                    : new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Fail, Severity.Fail, Questions.Both, m => m.DeviceMakesNoVm, [seen, new("ioctl:KVM_CREATE_VM", LinuxErrno.Name(vm.Errno))]);
                break;
            case ReadingState.Known:
                yield return new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Fail, Severity.Fail, Questions.Both, m => m.DeviceAnswersOddly, [seen, new("ioctl:KVM_GET_API_VERSION", facts.Kvm.ApiVersion?.ToString(CultureInfo.InvariantCulture) ?? "-")]);
                break;
            case ReadingState.NotRead when facts.IsLive && facts.Modules.IsRegistered == false:
                yield return new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Fail, Severity.Fail, Questions.Both, m => m.DeviceWithoutDriver, [seen, new("/proc/misc", "no kvm")], new(null, m => m.DeviceMissingRemedy));
                break;
            case ReadingState.NotRead:
                yield return new(FindingCode.DeviceNode, ChainLink.Device, Outcome.Pass, Severity.Fail, Questions.None, m => m.DeviceSeen, [seen]);
                break;
            case ReadingState.Absent or ReadingState.Failed:
                yield return new(FindingCode.DeviceAnswer, ChainLink.Device, Outcome.Fail, Severity.Fail, Questions.Both, m => m.DeviceDoesNotOpen(LinuxErrno.Name(open.Errno)), [seen, new("open:" + Device, LinuxErrno.Name(open.Errno))], new(null, m => m.DeviceMissingRemedy));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    private static IEnumerable<Witness> Acl(HostFacts facts) =>
        facts.Evidence["acl:" + Device].Value is { Length: > 0 } acl ? [new("acl:" + Device, acl.Replace('\n', ' '))] : [];

    /// <summary>The name of the group that may open the node, where /etc/group says it; its number otherwise.</summary>
    private static string Group(HostFacts facts, DeviceNode node)
    {
        string number = node.Gid.ToString(CultureInfo.InvariantCulture);
        return facts.Evidence["/etc/group"].Value?.Split(' ') is ["kvm", var gid] && gid == number ? "kvm" : node.Gid == 0 ? "root" : number;
    }
}
