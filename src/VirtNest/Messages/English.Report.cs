namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string LinkHost => "host";

    public override string LinkDefinition => "definition";

    public override string LinkProcess => "process";

    public override string LinkInside => "inside";

    public override string LinkInsideModule => "kvm inside";

    public override string NothingToDo => "Nested virtualization is on here: there is nothing to do.";

    public override string OnWithWarnings => "Nested virtualization is on here; see the warnings below.";

    public override string RunsGuestsQuestion => "Can this host run instances of its own?";

    public override string GuestsCanNestQuestion => "Can its instances run instances of their own?";

    public override string AnswerYes => "yes";

    public override string AnswerNo => "no";

    public override string AnswerUnknown => "could not tell";

    public override string LinkCpu => "CPU";

    public override string LinkFirmware => "firmware";

    public override string LinkHypervisor => "below";

    public override string LinkKernel => "kernel";

    public override string LinkModule => "module";

    public override string LinkNested => "nested";

    public override string LinkDevice => "/dev/kvm";

    public override string LinkOffer => "offered";

    public override string LinkProof => "proof";

    public override string ToDo => "What to do";

    public override string MoreByExplain(string code) => $"More: virt-nest explain {code}";

    public override string AllEvidence => "All evidence";

    public override string ReadingNotRead => "not read";

    public override string ReadingAbsent => "does not exist";

    public override string ReadingDenied(string errno) => $"denied ({errno})";

    public override string ReadingFailed(string errno) => $"failed ({errno})";
}
