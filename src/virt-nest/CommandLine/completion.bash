# bash completion for virt-nest, as `virt-nest completion bash` prints it.
# shellcheck shell=bash

# A line holds the verbs in front (* for any); a verb, an option or the number of an argument;
# and what completes its value, behind = for an option. !--json is an option that is not taken there.
_virt_nest_rows='
@rows@
@common@
'

_virt_nest() {
    local raw=${COMP_WORDS[COMP_CWORD]} words=() word joins='' at='' option='' given=' ' ended='' count=1
    local where what value verbs='' options='' argument='' completes='' before='' typed candidates=() candidate
    COMPREPLY=()

    # "--role=host" and "qemu:///system" come in pieces, since = and : break words.
    for word in "${COMP_WORDS[@]:0:COMP_CWORD + 1}"; do
        if [[ $joins || (${#words[@]} -gt 1 && $word == +([=:])) ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        joins=''
        [[ $word != +([=:]) ]] || joins=1
    done
    [[ $raw != +([=:]) ]] || raw=''

    for word in "${words[@]:1:${#words[@]} - 2}"; do
        if [[ $option ]]; then
            option=''
        elif [[ ! $ended && $word == -- ]]; then
            ended=1
        elif [[ ! $ended && $word == -?* ]]; then
            given+="${word%%=*} "
            [[ $_virt_nest_rows != *$'\n'@("$at"|"*")"|$word|="* ]] || option=$word
        elif [[ $word == [a-z]* && $_virt_nest_rows == *$'\n'"$at|$word|"* ]]; then
            at+=${at:+ }$word
        else
            ((++count))
        fi
    done

    typed=${words[-1]}
    word=$typed
    if [[ ! $option && ! $ended && $typed == --*=* ]]; then
        option=${typed%%=*} before=${typed%%=*}= word=${typed#*=}
    fi
    while IFS='|' read -r where what value; do
        [[ $where == "$at" || $where == '*' ]] || continue
        case $what in
            '') ;;
            "$option") completes=${value#=} ;;
            !*) given+="${what#!} " ;;
            --*) [[ $given == *" $what "* ]] || options+=" $what" ;;
            "$count") argument=$value ;;
            [0-9]) ;;
            *) verbs+=" $what" ;;
        esac
    done <<<"$_virt_nest_rows"
    if [[ ! $option ]]; then
        completes=${argument:-$verbs}
        [[ $ended || ($completes && $word != -*) ]] || completes=$options
    fi

    case $completes in
        %file)
            compopt -o filenames 2>/dev/null
            mapfile -t candidates < <(compgen -f -- "$word")
            ;;
        %dir)
            compopt -o filenames 2>/dev/null
            mapfile -t candidates < <(compgen -d -- "$word")
            ;;
        %instance)
            # Names are foreign text: quoted, they are one harmless word of the command line.
            mapfile -t candidates < <(virsh -q list --all --name 2>/dev/null | while IFS= read -r what; do printf '%q\n' "$what"; done)
            ;;
        %code)
            mapfile -t candidates < <(virt-nest explain --lang en 2>/dev/null | sed -n 's/^\(VN[0-9]*\):.*/\1/p')
            word=${word^^}
            ;;
        *) read -ra candidates <<<"$completes" ;;
    esac
    for candidate in "${candidates[@]}"; do
        if [[ $candidate == "$word"* && $candidate != "''" ]]; then
            candidate=$before$candidate
            COMPREPLY+=("${candidate:${#typed} - ${#raw}}")
        fi
    done
}

complete -F _virt_nest virt-nest
