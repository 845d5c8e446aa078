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
  install_packages "${missing[@]}"
}

# install_packages DEBIAN_PACKAGE...
install_packages() {
  (($#)) || return 0
  if [[ $EUID != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "${0##*/}: missing packages, install them (by their names in Debian): $*" >&2
    exit 1
  fi
  echo "${0##*/}: installing $*" >&2
  local -x DEBIAN_FRONTEND=noninteractive
  local log install=(apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@")
  # A machine may have no package lists yet, or old ones.
  log=$("${install[@]}" 2>&1) || log=$(apt-get update 2>&1 && "${install[@]}" 2>&1) || {
    echo "${0##*/}: apt-get could not install $*: ${log##*$'\n'}" >&2
    exit 1
  }
}
