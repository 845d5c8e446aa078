/** The answers of {@code kube-ipvs ipvs} and {@code kube-ipvs connections}: the tables of IPVS as {@code ipvsadm} shows them. */
package io.kubeipvs.daemon.commands.ipvs;
