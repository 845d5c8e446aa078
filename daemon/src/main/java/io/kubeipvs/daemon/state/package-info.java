/**
 * The files that outlive a run of the program: the last known state of the API server, and how long servers have drained.
 * Each is written seldom and in one step, by a thread of its own.
 */
package io.kubeipvs.daemon.state;
