namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpCheck => "Tells whether this host can run instances, and whether they can nest: the two answers, the chain from the CPU to /dev/kvm, the evidence and the remedy. Reads only; needs no root.";

    public override string HelpRole => "which question decides the exit status; default: host on bare metal, instance in a VM or a container";

    public override string HelpRootFolder => "judge a dumped tree (proc, sys, etc, lib/modules, run, dev) instead of this machine";

    public override string HelpEvidence => "judge from an evidence document and read nothing else";

    public override string HelpSaveEvidence => "write everything that was read to a new file (mode 0600)";

    public override string HelpReport => "write one redacted file for a bug report";

    public override string HelpCheckProve => "run an L1 that runs an L2 as well; what runs outweighs what was read";

    public override string HelpDeep => "ask slow sources too: what the initramfs image holds";

    public override string HelpNoVm => "never create a VM, not even where only that tells";

    public override string HelpVerbose => "with all evidence";

    public override string HelpExplain => "Prints the page of a finding: meaning, evidence, remedy, references. Without a code, lists all.";

    public override string HelpCompletion => "Prints the completion script for a shell. In bash, for example: source <(virt-nest completion bash)";

    public override string UnknownShell(string shell, string known) => $"no completion script for '{shell}', only for {known}";

    public override string CompletionHasNoJson => "completion prints a script for a shell; it has no JSON output";

    public override string CannotRead(string path, string why) => $"cannot read {path}: {why}";

    public override string CannotWrite(string path, string why) => $"cannot write {path}: {why}";

    public override string NotEvidence(string path, string why) => $"{path} is not an evidence document (at {why})";

    public override string TooLarge(string path, long mebibytes) => $"{path} is larger than {mebibytes} MiB";

    public override string FileExists(string path) => $"{path} exists already; it is not overwritten";

    public override string Written(string path) => $"written: {path}";

    public override string UnknownCode(string code) => $"unknown code '{code}'; virt-nest explain lists all";

    public override string NeedsOpenAt2 => "this kernel has no openat2 (Linux 5.6): gather evidence there and use --evidence";

    public override string ErrnoText(string name) => name switch { "ENOENT" => "no such file or folder", "EACCES" or "EPERM" => "permission denied", "ENOTDIR" => "not a folder", "EISDIR" => "is a folder", "ENOSPC" => "no space left", "EROFS" => "the file system is read-only", "EEXIST" => "exists already", "EINVAL" => "not a regular file", "ELOOP" => "too many links", "EAGAIN" => "another process holds it", "EADDRINUSE" => "the port is in use", "EADDRNOTAVAIL" => "this host does not have the address", "EAFNOSUPPORT" => "this host does not have this kind of address", _ => name };
}
