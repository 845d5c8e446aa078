/** TLS that several parts use. Depends on the JDK alone. */
package io.kubeipvs.daemon.tls;
