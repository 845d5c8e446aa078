# shellcheck shell=bash
# The node of the demo: this network namespace, and pods joined to it as a routed network plugin does it: a veth pair
# each, a /32 address, and a default route to the node's end of the pair.

pods=() # process ids

# usage: start_namespace NAME ADDRESS
start_namespace() {
  local link=veth-${1##*-}
  ip -batch - <<TEXT
netns add $1
link add $link type veth peer name eth0 netns $1
addr add 169.254.1.1/32 dev $link scope link
link set $link up
route add $2/32 dev $link
TEXT
  ip -netns "$1" -batch - <<TEXT
link set lo up
addr add $2/32 dev eth0
link set eth0 up
route add 169.254.1.1 dev eth0 scope link
route add default via 169.254.1.1
TEXT
}

# usage: start_pod NAME ADDRESS
start_pod() {
  start_namespace "$1" "$2"
  ip netns exec "$1" unshare --uts "$HERE/pod" "$1" "$work/$1" &
  pods+=("$!")
}

# usage: pod_answers NAME ADDRESS
pod_answers() { [[ $(timeout 5 "$HERE/get" 1 "$2" 8080 2>/dev/null) == "<p>Hello from $1</p>" ]]; }

# Requests the Service so many times, from the node or a namespace, and keeps the answers in order and counted.
# usage: ask TIMES [NAMESPACE]
ask() {
  local place=() line
  [[ -z ${2-} ]] || place=(ip netns exec "$2")
  mapfile -t answers < <("${place[@]}" timeout 20 "$HERE/get" "$1" "$VIP" "$PORT" 2>&1)
  declare -gA count=()
  for line in "${answers[@]}"; do ((count["$line"] += 1)); done
  ((${#answers[@]} == $1)) || fail "$1 requests had ${#answers[@]} lines of answer: ${answers[*]}"
}

show_counts() {
  local answer
  for answer in "${!count[@]}"; do printf '%3d x  %s\n' "${count[$answer]}" "$answer"; done | sort -k 3 | show
}

# Each of these pods, and no other, has answered so many of the requests. usage: expect_each TIMES POD...
expect_each() {
  local times=$1 pod
  shift
  for pod in "$@"; do
    [[ ${count["<p>Hello from $pod</p>"]:-0} == "$times" ]] ||
      fail "of ${#answers[@]} requests $pod answered ${count["<p>Hello from $pod</p>"]:-0}, expected $times"
  done
  ((${#count[@]} == $#)) || fail "others answered than the pods expected: ${!count[*]}"
}

# All requests were answered by one and the same pod.
expect_one() {
  ((${#count[@]} == 1)) && [[ ${answers[0]} == '<p>Hello from service-test-'* ]] ||
    fail "one client was answered by ${#count[@]} pods, expected one: ${!count[*]}"
}

# The kernel's own table with its hexadecimal addresses made readable.
table() {
  local text=''
  IFS= read -rd '' text </proc/net/ip_vs || true # $(<file) would start a process, slow on an emulated processor
  while [[ $text =~ ([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2}):([0-9A-F]{4}) ]]; do
    local m=("${BASH_REMATCH[@]}")
    text=${text/"${m[0]}"/$((16#${m[1]})).$((16#${m[2]})).$((16#${m[3]})).$((16#${m[4]})):$((16#${m[5]}))}
  done
  table=${text%$'\n'}
}

table_has() {
  table
  [[ $table =~ $1 ]]
}

serves() { table_has "-> +${1//./\\.}:8080 +Masq +1 "; }

# The client opens a connection to the Service and sends nothing yet.
open_connection() {
  coproc connection {
    ip netns exec client bash -c 'exec 3<>"/dev/tcp/$0/$1" && echo open && read -r &&
      printf "GET / HTTP/1.0\r\n\r\n" >&3 && IFS= read -rd "" -t 10 -u 3 answer || echo "${answer#*$'"'\r\n\r\n'"'}"' \
      "$VIP" "$PORT"
  }
  local answer=''
  read -rt 20 -u "${connection[0]}" answer || true
  [[ $answer == open ]] || fail "the client cannot connect to $VIP:$PORT"
  note "the client at 10.32.0.5 is connected to $VIP:$PORT"
}

# It asks over that connection; prints the answer.
ask_over_connection() {
  local answer=''
  echo go >&"${connection[1]}"
  read -rt 20 -u "${connection[0]}" answer || true
  echo "$answer"
}
