# fish completion for virt-nest, as `virt-nest completion fish` prints it.

function __virt_nest_codes
    # "VN1001: title", in Chinese with a wide colon.
    virt-nest explain 2>/dev/null | string match 'VN*' | string replace -r '[:：]\s*' \t
end

function __virt_nest_at -a path number -d 'Whether these verbs, and then the argument of this number, are at the cursor'
    set -l verbs @verbs@
    set -l takes @takes@
    set -l at
    set -l count 1
    set -l option
    set -l ended
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            set option
        else if test -z "$ended"; and string match -q -- '-?*' $word
            test $word != --; or set ended 1
            not contains -- $word $takes; or set option $word
        else if contains -- (string join ' ' -- $at $word) $verbs
            set -a at $word
        else
            set count (math $count + 1)
        end
    end
    test "$at" = "$path"; and contains -- "$number" '' $count
end

complete -c virt-nest -f
@common@
@rows@
