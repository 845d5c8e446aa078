# Sourced by run: a guest with a kernel of Debian, emulated by QEMU.
# shellcheck shell=bash

# The first that there is. The second is in every Debian: 6.1 in Debian 12, newer in newer ones.
readonly DEFAULT_KERNELS=(linux-image-6.12-cloud-amd64 linux-image-cloud-amd64)

find_virtiofsd() {
  local path
  for path in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd; do
    [[ -x $path ]] && virtiofsd=$path && return
  done
  return 1
}

# Up to Debian 12 virtiofsd comes with QEMU; later it is a package of its own.
provide_emulator() {
  provide_tools qemu-system-x86_64:qemu-system-x86 xz:xz-utils
  find_virtiofsd || { apt_install virtiofsd && find_virtiofsd; } || fail "no virtiofsd found: install virtiofsd"
}

# A meta package such as linux-image-cloud-amd64 holds nothing; it depends on the package that does.
image_package() {
  local description image
  description=$(apt-cache show --no-all-versions "$1" 2>/dev/null) || return 1
  image=$(sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p' <<<"$description")
  printf '%s\n' "${image:-$1}"
}

download_image() {
  package=$(image_package "$kernel") && (cd "$1" && quietly apt-get download "$package")
}

# Modules are unpacked here once: the guest's emulated processor would take long to do it at each start.
unpack_image() (
  cd "$1"
  dpkg -x ./*.deb .
  [[ -e lib ]] || mv usr/lib lib
  mv boot/vmlinuz-* vmlinuz
  rm -r ./*.deb boot usr
  mkdir usr
  ln -s ../lib usr/lib # where a newer kmod looks
  find lib/modules -name '*.ko.xz' -exec xz --decompress {} +
  depmod --basedir . "$(cd lib/modules && echo *)"
)

fetch_kernel() (
  exec 9>"$cache/.lock"
  flock 9
  [[ ! -e $cache/$kernel/vmlinuz ]] || exit 0 # another run was faster
  log "fetching kernel $kernel (once)"
  unpacked=$(mktemp -d "$cache/.unpack.XXXXXX")
  trap 'rm -rf "$unpacked"' EXIT
  download_image "$unpacked" || { quietly apt-get update && download_image "$unpacked"; } ||
    fail "kernel '$kernel' could not be fetched with apt-get: give --kernel a linux-image-*-cloud-amd64 it knows"
  name=$(basename "$unpacked"/*.deb .deb)
  unpack_image "$unpacked"
  chmod 755 "$unpacked"
  [[ -e $cache/$name ]] || mv -T "$unpacked" "$cache/$name"
  ln -sfn "$name" "$cache/$kernel"
)

default_kernel() {
  local name
  for name in "${DEFAULT_KERNELS[@]}"; do
    [[ ! -e $cache/$name/vmlinuz ]] || { printf '%s\n' "$name" && return; }
  done
  # No package lists yet, or lists older than the first kernel.
  ! command -v apt-get >/dev/null || apt-cache show "${DEFAULT_KERNELS[0]}" >/dev/null 2>&1 ||
    quietly apt-get update || true
  for name in "${DEFAULT_KERNELS[@]}"; do
    ! apt-cache show "$name" >/dev/null 2>&1 || { printf '%s\n' "$name" && return; }
  done
  printf '%s\n' "${DEFAULT_KERNELS[-1]}"
}

# Once there, a kernel stays what it is and needs no network; remove the folder to get a newer one.
provide_kernel() {
  [[ $(uname -m) == x86_64 ]] || fail "the guest needs an x86_64 machine, this is $(uname -m)"
  cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/kube-ipvs/kernels
  [[ -n $kernel && $kernel != qemu ]] || kernel=$(default_kernel)
  [[ $kernel =~ ^[a-z0-9][a-z0-9.+-]+$ ]] || fail "kernel '$kernel' is no package name"
  if [[ ! -e $cache/$kernel/vmlinuz ]]; then
    command -v apt-get >/dev/null || fail "kernel '$kernel' is not in $cache and there is no apt-get to fetch it"
    mkdir -p "$cache"
    fetch_kernel
  fi
  kernel_folder=$(cd -- "$cache/$kernel" && pwd -P)
}

# The guest believes what it has once seen of a file: asking the host again each second made starts of programs take twice
# as long or more.
start_virtiofsd() {
  local options=(-o source=/ -o sandbox=chroot -o cache=always -o log_level=err)
  local help
  help=$("$virtiofsd" --help 2>&1 || true)
  # The one of Debian 12 is written in C; its successor has other options.
  [[ $help != *--shared-dir* ]] || options=(--shared-dir / --sandbox chroot --cache always --log-level error)
  rm -f "$job/virtiofs" # of an earlier try
  "$virtiofsd" --socket-path="$job/virtiofs" "${options[@]}" </dev/null >"$job/virtiofsd.log" 2>&1 &
  virtiofsd_pid=$!
  local tries=0
  until [[ -S $job/virtiofs ]]; do
    if ((tries++ == 500)) || ! kill -0 "$virtiofsd_pid" 2>/dev/null; then
      fail "virtiofsd does not start: $(tail -n 1 "$job/virtiofsd.log")"
    fi
    sleep 0.01
  done
}

# No self-tests, no address randomisation: a tenth of the boot time less. A panic is a reboot, and a reboot ends QEMU.
# One processor: QEMU then needs no atomic instructions, and two thirds of the time. Programs at fixed addresses
# (norandmaps): QEMU translates a library's code once and not for every process. Together a start of Java takes half the time.
# An emulated `rep movsb` goes byte by byte, and a CPU that declares it is fast at that (ERMS, FSRM) has every page cleared
# and copied so: without, and without clearing pages twice, a process starts three times faster.
start_emulation() {
  local memory=${KUBEIPVS_VM_MEMORY:-4G} terminal=(-serial null) input=/dev/null output=$job/qemu.log
  if [[ $tty == yes ]]; then
    terminal=(-chardev "stdio,id=terminal,signal=off" -serial chardev:terminal)
    input=/dev/tty
    output=/dev/tty
  fi
  setpriv --pdeathsig KILL \
    qemu-system-x86_64 -M pc -accel tcg,thread=multi,tb-size=1024 -cpu max,erms=off,fsrm=off -smp "${KUBEIPVS_VM_CPUS:-1}" -m "$memory" \
    -nodefaults -no-user-config -display none -no-reboot \
    -object "memory-backend-memfd,id=memory,size=$memory,share=on" -numa node,memdev=memory \
    -chardev "socket,id=virtiofs,path=$job/virtiofs" -device vhost-user-fs-pci,chardev=virtiofs,tag=host \
    -serial "file:$job/console" "${terminal[@]}" \
    -kernel "$kernel_folder/vmlinuz" -initrd "$job/initramfs" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off init_on_alloc=0 nokaslr norandmaps cryptomgr.notests" \
    <"$input" >"$output" 2>>"$job/qemu.log" &
  main=$!
}

prepare_qemu() {
  provide_emulator
  provide_kernel
  host_files='virtiofs host'
  boot_modules=(virtio_pci virtiofs overlay)
}

start_qemu() {
  start_virtiofsd
  start_emulation
  processes=("$main" "$virtiofsd_pid")
}
