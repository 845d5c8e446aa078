# Sourced by run: a guest that is Linux as a program of the host (user-mode Linux), made by user-mode-kernel.
# shellcheck shell=bash

prepare_user_mode() {
  provide_tools
  "$HERE/user-mode-kernel" || fail "there is no kernel for user-mode Linux; its lines above have the cause"
  kernel_folder=$("$HERE/user-mode-kernel" --path)
  host_files='hostfs none'
  boot_modules=()
}

# usage: folder_of_memory SIZE    where a file of this size fits that can be run: on a tmpfs if possible. Containers have a small one.
folder_of_memory() {
  local wanted available
  wanted=$(numfmt --from=iec "$1")
  available=$(df --output=avail --block-size=1 /dev/shm 2>/dev/null | tail -n 1) || available=0
  if ((available >= wanted)) && [[ ,$(findmnt --noheadings --output OPTIONS --target /dev/shm), != *,noexec,* ]]; then
    echo /dev/shm
  else
    echo "$job"
  fi
}

# A reset ends it (noreboot). Its memory is a file, which takes what the guest has used.
start_user_mode() {
  local memory=${KUBEIPVS_VM_MEMORY:-4G} terminal=() input=/dev/null output=$job/linux.log
  if [[ $tty == yes ]]; then
    terminal=(ssl1=fd:0,fd:1)
    input=/dev/tty
    output=/dev/tty
  fi
  env TMPDIR="$(folder_of_memory "$memory")" setpriv --pdeathsig KILL \
    "$kernel_folder/linux" "mem=$memory" "initrd=$job/initramfs" \
    con=null con0=null,fd:3 "${terminal[@]}" noreboot quiet panic=-1 \
    <"$input" >"$output" 2>>"$job/linux.log" 3>"$job/console" &
  main=$!
  processes=("$main")
}
