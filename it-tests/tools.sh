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

# usage: tool_of_prometheus NAME    prints the path of prometheus or promtool. If there is none, it is taken out of Debian's
# package, which is not installed; once there, it stays and needs no network.
tool_of_prometheus() {
  local cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/kube-ipvs/prometheus unpacked
  command -v "$1" && return 0
  [[ -x $cache/$1 ]] || {
    mkdir -p "${cache%/*}"
    unpacked=$(mktemp -d "${cache%/*}/unpack.XXXXXX")
    unpack_prometheus "$unpacked" || {
      rm -rf "$unpacked"
      echo "${0##*/}: no $1: install Debian's package prometheus, or put $1 on the PATH" >&2
      return 1
    }
    rm -rf "$cache"
    mv "$unpacked" "$cache"
  }
  echo "$cache/$1"
}

# usage: unpack_prometheus FOLDER
unpack_prometheus() {
  command -v apt-get >/dev/null || return 1
  (cd "$1" && { apt-get download prometheus || { apt-get update && apt-get download prometheus; }; }) >/dev/null 2>&1 || return 1
  dpkg-deb --fsys-tarfile "$1"/*.deb |
    tar --extract --directory="$1" --strip-components=3 ./usr/bin/promtool ./usr/bin/prometheus
  rm "$1"/*.deb
}
