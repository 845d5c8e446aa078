package io.kubeipvs.daemon.traffic;

import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import java.util.Map;
import java.util.Set;

/** Reads the kernel's counters of virtual servers, by their names. Every method throws KernelUnavailableException. */
interface KernelTraffic {
    /** Those of IPVS. */
    KernelTraffic IPVS = new KernelTraffic() {
        @Override
        public Map<String, Traffic> totals() {
            return IpvsLister.totals();
        }

        @Override
        public Map<String, Long> activeConnections(Set<String> names) {
            return IpvsLister.activeConnections(names);
        }
    };

    /** The traffic of every virtual server since it was made. */
    Map<String, Traffic> totals();

    /** The established connections of these virtual servers, as far as they exist. */
    Map<String, Long> activeConnections(Set<String> names);
}
