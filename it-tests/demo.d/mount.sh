# shellcheck shell=bash
# A ConfigMap as kubelet mounts it: its keys are links into ..data, which is a link to a folder and is swapped as a whole.

# usage: text_of KEY    a key of the ConfigMap in $work/configmap.yaml
text_of() { sed --quiet "/^  $1: |-\$/,/^ \{0,2\}[a-z]/ s/^    //p" "$work/configmap.yaml"; }

mounts=0

mount_configmap() {
  local key folder=..$((++mounts)) before=''
  [[ ! -L $work/config/..data ]] || before=$(readlink "$work/config/..data")
  mkdir "$work/config/$folder"
  for key in config.conf kubeconfig.conf; do
    text_of "$key" >"$work/config/$folder/$key"
    [[ -L $work/config/$key ]] || ln -s "..data/$key" "$work/config/$key"
  done
  ln -s "$folder" "$work/config/..data_tmp"
  mv --no-target-directory "$work/config/..data_tmp" "$work/config/..data"
  [[ -z $before ]] || rm -r "${work:?}/config/$before"
}
