# fish completion for virt-nest(8): the commands and options of its command tables.

set -l commands check prove enable disable undo plan apply instance limits guard top export explain
set -l changes enable disable undo apply

function __virt_nest_codes
    # "VN1001: title", in Chinese with a wide colon.
    virt-nest explain 2>/dev/null | string replace -r '[:：]\s*' \t
end

complete -c virt-nest -f
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a check -d 'Tell whether this host can run instances, and whether they can nest'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a prove -d 'Run a tiny L1 that itself runs a tiny L2'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a enable -d 'Switch nested virtualization on'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a disable -d 'Switch nested virtualization off'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a undo -d 'Take the last change back'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a plan -d 'Print the plan of a change as JSON'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a apply -d 'Apply a plan that was printed'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a instance -d 'Give nesting to an instance and take it away'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a limits -d 'Tell what a live L2 forbids to an instance'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a guard -d 'Guard instances in which a nested one runs'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a top -d 'Show who runs an L2'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a export -d 'Print metrics for Prometheus'
complete -c virt-nest -n "not __fish_seen_subcommand_from $commands" -a explain -d 'Print the page of a finding'

# Every command.
complete -c virt-nest -l json -d 'One JSON document on standard output'
complete -c virt-nest -l lang -x -a 'en zh-CN' -d 'Language of the text'
complete -c virt-nest -l color -x -a 'auto always never' -d Colour
complete -c virt-nest -s h -l help -d 'Show help'
complete -c virt-nest -l version -d 'Show the version'

# check
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l role -x -a 'host instance' -d 'Which question decides the exit status'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l prove -d 'Run an L1 that runs an L2 as well'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l root -x -a '(__fish_complete_directories)' -d 'Judge a dumped tree instead of this machine'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l evidence -r -F -d 'Judge from an evidence document and read nothing else'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l save-evidence -r -F -d 'Write everything that was read to a new file'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l report -r -F -d 'Write one redacted file for a bug report'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l deep -d 'Ask slow sources too: what the initramfs image holds'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l no-vm -d 'Never create a VM, not even where only that tells'
complete -c virt-nest -n '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from instance' -l verbose -d 'With all evidence'

# prove
complete -c virt-nest -n '__fish_seen_subcommand_from prove' -l role -x -a 'host instance' -d 'What the exit status answers'
complete -c virt-nest -n '__fish_seen_subcommand_from prove' -l exits -x -d 'Also measure what exits cost, with N of each kind'
complete -c virt-nest -n '__fish_seen_subcommand_from prove' -l l2-loop -x -d 'Also keep an L2 running for that many seconds'
complete -c virt-nest -n '__fish_seen_subcommand_from prove' -l state -d 'Also save the state with a live L2 and go on in a new VM'
complete -c virt-nest -n '__fish_seen_subcommand_from prove' -l deadline -x -d 'Give up after that many seconds (default 30)'

# enable, disable, undo, apply; `plan enable` and `instance enable` take none of these
complete -c virt-nest -n "__fish_seen_subcommand_from $changes; and not __fish_seen_subcommand_from plan instance" -l dry-run -d 'Show the plan and change nothing'
complete -c virt-nest -n "__fish_seen_subcommand_from $changes; and not __fish_seen_subcommand_from plan instance" -l yes -d 'Do not ask'
complete -c virt-nest -n "__fish_seen_subcommand_from $changes; and not __fish_seen_subcommand_from plan instance" -l at-idle -d 'Wait until nothing uses the module, then go on'
complete -c virt-nest -n "__fish_seen_subcommand_from $changes; and not __fish_seen_subcommand_from plan instance" -l timeout -x -d 'How long --at-idle waits (default 3600)'
complete -c virt-nest -n '__fish_seen_subcommand_from undo; and not __fish_seen_subcommand_from instance' -l cut-off -d 'Only keep or take back a change that was cut off'
complete -c virt-nest -n '__fish_seen_subcommand_from enable disable plan; and not __fish_seen_subcommand_from instance' -l only -x -a 'running boot' -d 'The running module, or what later loads and boots obey'
complete -c virt-nest -n '__fish_seen_subcommand_from enable plan; and not __fish_seen_subcommand_from instance' -l override-mitigation -d 'Change lines too that stand against nesting on purpose'
complete -c virt-nest -n '__fish_seen_subcommand_from plan; and not __fish_seen_subcommand_from enable disable' -a 'enable disable' -d 'What the plan is for'
complete -c virt-nest -n '__fish_seen_subcommand_from apply' -F

# instance
set -l instance '__fish_seen_subcommand_from instance'
set -l verbs list check enable disable undo
set -l edits enable disable
set -l alters enable disable undo
complete -c virt-nest -n "$instance; and not __fish_seen_subcommand_from $verbs" -a list -d 'List the instances of a libvirt connection'
complete -c virt-nest -n "$instance; and not __fish_seen_subcommand_from $verbs" -a check -d 'Follow the chain of one instance'
complete -c virt-nest -n "$instance; and not __fish_seen_subcommand_from $verbs" -a undo -d 'Put the former definition back'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from check $alters" -a '(virsh -q list --all --name 2>/dev/null)'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $verbs" -l connect -x -a 'qemu:///system qemu:///session' -d 'The libvirt connection'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $verbs" -l ask-qemu -d 'Also ask QEMU whether its CPU has the extension'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from list" -l inside -d 'Also ask the guest agents'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from check $alters" -l no-agent -d 'Do not ask the guest agent'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from check" -l verbose -d 'With all evidence'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l now -d 'Shut a running instance down and start it'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l timeout -x -d 'How long the guest may take (default 120)'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l force-off -d 'Cut the power of a guest that does not shut down'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l all -d 'All instances of the connection'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l match -x -d 'Instances whose names fit a pattern'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l file -r -F -d 'Instances named in a file'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l yes -d 'Needed to shut many instances down'
complete -c virt-nest -n "$instance; and not __fish_seen_subcommand_from $verbs" -a enable -d 'Ask for nesting in the definition of an instance'
complete -c virt-nest -n "$instance; and not __fish_seen_subcommand_from $verbs" -a disable -d 'Take nesting out of the definition of an instance'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $edits" -l xml -r -F -d 'Edit domain XML from a file, or - for standard input'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $edits" -l extension -x -a 'vmx svm' -d 'Which extension'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l even-if-managed -d 'Edit an instance that another program manages'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from $alters" -l dry-run -d 'Print what would change as a unified diff'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from enable" -l mode -x -a 'host-passthrough host-model keep' -d 'Where the CPU comes from'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from enable" -l drop-conflicts -d 'Drop what cannot stand beside the new mode'
complete -c virt-nest -n "$instance; and __fish_seen_subcommand_from disable" -l former -r -F -d 'The XML as it was before enable'

# limits
complete -c virt-nest -n '__fish_seen_subcommand_from limits' -a '(virsh -q list --all --name 2>/dev/null)'
complete -c virt-nest -n '__fish_seen_subcommand_from limits' -l connect -x -a 'qemu:///system qemu:///session' -d 'The libvirt connection'
complete -c virt-nest -n '__fish_seen_subcommand_from limits' -l to -r -F -d 'Evidence document of a host that shall take the instance'
complete -c virt-nest -n '__fish_seen_subcommand_from limits' -l proof -r -F -d 'Document of prove --state --json, run on this host'
complete -c virt-nest -n '__fish_seen_subcommand_from limits' -l ask-qemu -d 'Also ask QEMU whether its CPU has the extension'
# guard
set -l hook '__fish_seen_subcommand_from guard; and __fish_seen_subcommand_from hook'
set -l hooks install remove run
set -l guards run status release hook
complete -c virt-nest -n "__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from $guards" -a run -d 'Guard instances while a nested one runs in them'
complete -c virt-nest -n "__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from $guards" -a status -d 'Tell which instances are blocked'
complete -c virt-nest -n "__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from $guards" -a release -d 'Take away the blockers that a guard has left'
complete -c virt-nest -n "__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from $guards" -a hook -d 'The hook that refuses instances on the receiving side'
set -l setup '__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from hook; and __fish_seen_subcommand_from run status release'
complete -c virt-nest -n "$setup" -l config -r -F -d 'The configuration'
complete -c virt-nest -n "$setup" -l connect -x -a 'qemu:///system qemu:///session' -d 'The libvirt connection'
complete -c virt-nest -n '__fish_seen_subcommand_from guard; and not __fish_seen_subcommand_from hook; and __fish_seen_subcommand_from run' -l debugfs -r -F -d 'Where the kernel counts'
complete -c virt-nest -n '__fish_seen_subcommand_from guard; and __fish_seen_subcommand_from release' -l unless-closed -d 'Do nothing where on-failure = closed'
complete -c virt-nest -n "$hook; and not __fish_seen_subcommand_from $hooks" -a install -d 'Put the hook beside those that are there'
complete -c virt-nest -n "$hook; and not __fish_seen_subcommand_from $hooks" -a remove -d 'Take the hook away'
complete -c virt-nest -n "$hook; and not __fish_seen_subcommand_from $hooks" -a run -d 'What the hook calls'
complete -c virt-nest -n "$hook; and __fish_seen_subcommand_from install run" -l allow-host-passthrough -d 'Let instances with the host\'s CPU in'
complete -c virt-nest -n "$hook; and __fish_seen_subcommand_from install remove" -l dry-run -d 'Show what would change and change nothing'
complete -c virt-nest -n "$hook; and __fish_seen_subcommand_from install remove" -l yes -d 'Do not ask'
complete -c virt-nest -n "$hook; and __fish_seen_subcommand_from run" -l evidence -r -F -d 'Judge this host from an evidence document'
# top
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l once -d 'Look twice, print one table and end'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l interval -x -d 'Seconds between two looks (default 1)'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l sort -x -a 'running name exposed used rate since pid source' -d 'What comes first'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l filter -x -d 'Only instances with this in their name'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l connect -x -a 'qemu:///system qemu:///session' -d 'The libvirt connection'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l ask-qemu -d 'Where libvirt does not count, ask QEMU through it'
complete -c virt-nest -n '__fish_seen_subcommand_from top' -l debugfs -x -a '(__fish_complete_directories)' -d "Where the kernel's counts are"

# export
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l textfile -r -F -d 'Write them to a file for node_exporter'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l listen -x -d 'Serve /metrics over HTTP: PORT or ADDRESS:PORT'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l interval -x -d 'Write the file again, or take a sample, that often'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l most-instances -x -d 'How many instances have series of their own'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l connect -x -a 'qemu:///system qemu:///session' -d 'The libvirt connection'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l ask-qemu -d 'Also ask QEMU where libvirt has no counts'
complete -c virt-nest -n '__fish_seen_subcommand_from export' -l debugfs -x -a '(__fish_complete_directories)' -d 'Where the kernel counts'

# explain
complete -c virt-nest -n '__fish_seen_subcommand_from explain' -a '(__virt_nest_codes)'
