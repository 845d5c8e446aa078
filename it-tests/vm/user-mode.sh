# Sourced by run: a guest that is Linux as a program of the host (user-mode Linux), made by user-mode-kernel.
# shellcheck shell=bash

prepare_user_mode() {
  provide_tools
  "$HERE/user-mode-kernel" || fail "there is no kernel for user-mode Linux; its lines above have the cause"
  kernel_folder=$("$HERE/user-mode-kernel" --path)
  host_files='hostfs none'
  boot_modules=()
}

# A reset ends it (noreboot). Its memory is a file on a tmpfs: it takes what the guest has used.
start_user_mode() {
  local terminal=() input=/dev/null output=$job/linux.log
  if [[ $tty == yes ]]; then
    terminal=(ssl1=fd:0,fd:1)
    input=/dev/tty
    output=/dev/tty
  fi
  env --unset=TMPDIR setpriv --pdeathsig KILL \
    "$kernel_folder/linux" "mem=${KUBEIPVS_VM_MEMORY:-4G}" "initrd=$job/initramfs" \
    con=null con0=null,fd:3 "${terminal[@]}" noreboot quiet panic=-1 \
    <"$input" >"$output" 2>>"$job/linux.log" 3>"$job/console" &
  main=$!
  processes=("$main")
}
