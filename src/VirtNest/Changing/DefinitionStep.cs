using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The persistent definition of an instance becomes another: libvirt's domain XML, of which only &lt;cpu&gt; differs. Its
/// verification: libvirt's own form of it asks for the same and has lost nothing. Its undo: the former &lt;cpu&gt;, unless somebody has
/// changed it since; what others have edited elsewhere stays.</summary>
/// <param name="Connection">libvirt's URI of the connection, in full.</param>
/// <param name="Id">The instance.</param>
/// <param name="Instance">Its name then; foreign text.</param>
/// <param name="Before">The definition that it must still have when the step begins. In the journal with its secrets (passwords of VNC
/// and SPICE), elsewhere without.</param>
/// <param name="After">The definition that it gets.</param>
public sealed record DefinitionStep(string Connection, Guid Id, string Instance, byte[] Before, byte[] After) : ChangeStep
{
    /// <inheritdoc/>
    public override Sentence Name => Change(Printable.Sanitise(Instance));

    /// <inheritdoc/>
    public override Sentence Check => new(
        "libvirt's own form of the definition: it asks for the same, and has lost nothing",
        "libvirt 保存后的定义：要求相同，且没有丢失内容");

    /// <inheritdoc/>
    public override Sentence WayBack => new("the former <cpu>", "恢复原来的 <cpu>");

    private static Sentence Change(string name) => new($"Change the definition of {name}", $"修改 {name} 的定义");
}

/// <summary>An instance is shut down (its agent, then its power button) and started, so that its definition takes effect. Its
/// verification: it runs, and what it has then is looked at. Its undo: where it does not run it is started.</summary>
/// <param name="Connection">libvirt's URI of the connection, in full.</param>
/// <param name="Id">The instance.</param>
/// <param name="Instance">Its name then; foreign text.</param>
/// <param name="Seconds">How long the guest may take to shut down.</param>
/// <param name="ForcesOff">A guest that does not shut down in time is ended as if its power was cut.</param>
public sealed record RestartStep(string Connection, Guid Id, string Instance, int Seconds, bool ForcesOff) : ChangeStep
{
    /// <inheritdoc/>
    public override bool FollowsOthers => true;

    /// <inheritdoc/>
    public override Sentence Name => Restart(Printable.Sanitise(Instance));

    /// <inheritdoc/>
    public override Sentence Check => new("it runs, and what it has then is looked at", "实例已运行，并查看其此时具备的扩展");

    /// <inheritdoc/>
    public override Sentence WayBack => new("starting it, where it does not run", "若未运行则将其启动");

    private Sentence Restart(string name) => ForcesOff
        ? new($"Shut {name} down, after {Seconds} s by force, and start it", $"将 {name} 关机（{Seconds} 秒后强制断电），再启动")
        : new($"Shut {name} down and start it", $"将 {name} 关机，再启动");
}
