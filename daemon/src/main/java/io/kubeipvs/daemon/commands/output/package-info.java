/** The output of commands: text for people, documents for programs, and exit statuses. */
package io.kubeipvs.daemon.commands.output;
