# bash completion for virt-nest(8): the commands and options of its command tables.
# shellcheck shell=bash

_virt_nest() {
    local current=${COMP_WORDS[COMP_CWORD]} previous='' verb='' below='' word i
    local common='--json --lang --color --help --version'
    COMPREPLY=()

    # "--role=ho" comes as three words, since = breaks words.
    if [[ $current == = ]]; then
        current=''
        previous=${COMP_WORDS[COMP_CWORD - 1]}
    elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    elif ((COMP_CWORD > 0)); then
        previous=${COMP_WORDS[COMP_CWORD - 1]}
    fi

    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $verb,$word in
            ,check | ,prove | ,enable | ,disable | ,undo | ,plan | ,apply | ,limits | ,top | ,export | ,explain)
                verb=$word
                break
                ;;
            ,instance | ,guard)
                verb=$word
                ;;
            guard,hook)
                verb='guard hook'
                ;;
            guard,run | guard,status | guard,release)
                below=$word
                break
                ;;
            'guard hook',install | 'guard hook',remove | 'guard hook',run)
                below=$word
                break
                ;;
            instance,list | instance,check | instance,enable | instance,disable | instance,undo)
                below=$word
                break
                ;;
        esac
    done

    case $previous in
        --lang) _virt_nest_words 'en zh-CN' "$current"; return ;;
        --color) _virt_nest_words 'auto always never' "$current"; return ;;
        --role) _virt_nest_words 'host instance' "$current"; return ;;
        --only) _virt_nest_words 'running boot' "$current"; return ;;
        --sort) _virt_nest_words 'running name exposed used rate since pid source' "$current"; return ;;
        --root | --debugfs)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return
            ;;
        --mode) _virt_nest_words 'host-passthrough host-model keep' "$current"; return ;;
        --extension) _virt_nest_words 'vmx svm' "$current"; return ;;
        --evidence | --save-evidence | --report | --xml | --former | --file | --to | --proof | --textfile)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
            ;;
        --connect) _virt_nest_words 'qemu:///system qemu:///session' "$current"; return ;;
        --exits | --l2-loop | --deadline | --timeout | --match | --interval | --filter | --listen | --most-instances) return ;;
    esac

    case $verb in
        check)
            _virt_nest_words "--role --prove --root --evidence --save-evidence --report --deep --no-vm --verbose $common" "$current"
            ;;
        prove)
            _virt_nest_words "--role --exits --l2-loop --state --deadline $common" "$current"
            ;;
        enable)
            _virt_nest_words "--dry-run --yes --only --at-idle --timeout --override-mitigation $common" "$current"
            ;;
        disable)
            _virt_nest_words "--dry-run --yes --only --at-idle --timeout $common" "$current"
            ;;
        undo)
            _virt_nest_words "--dry-run --yes --at-idle --timeout --cut-off $common" "$current"
            ;;
        plan)
            _virt_nest_words "enable disable --only --override-mitigation $common" "$current"
            ;;
        apply)
            if [[ $current == -* ]]; then
                _virt_nest_words "--dry-run --yes --at-idle --timeout $common" "$current"
            else
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$current")
            fi
            ;;
        instance)
            local change='--even-if-managed --dry-run --connect --now --timeout --force-off --no-agent --ask-qemu --all --match --file --yes'
            case $below,$current in
                list,*)
                    _virt_nest_words "--connect --inside --ask-qemu $common" "$current"
                    ;;
                check,-*)
                    _virt_nest_words "--connect --no-agent --ask-qemu --verbose $common" "$current"
                    ;;
                enable,-*)
                    _virt_nest_words "--xml --mode --extension --drop-conflicts $change $common" "$current"
                    ;;
                disable,-*)
                    _virt_nest_words "--xml --former --extension $change $common" "$current"
                    ;;
                undo,-*)
                    _virt_nest_words "$change $common" "$current"
                    ;;
                ,*)
                    _virt_nest_words "list check enable disable undo $common" "$current"
                    ;;
                *)
                    _virt_nest_words "$(virsh -q list --all --name 2>/dev/null)" "$current"
                    ;;
            esac
            ;;
        limits)
            if [[ $current == -* ]]; then
                _virt_nest_words "--connect --to --proof --ask-qemu $common" "$current"
            else
                _virt_nest_words "$(virsh -q list --all --name 2>/dev/null)" "$current"
            fi
            ;;
        guard)
            case $below in
                run) _virt_nest_words "--config --connect --debugfs $common" "$current" ;;
                status) _virt_nest_words "--config --connect $common" "$current" ;;
                release) _virt_nest_words "--unless-closed --config --connect $common" "$current" ;;
                *) _virt_nest_words "run status release hook $common" "$current" ;;
            esac
            ;;
        'guard hook')
            case $below in
                install) _virt_nest_words "--allow-host-passthrough --dry-run --yes $common" "$current" ;;
                remove) _virt_nest_words "--dry-run --yes $common" "$current" ;;
                run) _virt_nest_words "--allow-host-passthrough --evidence $common" "$current" ;;
                *) _virt_nest_words "install remove run $common" "$current" ;;
            esac
            ;;
        top)
            _virt_nest_words "--once --interval --sort --filter --connect --ask-qemu --debugfs $common" "$current"
            ;;
        export)
            _virt_nest_words "--textfile --listen --interval --most-instances --connect --ask-qemu --debugfs $common" "$current"
            ;;
        explain)
            if [[ $current == -* ]]; then
                _virt_nest_words "$common" "$current"
            else
                _virt_nest_words "$(virt-nest explain --lang en 2>/dev/null | cut -d : -f 1)" "${current^^}"
            fi
            ;;
        *)
            _virt_nest_words "check prove enable disable undo plan apply instance limits guard top export explain $common" "$current"
            ;;
    esac
}

# Sets COMPREPLY to those of the words that begin with what was typed.
_virt_nest_words() { # WORDS TYPED
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

complete -F _virt_nest virt-nest
