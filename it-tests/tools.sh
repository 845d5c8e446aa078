# Sourced by the commands of this folder: what they need, installed where that is possible, named where it is not.
# shellcheck shell=bash

need_root() {
  [[ $EUID == 0 ]] || {
    echo "${0##*/}: network namespaces and IPVS need root: run it with sudo" >&2
    exit 1
  }
}

# need_tools TOOL:DEBIAN_PACKAGE...
need_tools() {
  local tool missing=()
  PATH=$PATH:/usr/sbin:/sbin
  for tool; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  ((${#missing[@]})) || return 0
  if [[ $EUID == 0 ]] && command -v apt-get >/dev/null; then
    echo "${0##*/}: installing ${missing[*]}" >&2
    apt_install "${missing[@]}" || { apt-get update >/dev/null && apt_install "${missing[@]}"; } || {
      echo "${0##*/}: apt-get could not install: ${missing[*]}" >&2
      exit 1
    }
  else
    echo "${0##*/}: missing, install them (Debian's names): ${missing[*]}" >&2
    exit 1
  fi
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >/dev/null 2>&1
}
