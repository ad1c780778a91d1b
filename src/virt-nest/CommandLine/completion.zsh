#compdef virt-nest
# zsh completion for virt-nest, as `virt-nest completion zsh` prints it.

_virt-nest_instances() {
  local -a names
  names=(${(f)"$(_call_program instances virsh -q list --all --name 2>/dev/null)"})
  _wanted instances expl instance compadd -a names
}

_virt-nest_codes() {
  local -a codes
  codes=(${(M)${(f)"$(_call_program codes virt-nest explain 2>/dev/null)"}:#VN*})
  # Chinese titles stand behind a wide colon.
  codes=(${codes/：/:})
  codes=(${codes/: /:})
  _describe -t codes 'finding code' codes -M 'm:{a-z}={A-Z}'
}

_virt-nest() {
  local word at= value= ended=
  local -a paths takes verbs specs typed lacks
  integer i
  paths=(@verbs@)
  takes=(@takes@)

  # What _arguments sees has no verbs: they choose what it is told.
  typed=("$words[1]")
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $value ]]; then
      value=
    elif [[ -z $ended && $word == -?* ]]; then
      [[ $word != -- ]] || ended=1
      (( ! $takes[(Ie)$word] )) || value=1
    elif (( $paths[(Ie)${at:+$at }$word] )); then
      at+=${at:+ }$word
      continue
    fi
    typed+=("$word")
  done
  words=("${(@)typed}" "${(@)words[CURRENT,-1]}")
  CURRENT=$(( $#typed + 1 ))

  case $at in
@rows@
  esac
  (( ! $#verbs )) || specs+=('1:command:{_describe -t commands command verbs}')
  specs+=(
@common@
  )
  for word in $lacks; do
    specs=(${specs:#$word\[*})
  done
  _arguments -S : $specs
}

# Loaded by compinit the file is the function; sourced it names one.
if [[ $funcstack[1] == _virt-nest ]]; then
  _virt-nest "$@"
else
  compdef _virt-nest virt-nest
fi
