namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpGuardHook => "A libvirt hook for the receiving side: refuses an instance that needs nesting where this host does not offer it.";

    public override string HelpHookInstall => "Puts the hook beside those that are there: shows the file, asks, writes it.";

    public override string HelpHookRemove => "Takes the hook away: what virt-nest wrote, and nothing else.";

    public override string HelpHookRun => "What the hook calls: decides on one instance, whose XML is on standard input. 1 refuses it.";

    public override string HelpHookAllow => "let instances in that take over the host's CPU (host-passthrough, maximum) without a word about the extension, whatever their memory holds";

    public override string HelpHookEvidence => "judge this host from an evidence document and read nothing else";

    public override string HelpHookDryRun => "show what would change and change nothing";

    public override string HookRefusesRequired(ArrivalWords how, string name, string feature, string lack) =>
        $"{How(how)} of the instance {name} is refused: its definition requires {feature}, and this host does not offer it: {lack}.";

    public override string HookRefusesFollowing(ArrivalWords how, string name, string lack) =>
        $"{How(how)} of the instance {name} is refused: it takes over its host's CPU, and this host does not offer nested virtualization: {lack}. An instance that runs nested in it would be killed without a word.";

    public override string HookLackNested(string module, string value) => $"nested is {value} in {module}";

    public override string HookLackOffer(string feature) => $"KVM does not offer {feature} to instances";

    public override string HookLackVendor(string feature, string own) => $"its processor has {own} and not {feature}";

    public override string HookRemedyCommand(string command) => $"To switch it on here: \"{command}\".";

    public override string HookRemedyCheck => "\"virt-nest check\" on this host tells why.";

    public override string HookRemedyAllow => "If nothing runs nested in it: \"virt-nest guard hook install --allow-host-passthrough\" on this host lets such instances in.";

    public override string HookCannotTell(string name) => $"whether this host offers nested virtualization could not be told; the instance {name} is let in";

    public override string HookLetsIn(string why) => $"{why}; the instance is let in";

    public override string HookInstallTitle => "A hook of libvirt that refuses instances which need nesting where this host does not offer it.";

    public override string HookRemoveTitle => "Take the hook of libvirt away.";

    public override string HookThere(string path) => $"The hook is there already: {path}. Nothing was changed.";

    public override string HookNotThere => "There is no hook of virt-nest. Nothing was changed.";

    public override string HookMode(string path) => $"{path} is whole, but nobody may execute it: its mode becomes 0755.";

    public override string HookInstalled(string path) => $"Done: {path}. \"virt-nest guard hook remove\" takes it away.";

    public override string HookRemoved => "Done: the hook is gone.";

    public override string HookFailed(string path, string why) => $"{path}: {why}. What was there is still there.";

    public override string HookForeign(string path) => $"{path} is there, and virt-nest did not write it.";

    public override string HookChanged(string path) => $"{path} has been changed since virt-nest wrote it; that would be lost. Move it away first. What is different:";

    public override string HookIsLink(string path) => $"{path} is a symbolic link, which is not followed.";

    public override string HookIsOther(string path) => $"{path} is not what it should be: a folder for hooks, or a file that is a hook.";

    public override string HookUnreadable(string path, string why) => $"{path} could not be looked at: {why}.";

    public override string HookOnlyOne(string path) => $"libvirt before 6.5.0 runs one hook, and {path} is there already. This line in it does the same, if it is a shell script that does not read its standard input itself:";

    public override string HookProgramNotSafe(string path) => $"libvirt would run virt-nest as root, and others than root may change {path}. Put the program where only root may write, such as /usr/bin, and run it from there.";

    public override string HookProgramName(string path) => $"the path of virt-nest cannot be written into a script: {path}";

    public override string HookNoteReload(string? command) =>
        $"A libvirt that runs already looks for new hooks only when it is started or reloaded; instances go on meanwhile: {command ?? "restart libvirtd or virtqemud"}";

    public override string HookNoteLibvirtUnknown => "No libvirt was found here. The hook is written for libvirt 6.5.0 and later.";

    public override string HookNoteConfined(string profile, string program) =>
        $"AppArmor ({profile}) lets libvirt run programs of /usr/bin and /usr/sbin, not {program}: the hook would let everything in. Install virt-nest in /usr/bin and run this again from there.";

    public override string HookNoteNotOffered =>
        "This host does not offer nesting now: until it does, an instance with the host's CPU that was saved here is not restored either, at a boot too. --allow-host-passthrough lets such instances in.";

    private static string How(ArrivalWords how) => how switch
    {
        ArrivalWords.Start => "the start",
        ArrivalWords.Restore => "the restore",
        ArrivalWords.Migration => "the migration",
    };
}
