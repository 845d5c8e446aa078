/**
 * Scenarios: text files of Kubernetes YAML, of connections and their results. Written for people; played to the real
 * kernel and to the packet model. Their language is described in {@code src/test/resources/scenarios/README.md}.
 */
package io.kubeipvs.it.scenario;
