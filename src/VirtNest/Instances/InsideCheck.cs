using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>VN2301, VN2302, VN2401: what the instance says of itself. It may lie: its yes makes nothing true, and its no is believed,
/// since it harms only itself.</summary>
internal static class InsideCheck
{
    internal static IEnumerable<Finding> Run(InstanceFacts facts)
    {
        if (!facts.Reading.State.IsActive())
        {
            yield break;
        }

        InsideReading inside = facts.Reading.Inside;
        if (inside.HasExtension is not { } has)
        {
            yield return Finding.Unknown(FindingCode.InstanceInside, InsideNotLooked(inside.State, inside.Why ?? ""), [])
                with { Decides = Questions.None };
            yield break;
        }

        Witness[] flags = [new("/proc/cpuinfo (guest agent)", Flags(inside))];
        if (facts.InsideAgrees == false)
        {
            yield return Finding.Fail(FindingCode.InstanceInsideDisagrees, InsideContradicts(has), flags,
                new(null, has ? InsideLiesRemedy : InsideHiddenRemedy));
            yield break;
        }

        yield return has
            ? Finding.Pass(FindingCode.InstanceInside, InsideShows(Flags(inside)), flags)
            : Finding.Fail(FindingCode.InstanceInside,
                new("the inside says that its CPU has neither vmx nor svm", "内部称其 CPU 既没有 vmx 也没有 svm"), flags);
        if (has && inside.Module is { } module)
        {
            yield return inside.Nested is { } nested
                ? Finding.Pass(FindingCode.InstanceModule, InsideModuleLoaded(module, nested),
                    [new($"/sys/module/{module}/parameters/nested (guest agent)", nested)])
                : Finding.Fail(FindingCode.InstanceModule, new($"{module} is not in its kernel", $"其内核中没有 {module}"),
                    [new($"/sys/module/{module} (guest agent)", "-")], new(null, InsideModuleRemedy(module)));
        }
    }

    private static string Flags(InsideReading inside) => (inside.HasVmx, inside.HasSvm) switch
    {
        (true, true) => "vmx svm",
        (true, _) => "vmx",
        (_, true) => "svm",
        _ => "-",
    };

    /// <summary>The word of a state in JSON.</summary>
    internal static string Why(InsideState state) => EnumWord.Of(state);

    private static Sentence InsideNotLooked(InsideState state, string words) =>
        new Sentence("not looked inside, because ", "没有查看内部：") + state switch
        {
            InsideState.NotAsked => new("it was not asked for", "没有要求"),
            InsideState.NotRunning => new("it does not run", "它没有运行"),
            InsideState.NoAgent => new("its guest agent does not answer", "其来宾代理没有回应"),
            InsideState.Refused => new($"its guest agent does not let files be read ({words})", $"其来宾代理不允许读取文件（{words}）"),
            InsideState.Malformed => new("the answer of its guest agent cannot be understood", "其来宾代理的回答无法理解"),
            InsideState.Read or InsideState.NotPassedOn =>
                new Sentence($"libvirt did not pass the question on ({words})", $"libvirt 没有转达（{words}）"),
        };

    private static Sentence InsideShows(string flags) => new($"the inside says that its CPU has {flags}", $"内部称其 CPU 具有 {flags}");

    private static Sentence InsideContradicts(bool inside) => inside
        ? new("the inside says that its CPU has the extension; from outside it has not", "内部称其 CPU 具有该扩展；从外部看没有")
        : new("the inside says that its CPU does not have the extension; from outside it has", "内部称其 CPU 没有该扩展；从外部看有");

    private static Sentence InsideHiddenRemedy => new(
        "The guest's kernel hides it: look at its command line (clearcpuid=), at its own hypervisor if it has one, and whether it is the "
            + "instance that you mean.",
        "来宾内核将其隐藏：请查看其命令行（clearcpuid=），以及这是否就是您所指的实例。");
    private static Sentence InsideLiesRemedy => new(
        "What the inside says is not believed against what is seen from outside. Where the outside may err, `--ask-qemu` has QEMU's own "
            + "word.",
        "内部的说法与外部所见不符时不予采信。若怀疑外部有误，`--ask-qemu` 可得到 QEMU 自己的说法。");
    private static Sentence InsideModuleLoaded(string module, string nested) =>
        new($"{module} is in its kernel (nested={nested})", $"其内核中有 {module}（nested={nested}）");
    private static Sentence InsideModuleRemedy(string module) => new(
        $"Inside the instance: sudo modprobe {module}; where that fails, `virt-nest check` there tells why.",
        $"在实例内部：sudo modprobe {module}；若失败，在那里运行 `virt-nest check` 可得知原因。");
}
