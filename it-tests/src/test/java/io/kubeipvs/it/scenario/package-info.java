/**
 * Scenarios: text files of Kubernetes YAML, of who asks whom and what comes of it. Written for people; played to the real
 * kernel and to the packet model. Their language is told in {@code src/test/resources/scenarios/README.md}.
 */
package io.kubeipvs.it.scenario;
