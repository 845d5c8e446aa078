{{- define "kube-ipvs.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "kube-ipvs.fullname" -}}
{{- $name := include "kube-ipvs.name" . }}
{{- $made := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $made | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "kube-ipvs.selectorLabels" -}}
app.kubernetes.io/name: {{ include "kube-ipvs.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kube-ipvs.labels" -}}
{{ include "kube-ipvs.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "kube-ipvs.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "kube-ipvs.fullname" .) }}
{{- end }}

{{- define "kube-ipvs.configMap" -}}
{{ .Values.existingConfigMap | default (include "kube-ipvs.fullname" .) }}
{{- end }}

{{- define "kube-ipvs.image" -}}
{{- if not (.Capabilities.APIVersions.Has "discovery.k8s.io/v1") }}
{{- fail "the cluster has no discovery.k8s.io/v1: kube-ipvs needs Kubernetes 1.21 or newer" }}
{{- end }}
{{- if not .Values.image.repository }}
{{- fail "image.repository is empty: set it to the image in your registry, for instance --set image.repository=registry.example/kube-ipvs" }}
{{- end }}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}

{{- /* The flags of the user. A flag that the program would ignore fails here, and not only in the log of every node. */}}
{{- define "kube-ipvs.extraArgs" -}}
{{- $keys := .Files.Get "files/ineffective-flags.yaml" | fromYaml }}
{{- range .Values.extraArgs }}
{{- $key := get $keys (splitList "=" . | first) }}
{{- if $key }}
{{- fail (printf "extraArgs: %s has no effect beside the configuration file: set config.%s" . $key) }}
{{- end }}
{{- end }}
{{- toYaml .Values.extraArgs }}
{{- end }}

{{- /* The port of an address such as 0.0.0.0:10249. Of a ConfigMap that exists already the default is expected. */}}
{{- define "kube-ipvs.port" -}}
{{- $port := .address | default "" | regexFind ":[0-9]+$" | trimPrefix ":" }}
{{- ternary .default $port (or (empty $port) (not (empty .values.existingConfigMap))) }}
{{- end }}

{{- define "kube-ipvs.metricsPort" -}}
{{ include "kube-ipvs.port" (dict "values" .Values "address" .Values.config.metricsBindAddress "default" "10249") }}
{{- end }}

{{- define "kube-ipvs.healthzPort" -}}
{{ include "kube-ipvs.port" (dict "values" .Values "address" .Values.config.healthzBindAddress "default" "10256") }}
{{- end }}

{{- define "kube-ipvs.probe" -}}
httpGet:
  host: 127.0.0.1
  port: {{ include "kube-ipvs.healthzPort" .root }}
  path: {{ .path }}
{{- with .settings }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "kube-ipvs.affinity" -}}
{{- $affinity := deepCopy .Values.affinity }}
{{- if .Values.keepApartFromKubeProxy }}
{{- $others := list (dict "key" "k8s-app" "operator" "In" "values" (list "kube-proxy"))
      (dict "key" "app.kubernetes.io/name" "operator" "NotIn" "values" (list (include "kube-ipvs.name" .))) }}
{{- $term := dict "labelSelector" (dict "matchExpressions" $others) "topologyKey" "kubernetes.io/hostname" }}
{{- $apart := $affinity.podAntiAffinity | default dict }}
{{- $_ := set $apart "requiredDuringSchedulingIgnoredDuringExecution"
      (append ($apart.requiredDuringSchedulingIgnoredDuringExecution | default list) $term) }}
{{- $_ := set $affinity "podAntiAffinity" $apart }}
{{- end }}
{{- if $affinity }}
{{- toYaml $affinity }}
{{- end }}
{{- end }}

{{- /* Host and port of the API server, as YAML. */}}
{{- define "kube-ipvs.apiServer" -}}
{{- $host := .Values.apiServer.host }}
{{- $port := .Values.apiServer.port | toString }}
{{- if or (not $host) (eq $host "auto") }}
{{- $info := lookup "v1" "ConfigMap" "kube-public" "cluster-info" }}
{{- $server := dig "data" "kubeconfig" "" $info | regexFind "server: *https://[^ \n]+" | trimPrefix "server:" | trim }}
{{- if not $server }}
{{- fail (print "apiServer.host is auto, but ConfigMap cluster-info in kube-public cannot be read (\"helm template\" never reads it)."
      " Set apiServer.host to an address of the API server that is no Service's, or existingConfigMap=kube-proxy on a cluster made by kubeadm") }}
{{- end }}
{{- $address := urlParse $server }}
{{- $port = regexFind ":[0-9]+$" $address.host | trimPrefix ":" | default "443" }}
{{- $host = regexReplaceAll ":[0-9]+$" $address.host "" | trimPrefix "[" | trimSuffix "]" }}
{{- end -}}
KUBERNETES_SERVICE_HOST: {{ $host | quote }}
KUBERNETES_SERVICE_PORT: {{ $port | quote }}
{{- end }}
