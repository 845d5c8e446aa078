# shellcheck shell=bash
# How the demo speaks: numbered steps with the time each took, what is of interest indented, one line when it fails.

bold='' dim='' good='' bad='' plain=''
if [[ ${KUBEIPVS_DEMO_COLOUR-} == yes ]]; then
  bold=$'\e[1m' dim=$'\e[2m' good=$'\e[32m' bad=$'\e[31m' plain=$'\e[0m'
fi
steps=0
step_start=0
log_shown=0

# Microseconds, without starting a program: that takes long on an emulated processor.
now() { moment=${EPOCHREALTIME//[!0-9]/}; }

seconds_since() {
  now
  local millis=$(((moment - $1) / 1000))
  printf -v seconds '%d.%03d s' $((millis / 1000)) $((millis % 1000))
}

step() {
  now
  step_start=$moment
  printf '\n%s%d. %s%s\n' "$bold" $((++steps)) "$*" "$plain"
}

step_ends() {
  show_log
  seconds_since "$step_start"
  printf '   %sok, %s%s\n' "$good" "$seconds" "$plain"
}

note() { printf '   %s\n' "$*"; }

# A text or file of several lines.
show() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do printf '   %s|%s %s\n' "$dim" "$plain" "$line"; done
}

# What the proxy logged since the last time.
show_log() {
  local lines line
  mapfile -t lines <"$proxy_log"
  for line in "${lines[@]:log_shown}"; do printf '   %slog: %s%s\n' "$dim" "$line" "$plain"; done
  log_shown=${#lines[@]}
}

fail() {
  show_log
  printf '%sdemo: failed in step %d: %s%s\n' "$bad" "$steps" "$*" "$plain" >&2
  exit 1
}

# Tries a command again and again. usage: within SECONDS WHAT-IS-AWAITED COMMAND [ARGS...]
within() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS <= end)) || fail "$what: not within the time allowed"
    [[ -z ${proxy-} ]] || kill -0 "$proxy" 2>/dev/null || fail "$what: kube-ipvs has ended"
    read -rt 0.02 <>"$never" || true
  done
}
