using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>What the inside of an instance, and the QEMU around it, say. Both questions taint the domain in libvirt's log, and need the
/// right to write.</summary>
internal sealed partial class Hypervisor
{
    /// <summary>How long libvirt waits for one answer of an agent, in seconds. A guest that swaps answers late; one that hangs never
    /// does.</summary>
    private const int AgentSeconds = 5;

    private static readonly TimeSpan AgentLimit = TimeSpan.FromSeconds((2 * AgentSeconds) + 10);

    /// <summary>Reads what an instance says of its CPU and its kvm module, through its guest agent. Never throws: what does not work is a
    /// state.</summary>
    /// <param name="domain">A running domain.</param>
    internal InsideReading Inside(Domain domain)
    {
        try
        {
            if (Read(domain, "/proc/cpuinfo", out InsideReading? problem) is not { } cpuinfo)
            {
                return problem!;
            }

            InsideReading inside = InsideReading.OfCpuInfo(cpuinfo);
            return inside.Module is null ? inside
                : inside with { Nested = Read(domain, $"/sys/module/{inside.Module}/parameters/nested", out _)?.Trim() };
        }
        catch (HypervisorException exception)
        {
            return new(exception.Failure.Kind == LibvirtFailureKind.AgentSilent ? InsideState.NoAgent : InsideState.NotPassedOn,
                exception.Failure.Message);
        }
    }

    /// <summary>Asks QEMU whether its first vCPU has an extension: the one witness that needs no guest and knows host-passthrough. Null
    /// where QEMU's answer is none.</summary>
    /// <param name="domain">A running domain.</param>
    /// <param name="property">"svm" or "vmx".</param>
    internal bool? QemuProperty(Domain domain, string property)
    {
        byte[] cpus =
            Ask("virDomainQemuMonitorCommand", AfterLock, () => LibvirtQemu.MonitorCommand(domain.Handle, MonitorAnswer.ListCommand));
        return MonitorAnswer.FirstPath(cpus) is { } path
            ? MonitorAnswer.Flag(
                Ask("virDomainQemuMonitorCommand", AfterLock,
                    () => LibvirtQemu.MonitorCommand(domain.Handle, MonitorAnswer.PropertyCommand(path, property))))
            : null;
    }

    /// <summary>The beginning of a file inside; null with the problem, which is Refused where the agent says so itself (a missing file
    /// too).</summary>
    private string? Read(Domain domain, string path, out InsideReading? problem)
    {
        problem = null;
        byte[] opened;
        try
        {
            opened = Agent(domain, AgentAnswer.OpenCommand(path));
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.Refused)
        {
            // libvirt hands on an error of the agent's own as an internal error with the agent's words.
            problem = new(InsideState.Refused, exception.Failure.Message);
            return null;
        }

        if (AgentAnswer.Handle(opened) is not { } handle)
        {
            problem = new(InsideState.Malformed);
            return null;
        }

        string? text = AgentAnswer.Text(Agent(domain, AgentAnswer.ReadCommand(handle)));
        _ = Agent(domain, AgentAnswer.CloseCommand(handle));
        problem = text is null ? new(InsideState.Malformed) : null;
        return text;
    }

    private byte[] Agent(Domain domain, string command) =>
        Ask("virDomainQemuAgentCommand", AgentLimit, () => LibvirtQemu.AgentCommand(domain.Handle, command, AgentSeconds));
}
